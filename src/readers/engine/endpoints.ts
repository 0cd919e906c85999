import { groupOf, idOf, KubernetesObject } from './kubernetes-object';
import { mayBeIn, ObjectIndex, Shapes } from './object-index';
import { PodReadiness } from './pod-readiness';
import { fields, list, map, Shape } from './shape';

/** Pods of one workload that stand behind a Service. @internal */
export interface Pods {
  /** The workload, as `namespace/name`. */
  readonly workload: string;
  /** The labels that all of them carry. */
  readonly labels: { [key: string]: string };
  /** The annotations that all of them carry. */
  readonly annotations: { [key: string]: string };
  /** How many are ready. */
  readonly ready: number;
  /** How many there are, ready or not. */
  readonly total: number;
  /** Whether that number is a guess: a DaemonSet has as many pods as there are nodes. */
  readonly isGuess: boolean;
}

const POD_SPEC: Shape = fields({ containers: list(fields({ ports: list(fields({ name: 'string' })) })) });
const POD_TEMPLATE: Shape = fields({ metadata: fields({ labels: map('string'), annotations: map('string') }), spec: POD_SPEC });
const WORKLOAD: Shape = fields({ spec: fields({ replicas: 'natural', template: POD_TEMPLATE }) });
const PORTS: Shape = list(fields({ name: 'string', port: 'natural', targetPort: 'integer or string' }));

/** Services and workloads, as far as they are read here. @internal */
export const KUBERNETES_SHAPES: Shapes = {
  '/Service': fields({ spec: fields({ selector: map('string'), ports: PORTS }) }),
  'apps/Deployment': WORKLOAD,
  'apps/StatefulSet': WORKLOAD,
  'apps/DaemonSet': WORKLOAD,
  'apps/ReplicaSet': WORKLOAD,
  '/ReplicationController': WORKLOAD,
  '/Pod': fields({ spec: POD_SPEC, status: fields({ phase: 'string', conditions: list(fields({ type: 'string', status: 'string' })) }) }),
};

const WORKLOADS: [string, string][] = [
  ['apps', 'Deployment'], ['apps', 'StatefulSet'], ['apps', 'DaemonSet'], ['apps', 'ReplicaSet'], ['', 'ReplicationController'], ['', 'Pod'],
];

/**
 * The pods behind a Service: what the endpoints controller of Kubernetes would list as ready addresses of a port.
 * https://kubernetes.io/docs/concepts/services-networking/service/
 *
 * @returns undefined when none of the objects is a workload of the Service, so that its pods are somewhere else
 * @internal
 */
export function podsOfService(index: ObjectIndex, service: KubernetesObject, port: any, readiness: PodReadiness): Pods[] | undefined {
  const selector = service.spec?.selector;
  if (!selector || Object.keys(selector).length === 0) {
    return undefined;
  }
  const workloads = workloadsFor(index, service.metadata?.namespace, selector);
  if (workloads.length === 0) {
    return undefined;
  }
  const pods = workloads.filter((workload) => opens(workload, port?.targetPort)).map((workload) => podsOf(workload, readiness));
  // The endpoints controller lists every pod of such a Service as ready (staging/src/k8s.io/endpointslice/utils.go).
  return service.spec?.publishNotReadyAddresses === true ? pods.map((one) => ({ ...one, ready: one.total })) : pods;
}

/** The pods of a namespace that carry labels; undefined when none of the objects makes such pods. @internal */
export function podsWithLabels(
  index: ObjectIndex,
  namespace: string | undefined,
  labels: { [key: string]: string },
  readiness: PodReadiness,
): Pods[] | undefined {
  const workloads = workloadsFor(index, namespace, labels);
  return workloads.length === 0 ? undefined : workloads.map((workload) => podsOf(workload, readiness));
}

/** Whether labels fulfil a selector: every key with its value. @internal */
export function carries(labels: { [key: string]: string } | undefined, selector: { [key: string]: string }): boolean {
  return Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}

/** Whether an object makes pods that routers reach. @internal */
export function isWorkload(object: any): boolean {
  return WORKLOADS.some(([group, kind]) => object?.kind === kind && groupOf(object) === group);
}

function workloadsFor(index: ObjectIndex, namespace: string | undefined, selector: { [key: string]: string }): KubernetesObject[] {
  return WORKLOADS
    .flatMap(([group, kind]) => index.all(group, kind))
    .filter((workload) => mayBeIn(workload, namespace) && carries(podMetadata(workload)?.labels, selector) && !isOwned(workload, index));
}

/** A ReplicaSet of a Deployment, or a Pod of a ReplicaSet: its pods are counted with their owner. */
function isOwned(workload: KubernetesObject, index: ObjectIndex): boolean {
  const { namespace, ownerReferences = [] } = workload.metadata ?? {};
  return ownerReferences.some((owner) => WORKLOADS.some(([group, kind]) => kind === owner?.kind && index.find(group, kind, namespace, owner.name)));
}

function podsOf(workload: KubernetesObject, readiness: PodReadiness): Pods {
  // How many pods a DaemonSet has depends on the nodes; one stands for all of them.
  const wanted = workload.kind === 'Pod' || workload.kind === 'DaemonSet' ? 1 : workload.spec?.replicas ?? 1;
  const { labels = {}, annotations = {} } = podMetadata(workload) ?? {};
  const known = readiness.readyPods(idOf(workload));
  const ready = known ?? (workload.kind === 'Pod' ? Number(isReady(workload)) : wanted);
  const isGuess = known === undefined && workload.kind === 'DaemonSet';
  return { workload: idOf(workload), labels, annotations, ready, total: Math.max(wanted, ready), isGuess };
}

/** A pod counts as ready unless its status says otherwise. */
function isReady(pod: KubernetesObject): boolean {
  const { phase = 'Running', conditions = [] } = pod.status ?? {};
  return phase === 'Running' && !conditions.some((condition: any) => condition.type === 'Ready' && condition.status !== 'True');
}

/** What the pods of a workload carry, of a Rollout's too. @internal */
export function podMetadata(workload: KubernetesObject): { labels?: { [key: string]: string }; annotations?: { [key: string]: string } } | undefined {
  return workload.kind === 'Pod' ? workload.metadata : workload.spec?.template?.metadata;
}

/** A target port given by name is only opened by pods that declare it; a number is taken at its word. */
function opens(workload: KubernetesObject, targetPort: unknown): boolean {
  if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort)) {
    return true;
  }
  const spec = workload.kind === 'Pod' ? workload.spec : workload.spec?.template?.spec;
  return (spec?.containers ?? []).some((container: any) => (container.ports ?? []).some((port: any) => port.name === targetPort));
}
