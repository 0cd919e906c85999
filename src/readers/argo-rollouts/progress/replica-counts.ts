/** The canary strategy of a Rollout, with the numbers that the controller fills in. @internal */
export interface CanaryPlan {
  readonly canary: any;
  readonly steps: any[];
  readonly replicas: number;
  /** The weight that is all of the requests. */
  readonly total: number;
}

/** @internal */
export function canaryPlan({ replicas = 1, strategy }: any): CanaryPlan {
  const { canary } = strategy;
  return { canary, steps: canary.steps ?? [], replicas, total: canary.trafficRouting?.maxTrafficWeight ?? 100 };
}

/** The weight that a step asks for: that of the last `setWeight` up to it, and all after the last step. @internal */
export function weightAt({ steps, total }: CanaryPlan, step: number): number {
  return step >= steps.length ? total : weightBefore({ steps }, step + 1);
}

/** The weight of the last `setWeight` before a step. @internal */
export function weightBefore({ steps }: { readonly steps: any[] }, step: number): number {
  return (
    steps
      .slice(0, Math.max(step, 0))
      .filter(({ setWeight }) => setWeight !== undefined)
      .at(-1)?.setWeight ?? 0
  );
}

/**
 * The `setCanaryScale` in force at a step (UseSetCanaryScale in utils/replicaset/canary.go); none after the last
 * step.
 *
 * @internal
 */
export function scaleAt({ steps }: { readonly steps: any[] }, step: number): any {
  const scale =
    step >= steps.length
      ? undefined
      : steps
        .slice(0, step + 1)
        .filter(({ setCanaryScale }) => setCanaryScale)
        .at(-1)?.setCanaryScale;
  return scale?.matchTrafficWeight === true ? undefined : scale;
}

/** Pods for a share, rounded up (trafficWeightToReplicas); the API server refuses a negative number. @internal */
export function replicasFor({ replicas, total }: CanaryPlan, weight: number): number {
  return Math.max(0, Math.ceil((weight * replicas) / total));
}

/** A version that has any pods has at least `minPodsPerReplicaSet` (CheckMinPodsPerReplicaSet). */
function atLeast({ canary }: CanaryPlan, count: number): number {
  return count === 0 ? 0 : Math.max(count, canary.minPodsPerReplicaSet ?? 0);
}

/**
 * Pods of the canary at a step (CalculateReplicaCountsForTrafficRoutedCanary); a `setCanaryScale.weight` is a share
 * of `maxTrafficWeight`.
 *
 * @internal
 */
export function canaryReplicasAt(plan: CanaryPlan, step: number): number {
  const scale = scaleAt(plan, step);
  if (scale?.replicas !== undefined) {
    return plan.canary.dynamicStableScale === true
      ? atLeast(plan, Math.max(0, scale.replicas))
      : Math.max(0, scale.replicas);
  }
  return atLeast(plan, replicasFor(plan, scale?.weight ?? weightAt(plan, step)));
}

/**
 * Pods of stable where it shrinks: those for the greater of its share and of the share that it is to have
 * (`dynamicStableScale`). A canary scale of its own counts as the share that the canary is to have, a number of pods
 * as 0.
 *
 * @param actual the weight that the canary has
 * @internal
 */
export function stableReplicasAt(plan: CanaryPlan, step: number, actual: number): number {
  const { canary, replicas, total } = plan;
  if (canary.dynamicStableScale !== true || canary.trafficRouting === undefined) {
    return replicas;
  }
  const scale = scaleAt(plan, step);
  const wanted = scale?.replicas !== undefined ? 0 : (scale?.weight ?? weightAt(plan, step));
  return atLeast(plan, Math.max(replicasFor(plan, total - wanted), replicasFor(plan, total - actual)));
}

/**
 * Whether as many of the canary's pods are available as a step needs (ReplicaProgressThresholdMet): exactly those
 * asked for, or the threshold.
 *
 * @internal
 */
export function isScaled({ canary }: CanaryPlan, available: number, wanted: number): boolean {
  const { type, value = -1 } = canary.replicaProgressThreshold ?? {};
  if (value < 0) {
    return available === wanted;
  }
  return type === 'Percentage' ? wanted === 0 || (available / wanted) * 100 >= value - 1e-10 : available >= value;
}
