import { isSame, ObjectUpdate } from './object-update';
import { carries, isWorkload, podMetadata, runsPods } from '../../readers/engine/endpoints';
import { identityOf } from '../../readers/engine/kubernetes-object';
import { mayBeIn } from '../../readers/engine/object-index';

/**
 * How far the pods of a workload have come after its update: the objects that make them, and which of them are
 * ready.
 *
 * @internal
 */
export interface PodState {
  /** A few words for messages; empty where there is nothing to say. */
  readonly name: string;
  /** The objects that represent the workload. */
  readonly objects: any[];
  /** How many pods of these objects are ready. */
  readonly ready: { readonly workload: any; readonly pods: number }[];
  /** Whether pods of two templates run at the same time. */
  readonly isMixed: boolean;
  /** Whether all pods go before new ones start. */
  readonly isRecreated?: boolean;
}

/**
 * Every state that the pods of a workload may be in after its update, the worst first, the wanted one last
 * (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/).
 *
 * @internal
 */
export function podStates({ kind, before, after }: ObjectUpdate): PodState[] {
  const whole: PodState = { name: '', objects: after ? [after] : [], ready: [], isMixed: false };
  if (kind === 'deleted') {
    return [{ ...whole, objects: absent(before) }];
  }
  if (!isWorkload(after)) {
    return [whole];
  }
  const wanted = replicasOf(after);
  if (kind === 'created') {
    return wanted === 0
      ? [whole]
      : [
        { ...whole, name: `no pod of ${after.metadata?.name} is ready`, ready: [{ workload: after, pods: 0 }] },
        whole,
      ];
  }
  if (isSame(templateOf(before), templateOf(after))) {
    const had = replicasOf(before);
    return wanted <= had
      ? [whole]
      : [
        {
          ...whole,
          name: `${had} of ${wanted} pods of ${after.metadata?.name} are ready`,
          ready: [{ workload: after, pods: had }],
        },
        whole,
      ];
  }
  return [...mixtures(before, after), whole];
}

/** A label that no pod of a cluster has. */
const NOBODY = 'cdk8s-rollouts/absent';

/**
 * Missing workloads and Services are modelled with zero pods, because readers assume that unknown ones are ready.
 *
 * @internal
 */
export function absent(object: any): any[] {
  if (isWorkload(object)) {
    const empty = replicaSet(object, 'none', 0);
    return [{ ...empty, metadata: { ...empty.metadata, name: object.metadata?.name } }];
  }
  if (object.kind !== 'Service') {
    return [];
  }
  const selector = { [NOBODY]: String(object.metadata?.name) };
  const nobody = {
    ...object,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { replicas: 0, template: { metadata: { labels: selector } } },
  };
  return [{ ...object, spec: { ...object.spec, selector } }, ...absent(nobody)];
}

/** Whether a Service selects the pods of some workload. */
function hasPods(service: any, workloads: any[]): boolean {
  const selector = service.spec?.selector ?? {};
  const isSelected = (workload: any) =>
    mayBeIn(workload, service.metadata?.namespace) && carries(podMetadata(workload)?.labels, selector);
  return Object.keys(selector).length > 0 && workloads.some(isSelected);
}

/**
 * Workloads with zero pods for Services that select none now, and selected some in one of both states.
 *
 * @internal
 */
export function emptiedServices(objects: any[], known: Set<string>): any[] {
  const services = objects.filter((object) => object.kind === 'Service' && known.has(identityOf(object)));
  const workloads = objects.filter(runsPods);
  return services
    .filter((service) => Object.keys(service.spec?.selector ?? {}).length > 0 && !hasPods(service, workloads))
    .map((service) => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        ...(service.metadata?.namespace === undefined ? {} : { namespace: service.metadata.namespace }),
        name: `${service.metadata?.name}:nobody`,
      },
      spec: { replicas: 0, template: { metadata: { labels: service.spec.selector } } },
    }));
}

/** The Services of a state that select pods of its workloads. @internal */
export function servedServices(objects: any[]): string[] {
  const workloads = objects.filter(runsPods);
  return objects.filter((object) => object.kind === 'Service' && hasPods(object, workloads)).map(identityOf);
}

/** While pods are replaced, old and new ones run side by side, as many as the strategy allows. */
function mixtures(before: any, after: any): PodState[] {
  const [old, wanted] = [replicasOf(before), replicasOf(after)];
  const { surge, unavailable, isRecreated } = strategyOf(after, wanted);
  const pairs: [number, number][] = [];
  if (isRecreated) {
    pairs.push([old, 0], [0, 0]);
  } else {
    const least = Math.max(0, Math.min(old, wanted) - unavailable);
    const most = Math.max(old, wanted) + surge;
    for (const left of sampled(old)) {
      for (const made of sampled(wanted)) {
        if (left + made >= least && left + made <= most && !(left === 0 && made === wanted)) {
          pairs.push([left, made]);
        }
      }
    }
  }
  const name = after.metadata?.name;
  return pairs.map(([left, made]) => {
    const [oldPods, newPods] = [replicaSet(before, 'old', old), replicaSet(after, 'new', wanted)];
    return {
      name: `${left} old and ${made} new pods of ${name} are ready`,
      objects: [oldPods, newPods],
      ready: [
        { workload: oldPods, pods: left },
        { workload: newPods, pods: made },
      ],
      isMixed: true,
      isRecreated,
    };
  });
}

const MOST_SAMPLES = 6;

/** All numbers of pods, or of too many the ends and some between. */
function sampled(most: number): number[] {
  const count = Math.min(most, MOST_SAMPLES);
  return count === 0
    ? [0]
    : [...new Set([...Array(count + 1).keys()].map((index) => Math.round((most * index) / count)))];
}

function replicaSet(workload: any, age: string, replicas: number): any {
  const { namespace, name } = workload.metadata ?? {};
  const metadata = namespace === undefined ? { name: `${name}:${age}` } : { namespace, name: `${name}:${age}` };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: { replicas, template: templateOf(workload) } };
}

function strategyOf(workload: any, replicas: number): { surge: number; unavailable: number; isRecreated: boolean } {
  if (workload.kind !== 'Deployment') {
    return { surge: 0, unavailable: 1, isRecreated: workload.kind === 'Pod' };
  }
  const { type, rollingUpdate = {} } = workload.spec?.strategy ?? {};
  const surge = amount(rollingUpdate?.maxSurge ?? '25%', replicas, Math.ceil);
  const unavailable = amount(rollingUpdate?.maxUnavailable ?? '25%', replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable, isRecreated: type === 'Recreate' };
}

function amount(value: any, replicas: number, round: (number: number) => number): number {
  const [, percent] = /^(\d{1,4})%$/.exec(String(value)) ?? [];
  const number = percent === undefined ? Number(value) : round((replicas * Number(percent)) / 100);
  return Number.isFinite(number) ? Math.max(0, number) : 0;
}

function replicasOf(workload: any): number {
  const replicas = workload.kind === 'Pod' || workload.kind === 'DaemonSet' ? 1 : (workload.spec?.replicas ?? 1);
  return Number.isInteger(replicas) && replicas >= 0 ? replicas : 0;
}

function templateOf(workload: any): any {
  return workload.kind === 'Pod' ? { metadata: workload.metadata, spec: workload.spec } : workload.spec?.template;
}
