import { ApplyMethod } from './apply-method';
import { ObjectUpdate } from './object-update';

/** Updates in their order; whoever applies them waits until all of a wave is healthy before the next one. @internal */
export type Waves = ObjectUpdate[][];

/** The order in which a way of applying makes updates. @internal */
export function wavesOf(method: ApplyMethod, updates: ObjectUpdate[]): Waves {
  return ORDERS[method](updates).filter((wave) => wave.length > 0);
}

const ORDERS: Record<ApplyMethod, (updates: ObjectUpdate[]) => Waves> = {
  [ApplyMethod.KUBECTL]: (updates) => [applied(updates)],
  [ApplyMethod.KUBECTL_PRUNE]: (updates) => [[...applied(updates), ...deleted(updates)]],
  [ApplyMethod.HELM]: (updates) => [[...byKind(applied(updates), HELM_KINDS), ...deleted(updates)]],
  [ApplyMethod.ARGO_CD]: argoCdWaves,
  [ApplyMethod.FLUX]: (updates) => [[...byKind(applied(updates), FLUX_KINDS), ...deleted(updates).filter(isPrunedByFlux)]],
};

function applied(updates: ObjectUpdate[]): ObjectUpdate[] {
  return updates.filter(({ kind }) => kind !== 'deleted');
}

function deleted(updates: ObjectUpdate[]): ObjectUpdate[] {
  return updates.filter(({ kind }) => kind === 'deleted');
}

/** Kinds that are not listed come last, by kind and name. */
function byKind(updates: ObjectUpdate[], kinds: string[]): ObjectUpdate[] {
  const rank = ({ after, before }: ObjectUpdate) => {
    const place = kinds.indexOf((after ?? before).kind);
    return place < 0 ? kinds.length : place;
  };
  return [...updates].sort((one, other) => rank(one) - rank(other) || (one.object < other.object ? -1 : Number(one.object > other.object)));
}

/** InstallOrder of pkg/release/util/kind_sorter.go of helm/helm, as far as rollouts have such kinds. */
const HELM_KINDS = [
  'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolume',
  'PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Service', 'DaemonSet', 'Pod',
  'ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService',
];

/** Definitions and namespaces first; then as kustomize orders kinds (reconcile in ssa/manager_apply.go of fluxcd/pkg). */
const FLUX_KINDS = [
  'CustomResourceDefinition', 'Namespace', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ConfigMap',
  'Secret', 'Service', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget', 'Ingress', 'HorizontalPodAutoscaler',
];

/** Of kinds in one wave (gitops-engine, pkg/sync/sync_tasks.go): known ones in this order, custom resources last. */
const ARGO_CD_KINDS = [
  'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolume',
  'PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Service', 'DaemonSet', 'Pod',
  'ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService',
];

/**
 * By sync wave, lowest first. What is pruned has its waves reversed among the pruned objects, and goes before what is applied in
 * the same wave; with `PruneLast=true` it goes after everything.
 */
function argoCdWaves(updates: ObjectUpdate[]): Waves {
  const pruned = deleted(updates).filter((one) => !hasSyncOption(one, 'Prune=false'));
  const last = pruned.filter((one) => hasSyncOption(one, 'PruneLast=true'));
  const early = pruned.filter((one) => !hasSyncOption(one, 'PruneLast=true'));
  const waves = [...new Set(early.map(waveOf))].sort((one, other) => one - other);
  const pruneWave = (one: ObjectUpdate) => waves[waves.length - 1 - waves.indexOf(waveOf(one))];
  const numbers = [...new Set([...applied(updates).map(waveOf), ...waves])].sort((one, other) => one - other);
  return [
    ...numbers.map((number) => [
      ...early.filter((one) => pruneWave(one) === number),
      ...byKind(applied(updates).filter((one) => waveOf(one) === number), ARGO_CD_KINDS),
    ]),
    last,
  ];
}

function waveOf({ after, before }: ObjectUpdate): number {
  const text = annotationOf(after ?? before, 'argocd.argoproj.io/sync-wave');
  return text !== undefined && /^[-+]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

function hasSyncOption({ after, before }: ObjectUpdate, option: string): boolean {
  const text = annotationOf(after ?? before, 'argocd.argoproj.io/sync-options') ?? '';
  return text.split(',').map((one) => one.trim()).includes(option);
}

function isPrunedByFlux({ before }: ObjectUpdate): boolean {
  const { labels = {}, annotations = {} } = before.metadata ?? {};
  return ![labels, annotations].some((marks) => marks?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled');
}

function annotationOf(object: any, name: string): string | undefined {
  const value = object.metadata?.annotations?.[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** The tools' own sources, for findings. @internal */
export const ORDER_SOURCES: Record<ApplyMethod, string> = {
  [ApplyMethod.KUBECTL]: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/',
  [ApplyMethod.KUBECTL_PRUNE]: 'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/',
  [ApplyMethod.HELM]: 'https://helm.sh/docs/intro/using_helm/',
  [ApplyMethod.ARGO_CD]: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  [ApplyMethod.FLUX]: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
};
