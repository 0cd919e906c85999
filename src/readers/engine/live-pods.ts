import { groupOf, KubernetesObject } from './kubernetes-object';
import { mayBeIn, ObjectIndex } from './object-index';
import { ShareRole } from './share';
import { memoizeByObject } from '../../caching/memoize-by-object';

/** Kinds that make pods, owners before what they own. @internal */
export const WORKLOADS: readonly [group: string, kind: string][] = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['apps', 'ReplicaSet'],
  ['', 'ReplicationController'],
  ['', 'Pod'],
];

/** Pods that are alike: those of a workload as it is written, or those that a live cluster shows of it. @internal */
export interface PodGroup {
  /** Whose template they have, or the pod itself. */
  readonly object: KubernetesObject;
  /** The workload that they belong to in the end. */
  readonly root: KubernetesObject;
  /** Which of its pods they are, where several versions of it are there. */
  readonly role?: ShareRole;
  /** How many there are, ready or not. */
  readonly count: number;
  /** How many are ready. */
  readonly ready: number;
  /** Whether the number is a guess, as for a DaemonSet. */
  readonly isGuess: boolean;
  /** Whether a number of ready pods that is given for the workload as a whole is this group's. */
  readonly isNewest: boolean;
}

/** All pods of some objects, found by their labels. @internal */
export class PodGroups {
  private readonly byLabel = new Map<string, PodGroup[]>();

  constructor(index: ObjectIndex) {
    for (const group of groupsOf(index)) {
      for (const [key, value] of Object.entries(podMetadata(group.object)?.labels ?? {})) {
        const groups = this.byLabel.get(`${key}=${value}`);
        if (groups) {
          groups.push(group);
        } else {
          this.byLabel.set(`${key}=${value}`, [group]);
        }
      }
    }
  }

  /** The groups in a namespace whose pods carry labels. @param namespace undefined where it is not known */
  public selectedBy(labels: { [key: string]: string }, namespace: string | undefined): PodGroup[] {
    const lists = Object.entries(labels).map(([key, value]) => this.byLabel.get(`${key}=${value}`) ?? []);
    const fewest = lists.reduce((least, one) => (one.length < least.length ? one : least), lists[0] ?? []);
    return fewest.filter(
      ({ object, root }) => mayBeIn(root, namespace) && carries(podMetadata(object)?.labels, labels),
    );
  }
}

/** The pods of an index. @internal */
export const podGroups = memoizeByObject((index: ObjectIndex) => new PodGroups(index));

/** Whether labels fulfil a selector: every key with its value. @internal */
export function carries(labels: { [key: string]: string } | undefined, selector: { [key: string]: string }): boolean {
  return Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}

/** What the pods of a workload carry, of a Rollout's too. @internal */
export function podMetadata(
  workload: KubernetesObject,
): { labels?: { [key: string]: string }; annotations?: { [key: string]: string } } | undefined {
  return workload.kind === 'Pod' ? workload.metadata : workload.spec?.template?.metadata;
}

function groupsOf(index: ObjectIndex): PodGroup[] {
  const all = WORKLOADS.flatMap(([group, kind]) => index.all(group, kind));
  const owned = new Map<KubernetesObject, KubernetesObject[]>();
  const roots: KubernetesObject[] = [];
  for (const object of all) {
    const owner = ownerOf(object, index);
    if (owner) {
      const known = owned.get(owner) ?? [];
      known.push(object);
      owned.set(owner, known);
    } else {
      roots.push(object);
    }
  }
  return roots.flatMap((root) => groupsOfRoot(root, owned));
}

/** The workload among the objects that owns another one. */
function ownerOf({ metadata }: KubernetesObject, index: ObjectIndex): KubernetesObject | undefined {
  const owners = (metadata?.ownerReferences ?? []).flatMap((reference) =>
    WORKLOADS.filter(([, kind]) => kind === reference?.kind && kind !== 'Pod').map(([group, kind]) =>
      index.find(group, kind, metadata?.namespace, reference.name),
    ),
  );
  return owners.find((owner) => owner !== undefined);
}

/**
 * What is nearest to the pods counts, and nothing is counted twice: pods with a status, then ReplicaSets with one, then
 * the workload itself. Pods count where there are at least as many as their ReplicaSet tells.
 */
function groupsOfRoot(root: KubernetesObject, owned: Map<KubernetesObject, KubernetesObject[]>): PodGroup[] {
  const children = owned.get(root) ?? [];
  const sets = children.filter(({ kind }) => kind !== 'Pod');
  const parts = [
    ...sets.map((set) => ({ set, pods: livePods(owned.get(set)) })),
    { set: root, pods: livePods(children) },
  ];
  const isLive = parts.some(({ set, pods }) => pods.length > 0 || (set !== root && isTold(set)));
  if (!isLive) {
    return [written(root, root)];
  }
  const groups = parts.flatMap(({ set, pods }) => {
    const told: number = set.status?.replicas ?? 0;
    return pods.length > 0 && pods.length >= told
      ? pods.map((pod) => live(pod, root))
      : set === root
        ? []
        : [written(set, root)];
  });
  return withRoles(groups, sets, owned);
}

function livePods(children: KubernetesObject[] = []): KubernetesObject[] {
  return children.filter(({ kind, status }) => kind === 'Pod' && status?.phase !== undefined);
}

/** Whether a controller has written how many pods there are. */
function isTold({ status }: KubernetesObject): boolean {
  return (
    status?.replicas !== undefined || status?.readyReplicas !== undefined || status?.observedGeneration !== undefined
  );
}

function live(pod: KubernetesObject, root: KubernetesObject): PodGroup {
  return { object: pod, root, count: 1, ready: Number(isReady(pod)), isGuess: false, isNewest: true };
}

/** As many pods as a workload asks for, or as its status tells. */
function written(object: KubernetesObject, root: KubernetesObject): PodGroup {
  if (object.kind === 'Pod') {
    return live(object, root);
  }
  const { status = {}, kind } = object;
  if (kind === 'DaemonSet') {
    // How many pods it has depends on the nodes; without a status one stands for all of them.
    const known = status.numberReady;
    return {
      object,
      root,
      count: status.currentNumberScheduled ?? known ?? 1,
      ready: known ?? 1,
      isGuess: known === undefined,
      isNewest: true,
    };
  }
  const wanted = object.spec?.replicas ?? 1;
  const count = isTold(object) ? (status.replicas ?? 0) : wanted;
  return {
    object,
    root,
    count,
    ready: isTold(object) ? (status.readyReplicas ?? 0) : wanted,
    isGuess: false,
    isNewest: true,
  };
}

const REVISION = 'deployment.kubernetes.io/revision';

/** Where pods of several ReplicaSets of one Deployment are there, an update replaces the older ones. */
function withRoles(
  groups: PodGroup[],
  sets: KubernetesObject[],
  owned: Map<KubernetesObject, KubernetesObject[]>,
): PodGroup[] {
  const setByObject = new Map(
    sets.flatMap((set) => [set, ...(owned.get(set) ?? [])].map((object) => [object, set] as const)),
  );
  const setOf = ({ object }: PodGroup) => setByObject.get(object);
  const revision = (set?: KubernetesObject) => Number(set?.metadata?.annotations?.[REVISION] ?? 0);
  const newest = groups.reduce((most, group) => Math.max(most, revision(setOf(group))), 0);
  const isUpdate = new Set(groups.filter(({ count }) => count > 0).map(setOf)).size > 1;
  return groups.map((group) => {
    const isNewest = revision(setOf(group)) === newest;
    return { ...group, isNewest, ...(isUpdate ? { role: isNewest ? ShareRole.CANARY : ShareRole.STABLE } : {}) };
  });
}

/** A pod counts as ready unless its status says otherwise, or it is being deleted. */
function isReady(pod: KubernetesObject): boolean {
  const { phase = 'Running', conditions = [] } = pod.status ?? {};
  const isGoing = (pod.metadata as any)?.deletionTimestamp !== undefined;
  return (
    phase === 'Running' &&
    !isGoing &&
    !conditions.some((condition: any) => condition.type === 'Ready' && condition.status !== 'True')
  );
}

/** Whether an object makes pods that routers reach. @internal */
export function isWorkload(object: any): boolean {
  return WORKLOADS.some(([group, kind]) => object?.kind === kind && groupOf(object) === group);
}

/** Whether an object says which pods run: a workload, or a Rollout, of which a controller makes workloads. @internal */
export function runsPods(object: any): boolean {
  return isWorkload(object) || object?.kind === 'Rollout';
}
