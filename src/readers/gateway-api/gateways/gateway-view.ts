import { admission } from './admission';
import { Listener, protocolGroup, ProtocolGroup } from './listener';
import { gatewayParents, parentId, refersTo } from './parents';
import { AttachedListener, PortView } from './port-view';
import { RouteRules } from './rule-group';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { Entry } from '../../engine/entry';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { Share, Unrouted } from '../../engine/share';
import { Split } from '../../engine/split';
import { ImplementationChoice } from '../implementations';
import { Question } from '../routing/answers';
import { RuleOutcomes } from '../routing/rule-outcomes';

const SOURCE = 'apis/v1/gateway_types.go of kubernetes-sigs/gateway-api';

/** One Gateway: its listeners, the routes that they take, and what it answers. @internal */
export class GatewayView {
  private readonly ports = new Map<string, PortView>();
  private readonly notes: Note[] = [];
  private readonly portNumbers: number[];
  private readonly noted = memoizeByObject((split: Split) =>
    this.notes.length === 0 ? split : new Split(split.shares, [...this.notes, ...split.notes]),
  );

  /** Where requests come in. */
  public readonly entry: Entry;

  /**
   * @param gateway undefined where it is not among the objects: then its listeners are assumed to accept every host
   * and every route
   * @param routes those that the API server takes
   */
  public constructor(
    public readonly id: string,
    gateway: KubernetesObject | undefined,
    routes: readonly RouteRules[],
    private readonly index: ObjectIndex,
    private readonly choice: ImplementationChoice,
  ) {
    this.entry = Entry.gateway(id);
    this.notes.push(...choice.notes);
    const outcomes = new RuleOutcomes(index, choice.implementation, true);
    const parents = (route: KubernetesObject) =>
      gatewayParents(route).filter((parent) => parentId(route, parent) === id);
    const attached = routes
      .map((rules) => ({ rules, parents: parents(rules.route) }))
      .filter((one) => one.parents.length > 0);
    if (!gateway) {
      const any: AttachedListener = { listener: { port: 0, protocol: '' }, routes: attached.map(({ rules }) => rules) };
      for (const group of ['HTTP', 'HTTPS'] as ProtocolGroup[]) {
        this.ports.set(`0 ${group}`, new PortView([any], group, choice.implementation, outcomes, namespaceOf(id)));
      }
      this.notes.push(
        note(
          NoteKind.ASSUMED,
          'gateway-api-gateway-assumed',
          [`Gateway ${id}`],
          `Gateway ${id} is not among the objects, so its listeners are assumed to accept every host and every route`,
        ),
      );
      this.portNumbers = [0];
      return;
    }
    const listeners: Listener[] = gateway.spec?.listeners ?? [];
    const usable = listeners.filter((listener) => this.isUsable(listener, listeners, gateway));
    const taken = new Set<RouteRules>();
    const views = usable.map((listener): AttachedListener => ({
      listener,
      routes: attached
        .filter((one) => {
          const { isAdmitted, notes } = one.parents.some((parent) => refersTo(parent, listener))
            ? admission(listener, one.rules.route, gateway, index)
            : { isAdmitted: false, notes: [] };
          this.notes.push(...notes);
          if (isAdmitted) {
            taken.add(one.rules);
          }
          return isAdmitted;
        })
        .map(({ rules }) => rules),
    }));
    this.notes.push(
      ...attached.filter(({ rules }) => !taken.has(rules)).map(({ rules }) => notAdmitted(rules.route, gateway)),
    );
    for (const group of ['HTTP', 'HTTPS'] as ProtocolGroup[]) {
      const own = views.filter(({ listener }) => listener.protocol === group);
      for (const port of new Set(own.map(({ listener }) => listener.port))) {
        this.ports.set(
          `${port} ${group}`,
          new PortView(
            own.filter(({ listener }) => listener.port === port),
            group,
            choice.implementation,
            outcomes,
            choice.implementation.groupOrder?.proxyNamespace(gateway),
          ),
        );
      }
    }
    this.portNumbers = [
      ...new Set(
        usable.filter((listener) => ['HTTP', 'HTTPS'].includes(protocolGroup(listener))).map(({ port }) => port),
      ),
    ];
  }

  /** Whether some route of the Gateway is about the host of a request. */
  public knows(request: HttpRequest): boolean {
    const host = request.host.toLowerCase();
    return this.portsFor(request).some((port) => port.knows(host));
  }

  /** What the Gateway answers; several answers where the request may come in at several ports. */
  public answers(request: HttpRequest, readiness: PodReadiness): Split[] {
    const { implementation } = this.choice;
    const ports = this.portsFor(request);
    if (ports.length === 0) {
      return [this.unheard(nothingListens(this.id, request))];
    }
    const question: Question = { request, view: implementation.view(request, false), readiness };
    return ports.map((port) => {
      if (port.configurationFault) {
        return this.unheard(port.configurationFault);
      }
      return this.noted(implementation.refusal(request) ?? port.answer(question));
    });
  }

  /** The ports at which a request may come in. In a part of the objects, something may map another port to them. */
  private portsFor(request: HttpRequest): PortView[] {
    const group = request.scheme === 'https' ? 'HTTPS' : 'HTTP';
    const own = this.ports.get(`${request.port} ${group}`);
    if (own || (this.index.isComplete && !this.portNumbers.includes(0))) {
      return own ? [own] : [];
    }
    return this.portNumbers.flatMap((port) => this.ports.get(`${port} ${group}`) ?? []);
  }

  private unheard(why: Note): Split {
    return new Split([new Share({ fraction: Fraction.ONE, unrouted: Unrouted.NO_LISTENER })], [...this.notes, why]);
  }

  private isUsable(listener: Listener, all: readonly Listener[], gateway: KubernetesObject): boolean {
    const fault = this.choice.implementation.listenerFault(listener, all);
    if (fault !== undefined) {
      this.notes.push(
        note(
          NoteKind.REJECTED,
          'gateway-api-listener',
          [gateway],
          `listener ${listener.name} of Gateway ${idOf(gateway)} does not serve: ${fault}`,
          {
            field: listener.name,
            fix: 'Give the listeners of a port one protocol and different hostnames, and allow HTTPRoutes only.',
            source: SOURCE,
          },
        ),
      );
    }
    return fault === undefined;
  }
}

function namespaceOf(id: string): string | undefined {
  return id.includes('/') ? id.split('/')[0] : undefined;
}

function notAdmitted(route: KubernetesObject, gateway: KubernetesObject): Note {
  return note(
    NoteKind.IGNORED,
    'gateway-api-not-admitted',
    [route, gateway],
    `no listener of Gateway ${idOf(gateway)} takes HTTPRoute ${idOf(route)}`,
    {
      fix: 'Name a listener that is there, and let allowedRoutes of the listener take routes of the namespace.',
      source: SOURCE,
    },
  );
}

function nothingListens(id: string, request: HttpRequest): Note {
  return note(
    NoteKind.EXPLAINED,
    'gateway-api-no-listener',
    [`Gateway ${id}`],
    `Gateway ${id} does not listen for ${request.scheme} at port ${request.port}, so the connection is refused`,
  );
}
