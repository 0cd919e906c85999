import { idOf, KubernetesObject } from './kubernetes-object';
import { podGroups, PodGroup, podMetadata } from './live-pods';
import { Note, note, NoteKind } from './note';
import { ObjectIndex, Shapes } from './object-index';
import { PodReadiness } from './pod-readiness';
import { hasSelector, hasWrittenEndpoints, hasWrittenSlice, isExternalName } from './service';
import { fields, list, map, Shape } from './shape';
import { ShareRole } from './share';
import { workloadRole } from './workload-role';

export { carries, isWorkload, podMetadata, runsPods } from './live-pods';

/** Pods of one workload that stand behind a Service. @internal */
export interface Pods {
  /** The workload, as `namespace/name`; where others own it, the one that they belong to in the end. */
  readonly workload: string;
  /** Which of its pods, where one version replaces another. */
  readonly role?: ShareRole;
  /** The labels that all of them carry. */
  readonly labels: { [key: string]: string };
  /** The annotations that all of them carry. */
  readonly annotations: { [key: string]: string };
  /** How many get requests: those that are ready, or all where the Service publishes addresses that are not ready. */
  readonly ready: number;
  /** How many there are, ready or not. */
  readonly total: number;
  /** Whether that number is a guess: a DaemonSet has as many pods as there are nodes. */
  readonly isGuess: boolean;
}

const POD_SPEC: Shape = fields({ containers: list(fields({ ports: list(fields({ name: 'string' })) })) });
const POD_TEMPLATE: Shape = fields({
  metadata: fields({ labels: map('string'), annotations: map('string') }),
  spec: POD_SPEC,
});
const COUNTS: Shape = fields({
  replicas: 'natural',
  readyReplicas: 'natural',
  observedGeneration: 'any',
  numberReady: 'natural',
  currentNumberScheduled: 'natural',
});
const WORKLOAD: Shape = fields({ spec: fields({ replicas: 'natural', template: POD_TEMPLATE }), status: COUNTS });
const PORTS: Shape = list(
  fields({ name: 'string', port: 'natural', targetPort: 'integer or string', protocol: 'string' }),
);

/** Services and workloads, as far as they are read here. @internal */
export const KUBERNETES_SHAPES: Shapes = {
  '/Service': fields({
    spec: fields({
      selector: map('string'),
      ports: PORTS,
      type: 'string',
      clusterIP: 'string',
      publishNotReadyAddresses: 'boolean',
    }),
  }),
  'apps/Deployment': WORKLOAD,
  'apps/StatefulSet': WORKLOAD,
  'apps/DaemonSet': WORKLOAD,
  'apps/ReplicaSet': WORKLOAD,
  '/ReplicationController': WORKLOAD,
  '/Pod': fields({
    spec: POD_SPEC,
    status: fields({ phase: 'string', conditions: list(fields({ type: 'string', status: 'string' })) }),
  }),
};

/**
 * The pods behind a Service: what the endpoints controller of Kubernetes would list as ready addresses of a port.
 * https://kubernetes.io/docs/concepts/services-networking/service/
 *
 * @returns undefined where the objects do not tell: an ExternalName, addresses that somebody else writes, or a Service
 * that selects nothing among objects that are not the whole cluster
 * @internal
 */
export function podsOfService(
  index: ObjectIndex,
  service: KubernetesObject,
  port: any,
  readiness: PodReadiness,
): Pods[] | undefined {
  const { selector, publishNotReadyAddresses = false } = service.spec ?? {};
  if (isExternalName(service)) {
    return undefined;
  }
  const groups = hasSelector(service) ? podGroups(index).selectedBy(selector, service.metadata?.namespace) : [];
  if (groups.length === 0) {
    const isOpen = !index.isComplete || hasWrittenEndpoints(index, service) || hasWrittenSlice(index, service);
    return isOpen ? undefined : [];
  }
  return gathered(
    groups.filter(({ object }) => opens(object, port?.targetPort)),
    readiness,
    publishNotReadyAddresses,
  );
}

/**
 * The pods of a namespace that carry labels; undefined when none of the objects makes such pods, unless they are all
 * there is.
 *
 * @internal
 */
export function podsWithLabels(
  index: ObjectIndex,
  namespace: string | undefined,
  labels: { [key: string]: string },
  readiness: PodReadiness,
): Pods[] | undefined {
  const groups = podGroups(index).selectedBy(labels, namespace);
  return groups.length === 0 && !index.isComplete ? undefined : gathered(groups, readiness, false);
}

/** Why a Service's pods are assumed to be ready although the objects show none. @internal */
export function podsAssumed(service: KubernetesObject): Note {
  return note(
    NoteKind.ASSUMED,
    'service-pods-assumed',
    [service],
    `no workload of Service ${idOf(service)} is among the objects, so its pods are assumed to be ready`,
  );
}

/** Groups of one workload with the same labels and annotations are one. */
function gathered(groups: PodGroup[], readiness: PodReadiness, isAnyPod: boolean): Pods[] {
  const byKey = new Map<string, Pods>();
  const told = new Set<KubernetesObject>();
  for (const group of groups) {
    const pods = podsOf(group, readinessOf(group, readiness, told), isAnyPod);
    const key = JSON.stringify([pods.workload, pods.role, pods.labels, pods.annotations]);
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, ready: known.ready + pods.ready, total: known.total + pods.total } : pods);
  }
  return [...byKey.values()];
}

function podsOf(
  { object, root, role: own, count, ready, isGuess }: PodGroup,
  known: number | undefined,
  isAnyPod: boolean,
): Pods {
  const { labels = {}, annotations = {} } = podMetadata(object) ?? {};
  const { workload, role = own } = workloadRole(idOf(root));
  const wanted = known ?? ready;
  return {
    workload,
    ...(role ? { role } : {}),
    labels,
    annotations,
    ready: isAnyPod ? Math.max(count, wanted) : wanted,
    total: Math.max(count, wanted),
    isGuess: known === undefined && isGuess,
  };
}

/**
 * How many pods of a group are said to be ready. A number for a whole workload is that of its newest pods.
 *
 * @param told the workloads whose number is given to a group already
 */
function readinessOf(
  { object, root, isNewest }: PodGroup,
  readiness: PodReadiness,
  told: Set<KubernetesObject>,
): number | undefined {
  const own = readiness.readyPods(idOf(object));
  const known = readiness.readyPods(idOf(root));
  if (own !== undefined || known === undefined) {
    return own;
  }
  const isFirst = isNewest && !told.has(root);
  if (isFirst) {
    told.add(root);
  }
  return isFirst ? known : 0;
}

/** A target port given by name is only opened by pods that declare it; a number is taken at its word. */
function opens(workload: KubernetesObject, targetPort: unknown): boolean {
  if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort)) {
    return true;
  }
  const spec = workload.kind === 'Pod' ? workload.spec : workload.spec?.template?.spec;
  return (spec?.containers ?? []).some((container: any) =>
    (container.ports ?? []).some((port: any) => port.name === targetPort),
  );
}
