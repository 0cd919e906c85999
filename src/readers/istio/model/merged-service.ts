import { delegated, MergedRoute } from './delegates';
import { completed, gatewayNamed } from './host-names';
import { fullIdOf, namespaceOf } from './namespaces';
import { exportOf, isVisible } from './visibility';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { routeId } from '../../engine/routed';

/** A VirtualService with the routes of those that it delegates to. @internal */
export interface MergedService {
  readonly object: KubernetesObject;
  readonly namespace: string;
  /** `namespace/name`. */
  readonly id: string;
  /** By their complete names. */
  readonly hosts: string[];
  /** By their whole names; `mesh` where none is named. */
  readonly gateways: string[];
  readonly routes: MergedRoute[];
  /** What is left out of it. */
  readonly notes: Note[];
}

/** The gateway that stands for the sidecars. @internal */
export const MESH = 'mesh';

/**
 * Puts a VirtualService together (mergeVirtualServices in pilot/pkg/model/virtualservice_controller.go of
 * istio/istio).
 *
 * @param leaves the VirtualServices without hosts that the webhook lets pass, by `namespace/name`
 * @internal
 */
export function mergedService(
  object: KubernetesObject,
  leaves: ReadonlyMap<string, KubernetesObject>,
  index: ObjectIndex,
): MergedService {
  const namespace = namespaceOf(object, index);
  const { hosts = [], gateways = [], http = [] } = object.spec ?? {};
  const notes: Note[] = [];
  const routes = http.flatMap((spec: any, position: number): MergedRoute[] => {
    const own = routeOf(object, position, namespace);
    return spec.delegate ? delegatedRoutes(own, leaves, index, notes) : [own];
  });
  return {
    object,
    namespace,
    id: fullIdOf(object, index),
    hosts: hosts.map((host: string) => completed(host, namespace)),
    gateways: gateways.length === 0 ? [MESH] : gateways.map((name: string) => gatewayNamed(name, namespace)),
    routes,
    notes,
  };
}

/** The id of an HTTP route of a VirtualService. @internal */
export function httpRouteId(service: KubernetesObject, position: number): string {
  return routeId(service, `spec.http[${position}]`);
}

function routeOf(origin: KubernetesObject, position: number, namespace: string): MergedRoute {
  const spec = origin.spec.http[position];
  return { origin, id: httpRouteId(origin, position), namespace, spec, matches: namedMatches(spec, namespace) };
}

/** Gateways are named as in the VirtualService itself: without a namespace they are in its own. */
function namedMatches({ match = [] }: any, namespace: string): any[] {
  return match.map((entry: any) =>
    entry.gateways
      ? { ...entry, gateways: entry.gateways.map((name: string) => gatewayNamed(name, namespace)) }
      : entry,
  );
}

function delegatedRoutes(
  root: MergedRoute,
  leaves: ReadonlyMap<string, KubernetesObject>,
  index: ObjectIndex,
  notes: Note[],
): MergedRoute[] {
  const { delegate } = root.spec;
  const namespace = delegate.namespace || root.namespace;
  const id = `${namespace}/${delegate.name}`;
  const leaf = leaves.get(id);
  if (leaf === undefined) {
    const found = index.find('networking.istio.io', 'VirtualService', namespace, delegate.name);
    if (
      !found &&
      !index.isComplete &&
      !index.isRejected('networking.istio.io', 'VirtualService', namespace, delegate.name)
    ) {
      return [{ ...root, unknown: delegateUnknown(root, id) }];
    }
    notes.push(delegateMissing(root, id, found));
    return [];
  }
  if (!isVisible(exportOf(leaf), namespace, root.namespace)) {
    notes.push(delegateHidden(root, leaf));
    return [];
  }
  return (leaf.spec?.http ?? []).flatMap((_: any, position: number) => {
    const own = routeOf(leaf, position, namespace);
    const merged = delegated(root, own);
    if (merged === undefined) {
      notes.push(delegateConflict(root, leaf, position));
    }
    return merged ?? [];
  });
}

const MERGING = 'pilot/pkg/model/virtualservice.go of istio/istio';

function delegateUnknown({ origin }: MergedRoute, id: string): Note {
  return note(
    NoteKind.UNREAD,
    'istio-delegate-unknown',
    [origin, `VirtualService ${id}`],
    `${objectName(origin)} delegates to VirtualService ${id}, which is not among the objects, so where `
    + 'the route leads is not known',
  );
}

function delegateMissing({ origin }: MergedRoute, id: string, found: KubernetesObject | undefined): Note {
  const why = !found
    ? 'which is not there'
    : (found.spec?.hosts ?? []).length > 0
      ? 'which has hosts'
      : 'which Istio rejects';
  return note(
    NoteKind.IGNORED,
    'istio-delegate-missing',
    [origin, `VirtualService ${id}`],
    `${objectName(origin)} delegates to VirtualService ${id}, ${why}, so Istio drops the route`,
    {
      field: id,
      fix: 'Delegate to a VirtualService without hosts and gateways, by its name and namespace.',
      source: MERGING,
    },
  );
}

function delegateHidden({ origin, namespace }: MergedRoute, leaf: KubernetesObject): Note {
  return note(
    NoteKind.IGNORED,
    'istio-delegate-hidden',
    [origin, leaf],
    `${objectName(leaf)} is not exported to the namespace ${namespace} (exportTo), so Istio drops the route `
    + 'that delegates to it',
    { fix: `Add ${namespace} to its exportTo.`, source: MERGING },
  );
}

function delegateConflict({ origin }: MergedRoute, leaf: KubernetesObject, position: number): Note {
  return note(
    NoteKind.IGNORED,
    'istio-delegate-conflict',
    [origin, leaf],
    `http[${position}] of ${objectName(leaf)} conflicts with the match of the route of ${objectName(origin)} `
    + `that delegates to it, so Istio drops http[${position}]`,
    {
      field: `http[${position}]`,
      fix: 'Write paths that begin with the path of the delegating route, without expressions on either side.',
      source: MERGING,
    },
  );
}
