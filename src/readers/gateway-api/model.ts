import { GatewayView } from './gateways/gateway-view';
import { gatewayParents, parentId, serviceParents, unreadParents } from './gateways/parents';
import { RouteRules } from './gateways/rule-group';
import { implementationOf, ImplementationChoice, meshImplementation } from './implementations';
import { Implementation } from './implementations/implementation';
import { MeshView } from './mesh/mesh-view';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { idOf, joined, KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Split } from '../engine/split';

const GROUP = 'gateway.networking.k8s.io';

/** All Gateways and routes among some objects, read once. @internal */
export class GatewayApiModel {
  public readonly gateways: readonly GatewayView[];
  /** Undefined where no route has a Service as parent. */
  public readonly mesh?: MeshView;
  /** What holds for every request. */
  public readonly notes: Note[] = [];
  /** Why the objects as a whole do not tell anything. */
  public readonly unreadable?: Note;
  /** Whether the standard's rules hold for some Gateway, or for the mesh. */
  public readonly isStandard: boolean;

  /** An answer with what holds for every request. */
  public readonly noted = memoizeByObject((split: Split) =>
    this.notes.length === 0 ? split : new Split(split.shares, [...this.notes, ...split.notes]),
  );

  /** @param forced whose rules hold for all Gateways, whatever the objects tell */
  public constructor(index: ObjectIndex, forced?: Implementation) {
    const choiceOf = (gateway?: KubernetesObject): ImplementationChoice =>
      forced ? { implementation: forced, notes: [] } : implementationOf(gateway, index);
    const routes = index.all(GROUP, 'HTTPRoute');
    this.notes.push(...routes.flatMap(unreadParentNotes));
    const gateways = gatewaysOf(index, routes);
    const choices = gateways.map(({ gateway }) => choiceOf(gateway));
    const rules = new Map<Implementation, RouteRules[]>();
    const rulesFor = (implementation: Implementation) => {
      const known = rules.get(implementation) ?? this.countingRules(routes, implementation);
      rules.set(implementation, known);
      return known;
    };
    this.gateways = gateways.map(
      ({ id, gateway }, place) =>
        new GatewayView(id, gateway, rulesFor(choices[place].implementation), index, choices[place]),
    );
    const inMesh = forced ?? meshImplementation(index);
    const isMeshed = inMesh.hasMesh && routes.some((route) => serviceParents(route).length > 0);
    this.mesh = isMeshed ? new MeshView(rulesFor(inMesh), index, inMesh) : undefined;
    const unreadable = [...new Set(choices.map(({ implementation }) => implementation))].flatMap(
      (implementation) => implementation.unreadable(index) ?? [],
    );
    this.unreadable = unreadable[0];
    this.isStandard = [...choices.map(({ implementation }) => implementation), ...(this.mesh ? [inMesh] : [])].some(
      ({ title }) => title === undefined,
    );
  }

  /** The rules that an implementation does not leave out. */
  private countingRules(routes: KubernetesObject[], implementation: Implementation): RouteRules[] {
    return routes.map((route): RouteRules => {
      const fault = implementation.routeFault(route);
      if (fault) {
        this.notes.push(fault);
        return { route, rules: [] };
      }
      const rules: any[] = route.spec?.rules ?? [{}];
      return {
        route,
        rules: rules
          .map((rule, place) => ({ rule, place }))
          .filter(({ rule }) => {
            const ruleFault = implementation.ruleFault(rule, route);
            this.notes.push(...(ruleFault ? [ruleFault] : []));
            return ruleFault === undefined;
          }),
      };
    });
  }
}

/** The Gateways among the objects, and those that routes name where the objects may be a part. */
function gatewaysOf(index: ObjectIndex, routes: KubernetesObject[]): { id: string; gateway?: KubernetesObject }[] {
  const all = index.all(GROUP, 'Gateway');
  const named = new Map<string, { id: string; gateway?: KubernetesObject }>();
  for (const route of routes) {
    for (const parent of gatewayParents(route)) {
      const id = parentId(route, parent);
      const namespace = parent.namespace ?? route.metadata?.namespace;
      const found = index.find(GROUP, 'Gateway', namespace, parent.name);
      if (found || (!index.isComplete && !index.isRejected(GROUP, 'Gateway', namespace, parent.name))) {
        named.set(id, { id, gateway: found });
      }
    }
  }
  const known = new Set([...named.values()].map(({ gateway }) => gateway));
  return [
    ...named.values(),
    ...all
      .filter((gateway) => !known.has(gateway))
      .map((gateway) => ({ id: joined(gateway.metadata?.namespace, gateway.metadata?.name), gateway })),
  ];
}

function unreadParentNotes(route: KubernetesObject): Note[] {
  return unreadParents(route).map(({ kind, name }) =>
    note(
      NoteKind.UNREAD,
      'gateway-api-parent-unread',
      [route],
      `HTTPRoute ${idOf(route)} is for the ${kind} ${name} too, which is not read`,
      { field: `${kind} ${name}` },
    ),
  );
}
