import { dividedReplicas } from './divided-replicas';
import { conditionsOf, Pass, routeOf } from './pass';
import { AvailablePods, IDLE, passesTo } from './passes';
import { CanaryPlan, canaryPlan, canaryReplicasAt, stableReplicasAt, weightAt, weightBefore } from './replica-counts';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { RolloutMoment, RolloutPhase } from '../../engine/rollout-moment';
import { CANARY, STABLE } from '../rollout';

/** What a Rollout is after, at one moment. @internal */
export interface RolloutState {
  /** What the controller has done to the routes, from before the release on. */
  readonly passes: readonly Pass[];
  /** The weight that it has written last. */
  readonly weight: number;
  /** The canary's pods; undefined while there is one version only. */
  readonly canaryReplicas?: number;
  readonly stableReplicas: number;
  /** Whose pods the canary's Service has. */
  readonly canaryRole: string;
  /**
   * Whose pods the canary's subset has: the new pods' from the first moment of a release until it is promoted, after
   * an abort too.
   */
  readonly subsetRole: string;
}

/**
 * The states that a Rollout is in at one moment: several where the controller goes back and forth between them.
 *
 * @param moment undefined while no release is under way
 * @internal
 */
export function statesOf(
  { spec }: KubernetesObject,
  moment: RolloutMoment | undefined,
  available: AvailablePods,
): RolloutState[] {
  const plan = canaryPlan(spec);
  if (!moment || moment.phase === RolloutPhase.PROMOTED) {
    return [{ passes: [IDLE], weight: 0, stableReplicas: plan.replicas, canaryRole: STABLE, subsetRole: STABLE }];
  }
  if (plan.canary.trafficRouting === undefined) {
    return [withoutRouter(plan, moment, available)];
  }
  return moment.phase === RolloutPhase.ABORTED
    ? abortedStates(plan, moment, available)
    : [releasing(plan, moment, available)];
}

function releasing(plan: CanaryPlan, moment: RolloutMoment, available: AvailablePods): RolloutState {
  const isFull = moment.phase === RolloutPhase.FULL_PROMOTION;
  const passes = passesTo(plan, moment, available);
  const weight = lastWeight(passes);
  const canaryReplicas = isFull ? plan.replicas : canaryReplicasAt(plan, moment.step);
  return {
    passes,
    weight,
    canaryReplicas,
    stableReplicas: stableReplicasAt(plan, isFull ? plan.steps.length : moment.step, Math.min(weight, plan.total)),
    canaryRole: (available.canary ?? canaryReplicas) > 0 || hadPods(plan, moment) ? CANARY : STABLE,
    subsetRole: CANARY,
  };
}

/**
 * Whether the canary had pods before: its Service keeps their hash when they are gone (ensureSVCTargets in
 * rollout/service.go).
 */
function hadPods(plan: CanaryPlan, { step, phase }: RolloutMoment): boolean {
  const reached = phase === RolloutPhase.PROGRESSING ? step : step + 1;
  return Array.from({ length: reached }, (_, index) => canaryReplicasAt(plan, index)).some((count) => count > 0);
}

/**
 * After an abort. While the canary has pods, each reconciliation writes its hash to its Service and then stable's; a
 * route of the first step is deleted and opened again, since the controller goes back to that step.
 */
function abortedStates(plan: CanaryPlan, moment: RolloutMoment, available: AvailablePods): RolloutState[] {
  const left = podsAfterAbort(plan, moment, available);
  const passes = passesTo(plan, moment, { ...available, canary: available.canary ?? left });
  const weight = lastWeight(passes);
  const base = {
    weight,
    canaryReplicas: left,
    stableReplicas: stableReplicasAt(plan, -1, weight),
    subsetRole: CANARY,
  };
  const first = routeOf(plan.steps[0]);
  const isOpened = first !== undefined && conditionsOf(first) !== undefined && passes.at(-1)!.weight !== undefined;
  const histories = isOpened ? [passes, [...passes, { closesRoutes: false, route: first }]] : [passes];
  const isShifting = plan.canary.dynamicStableScale === true && weight > 0;
  const roles = isShifting ? [CANARY] : (available.canary ?? left) > 0 ? [STABLE, CANARY] : [STABLE];
  return histories.flatMap((history) => roles.map((canaryRole) => ({ ...base, passes: history, canaryRole })));
}

/**
 * Pods of the canary after an abort, and after the delay for which it keeps them. `abortScaleDownDelaySeconds: 0`
 * leaves those of a `setCanaryScale` in the first step for ever. While stable lacks pods, none go
 * (reconcileNewReplicaSet).
 */
function podsAfterAbort(plan: CanaryPlan, { step }: RolloutMoment, available: AvailablePods): number {
  const { canary, replicas, steps } = plan;
  if (available.stable !== undefined && available.stable < replicas && canary.dynamicStableScale !== true) {
    return canaryReplicasAt(plan, step);
  }
  const isKept =
    canary.abortScaleDownDelaySeconds === 0 &&
    steps[0]?.setCanaryScale !== undefined &&
    steps[0].setCanaryScale.matchTrafficWeight !== true;
  return isKept ? canaryReplicasAt(plan, 0) : 0;
}

/** Pods are divided instead of requests. */
function withoutRouter(plan: CanaryPlan, { phase, step }: RolloutMoment, available: AvailablePods): RolloutState {
  const {
    replicas,
    canary: { maxSurge },
  } = plan;
  const weight =
    phase === RolloutPhase.ABORTED
      ? 0
      : phase === RolloutPhase.FULL_PROMOTION
        ? 100
        : phase === RolloutPhase.PAUSED
          ? weightAt(plan, step)
          : weightBefore(plan, step);
  const { canary, stable } = dividedReplicas(replicas, weight, maxSurge);
  const isThere = phase !== RolloutPhase.ABORTED && (available.canary ?? canary) > 0;
  return {
    passes: [IDLE],
    weight,
    canaryReplicas: canary,
    stableReplicas: stable,
    canaryRole: isThere ? CANARY : STABLE,
    subsetRole: CANARY,
  };
}

function lastWeight(passes: readonly Pass[]): number {
  return [...passes].reverse().find(({ weight }) => weight !== undefined)?.weight ?? 0;
}
