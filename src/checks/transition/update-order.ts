import { ApplyMethod } from './apply-method';
import { ObjectUpdate } from './object-update';

/** Updates in their order; whoever applies them waits until all of a wave is healthy before the next one. @internal */
export type Waves = ObjectUpdate[][];

/** The order in which a way of applying makes updates. @internal */
export function wavesOf(method: ApplyMethod, updates: ObjectUpdate[], objects: any[]): Waves {
  return ORDERS[method](updates, objects).filter((wave) => wave.length > 0);
}

const ORDERS: Record<ApplyMethod, (updates: ObjectUpdate[], objects: any[]) => Waves> = {
  [ApplyMethod.KUBECTL]: (updates) => [applied(updates)],
  [ApplyMethod.KUBECTL_PRUNE]: (updates) => [[...applied(updates), ...deleted(updates)]],
  [ApplyMethod.HELM]: (updates) => [
    [
      ...byKind(applied(updates), HELM_KINDS),
      ...deleted(updates).filter((one) => annotationOf(one.before, 'helm.sh/resource-policy') !== 'keep'),
    ],
  ],
  [ApplyMethod.ARGO_CD]: argoCdWaves,
  [ApplyMethod.FLUX]: fluxWaves,
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
  return [...updates].sort(
    (one, other) => rank(one) - rank(other) || (one.object < other.object ? -1 : Number(one.object > other.object)),
  );
}

/** InstallOrder of pkg/release/util/kind_sorter.go of helm/helm, as far as rollouts have such kinds. */
const HELM_KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];

/**
 * Definitions and namespaces first; then as kustomize orders kinds (reconcile in ssa/manager_apply.go of
 * fluxcd/pkg).
 */
const FLUX_KINDS = [
  'CustomResourceDefinition',
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
  'Ingress',
  'HorizontalPodAutoscaler',
];

/** Of kinds in one wave (gitops-engine, pkg/sync/sync_tasks.go): known ones in Helm's order, custom resources last. */
const ARGO_CD_KINDS = HELM_KINDS;

/**
 * By sync wave, lowest first. Pruned objects have their waves reversed, and go before the applied objects of the same
 * wave; with `PruneLast=true` they go last.
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
      ...byKind(
        applied(updates).filter((one) => waveOf(one) === number),
        ARGO_CD_KINDS,
      ),
    ]),
    last,
  ];
}

const OWNER = 'kustomize.toolkit.fluxcd.io';

/**
 * Kustomizations that depend on each other are applied one after the other, each kind by kind and then its deletions.
 * The labels that Flux writes tell to which one an object belongs. Without labels everything is one Kustomization.
 */
function fluxWaves(updates: ObjectUpdate[], objects: any[]): Waves {
  const kustomizations = objects.filter(
    ({ kind, apiVersion }) => kind === 'Kustomization' && String(apiVersion).startsWith(`${OWNER}/`),
  );
  const depthOf = depths(kustomizations);
  const isWaiting = ({ spec }: any) => spec?.wait === true || [spec?.healthChecks ?? []].flat().length > 0;
  const waiting = new Set(kustomizations.filter(isWaiting).map(nameOf));
  const ownerOf = ({ after, before }: ObjectUpdate) =>
    String((after ?? before).metadata?.labels?.[`${OWNER}/name`] ?? '');
  const isOrdered = (update: ObjectUpdate) => depthOf.has(ownerOf(update));
  const ordered = updates.filter(isOrdered);
  const levels = [...new Set(ordered.map((update) => depthOf.get(ownerOf(update))!))].sort((one, other) => one - other);
  const waves = levels.map((level) => inOneGo(ordered.filter((update) => depthOf.get(ownerOf(update)) === level)));
  const rest = inOneGo(updates.filter((update) => !isOrdered(update)));
  const isAwaited = ordered.every((update) => waiting.has(ownerOf(update)));
  // Without waiting, a Kustomization is ready as soon as it is applied.
  return isAwaited ? [rest, ...waves] : [[...rest, ...waves.flat()]];
}

function nameOf({ metadata }: any): string {
  return String(metadata?.name);
}

/**
 * How many Kustomizations at most are ready one after the other before each of them. Those that wait for each other
 * come last.
 */
function depths(kustomizations: any[]): Map<string, number> {
  const firsts = new Map([...kustomizations.keys()].reverse().map((place) => [nameOf(kustomizations[place]), place]));
  const open = new Map<string, number>();
  const dependants = new Map<string, string[]>([...firsts.keys()].map((name) => [name, []]));
  const found = new Map<string, number>();
  for (const one of kustomizations.filter((each, place) => firsts.get(nameOf(each)) === place)) {
    const before = new Set([one.spec?.dependsOn ?? []].flat().map((other: any) => String(other?.name)));
    const known = [...before].filter((name) => firsts.has(name));
    open.set(nameOf(one), known.length);
    found.set(nameOf(one), before.size > 0 ? 1 : 0);
    known.forEach((name) => dependants.get(name)!.push(nameOf(one)));
  }
  const next = [...open].filter(([, count]) => count === 0).map(([name]) => name);
  // The list grows while it is walked through.
  for (const name of next) {
    open.delete(name);
    for (const dependant of dependants.get(name)!) {
      found.set(dependant, Math.max(found.get(dependant)!, found.get(name)! + 1));
      open.set(dependant, open.get(dependant)! - 1);
      if (open.get(dependant) === 0) {
        next.push(dependant);
      }
    }
  }
  const last = next.reduce((most, name) => Math.max(most, found.get(name)!), 0) + 1;
  open.forEach((_, name) => found.set(name, last));
  return found;
}

function inOneGo(updates: ObjectUpdate[]): ObjectUpdate[] {
  return [...byKind(applied(updates), FLUX_KINDS), ...deleted(updates).filter(isPrunedByFlux)];
}

function waveOf({ after, before }: ObjectUpdate): number {
  const text = annotationOf(after ?? before, 'argocd.argoproj.io/sync-wave');
  return text !== undefined && /^[-+]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

function hasSyncOption({ after, before }: ObjectUpdate, option: string): boolean {
  const text = annotationOf(after ?? before, 'argocd.argoproj.io/sync-options') ?? '';
  return text
    .split(',')
    .map((one) => one.trim())
    .includes(option);
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
