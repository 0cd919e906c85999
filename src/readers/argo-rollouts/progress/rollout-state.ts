import { dividedReplicas } from './divided-replicas';
import { KubernetesObject } from '../engine/kubernetes-object';
import { RolloutMoment, RolloutPhase } from '../engine/rollout-moment';

/** What a Rollout is after, at one moment. @internal */
export interface RolloutState {
  /** The canary's share in percent, of `total`. */
  readonly weight: number;
  /** What all of it is: 100 unless the Rollout says otherwise. */
  readonly total: number;
  /** The canary's pods; undefined while there is one version only. */
  readonly canaryReplicas?: number;
  readonly stableReplicas: number;
  /** The routes that steps have opened, by name. */
  readonly managedRoutes: Map<string, any>;
}

/** The share that a step asks for: that of the last `setWeight` up to it. */
function weightAt(steps: any[], index: number): number {
  return steps.slice(0, index + 1).filter(({ setWeight }) => setWeight !== undefined).at(-1)?.setWeight ?? 0;
}

/**
 * What a Rollout is after (reconcileTrafficRouting in rollout/trafficrouting.go, and utils/replicaset/canary.go of
 * argoproj/argo-rollouts).
 *
 * @param moment undefined while no release is under way
 * @param available the canary's pods that are ready; undefined when all of them are
 * @internal
 */
export function stateOf({ spec }: KubernetesObject, moment: RolloutMoment | undefined, available: number | undefined): RolloutState {
  const { replicas = 1, strategy = {} } = spec;
  const { steps = [], trafficRouting, dynamicStableScale, maxSurge } = strategy.canary ?? {};
  const total = trafficRouting?.maxTrafficWeight ?? 100;
  const idle = { weight: 0, total, stableReplicas: replicas, managedRoutes: new Map() };
  if (!moment || moment.phase === RolloutPhase.PROMOTED) {
    return idle;
  }
  if (moment.phase === RolloutPhase.ABORTED) {
    return { ...idle, canaryReplicas: 0 };
  }
  const isOver = moment.step >= steps.length;
  const isFull = moment.phase === RolloutPhase.FULL_PROMOTION;
  const asked = isOver ? total : weightAt(steps, moment.step);
  const before = weightAt(steps, isFull ? moment.step : moment.step - 1);
  if (trafficRouting === undefined) {
    const percent = isFull ? 100 : moment.phase === RolloutPhase.PAUSED ? asked : before;
    const { canary, stable } = dividedReplicas(replicas, percent, maxSurge);
    return { ...idle, weight: percent, canaryReplicas: canary, stableReplicas: stable };
  }
  const canaryReplicas = isFull || isOver ? replicas : sizeAt(steps, moment.step, replicas, total);
  // Pods that are missing take the weight of the step before back (AtDesiredReplicaCountsForCanary).
  const isComplete = moment.phase === RolloutPhase.PAUSED && (available ?? canaryReplicas) >= canaryReplicas;
  const reached = steps.length === 0 ? 0 : isComplete ? asked : before;
  const isEmpty = (available ?? canaryReplicas) === 0;
  const isDynamic = dynamicStableScale === true;
  // Without a stable version that keeps its size, a full promotion follows the canary's pods.
  const promoted = Math.floor((total * Math.min(available ?? replicas, replicas)) / Math.max(replicas, 1));
  const weight = isEmpty ? 0 : Math.min(isFull && isDynamic ? promoted : reached, total);
  // Stable shrinks no sooner than its share does.
  const stableShare = isDynamic ? 1 - (isFull ? weight : Math.min(weight, asked)) / total : 1;
  return {
    weight,
    total,
    canaryReplicas,
    stableReplicas: Math.ceil(replicas * stableShare),
    managedRoutes: isEmpty || isFull ? new Map() : openRoutes(steps, moment.step),
  };
}

/** As many percent of the pods as the canary gets of the requests, unless a step says otherwise. */
function sizeAt(steps: any[], index: number, replicas: number, total: number): number {
  const scale = steps.slice(0, index + 1).filter(({ setCanaryScale }) => setCanaryScale).at(-1)?.setCanaryScale;
  if (scale && !scale.matchTrafficWeight && scale.replicas !== undefined) {
    return scale.replicas;
  }
  const isOwn = scale && !scale.matchTrafficWeight && scale.weight !== undefined;
  return isOwn ? Math.ceil((replicas * scale.weight) / 100) : Math.ceil((replicas * weightAt(steps, index)) / total);
}

/** The last step of a name counts; one without `match` closes its route. */
function openRoutes(steps: any[], index: number): Map<string, any> {
  const routes = new Map<string, any>();
  for (const { setHeaderRoute, setMirrorRoute } of steps.slice(0, index + 1)) {
    for (const [kind, route] of [['header', setHeaderRoute], ['mirror', setMirrorRoute]] as [string, any][]) {
      if (route?.match) {
        routes.set(route.name, { kind, ...route });
      } else if (route) {
        routes.delete(route.name);
      }
    }
  }
  return routes;
}
