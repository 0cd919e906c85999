import { Pass, routeOf } from './pass';
import { CanaryPlan, canaryReplicasAt, isScaled, weightAt, weightBefore } from './replica-counts';
import { RolloutMoment, RolloutPhase } from '../../engine/rollout-moment';

/** Which pods are available; undefined where nothing is said of them. @internal */
export interface AvailablePods {
  readonly canary: number | undefined;
  readonly stable: number | undefined;
}

/** While no release is under way. @internal */
export const IDLE: Pass = { closesRoutes: true, weight: 0 };

/**
 * The reconciliations from before a release up to a moment of it. What one leaves the next one finds: a lane that opens
 * while the canary has no pod is deleted by the next one, and no later one opens it again.
 *
 * @internal
 */
export function passesTo(plan: CanaryPlan, moment: RolloutMoment, available: AvailablePods): Pass[] {
  const step = Math.min(moment.step, plan.steps.length);
  const earlier = [IDLE, ...Array.from({ length: step }, (_, index) => passesThrough(plan, index)).flat()];
  if (moment.phase === RolloutPhase.PROGRESSING) {
    return [...earlier, progressing(plan, step, available)];
  }
  const reached = [...earlier, ...passesThrough(plan, step)];
  if (moment.phase === RolloutPhase.ABORTED) {
    return [...reached, shifted(plan, { closesRoutes: true, weight: abortWeight(plan, step, available) }, available)];
  }
  if (moment.phase === RolloutPhase.FULL_PROMOTION) {
    return [...reached, fullPromotion(plan, step, available)];
  }
  return available.canary === undefined ? reached : [...reached, settled(plan, step, available.canary, available)];
}

/**
 * A route that opens while no pod is there is open for one reconciliation: the step is over with it, and the next one
 * deletes the route.
 */
function settled(plan: CanaryPlan, step: number, canary: number, available: AvailablePods): Pass {
  const pass = atStep(plan, step, canary, available);
  return canary === 0 ? { ...pass, route: undefined } : pass;
}

/** From the step before, when a step begins, and when its pods are there. */
function passesThrough(plan: CanaryPlan, step: number): Pass[] {
  const before = step === 0 ? 0 : canaryReplicasAt(plan, step - 1);
  return [atStep(plan, step, before), atStep(plan, step, canaryReplicasAt(plan, step))];
}

const UNKNOWN: AvailablePods = { canary: undefined, stable: undefined };

function atStep(plan: CanaryPlan, step: number, canary: number, available: AvailablePods = UNKNOWN): Pass {
  const route = routeOf(plan.steps[step]);
  if (canary === 0) {
    return shifted(plan, { closesRoutes: true, route, weight: 0 }, available);
  }
  if (plan.steps.length === 0) {
    return { closesRoutes: false, weight: 0 };
  }
  const weight = isScaled(plan, canary, canaryReplicasAt(plan, step)) ? weightAt(plan, step) : weightBefore(plan, step);
  return { closesRoutes: false, route, weight };
}

function progressing(plan: CanaryPlan, step: number, available: AvailablePods): Pass {
  return available.canary === 0
    ? settled(plan, step, 0, available)
    : { closesRoutes: false, route: routeOf(plan.steps[step]), weight: weightBefore(plan, step) };
}

/**
 * Lanes are gone, and the weight stays; with `dynamicStableScale` it follows the canary's pods, above 100 % where
 * there are more than asked for.
 */
function fullPromotion(plan: CanaryPlan, step: number, { canary, stable }: AvailablePods): Pass {
  const { replicas, total } = plan;
  const pods = canary ?? replicas;
  if (pods === 0) {
    return shifted(plan, { closesRoutes: true, weight: 0 }, { canary, stable });
  }
  const stays = plan.steps.length === 0 ? 0 : weightAt(plan, Math.min(step, plan.steps.length - 1));
  return {
    closesRoutes: true,
    weight: plan.canary.dynamicStableScale === true ? Math.floor((total * pods) / Math.max(replicas, 1)) : stays,
  };
}

/**
 * Weights change only when stable has the pods for its share (checkReplicasAvailable); routes of the step do not open
 * either.
 */
function shifted({ replicas, total, canary }: CanaryPlan, pass: Pass, { stable }: AvailablePods): Pass {
  const wanted = Math.trunc(((total - (pass.weight ?? 0)) * replicas) / total);
  const isEnough =
    stable === undefined ||
    stable >= wanted ||
    (canary.replicaProgressThreshold !== undefined && isScaled({ canary } as CanaryPlan, stable, wanted));
  return isEnough ? pass : { closesRoutes: pass.closesRoutes };
}

/**
 * The canary's weight after an abort: 0 at once; with `dynamicStableScale` step by step, as stable's pods come back
 * (calculateDesiredWeightOnAbortOrStableRollback).
 */
function abortWeight(plan: CanaryPlan, step: number, { canary, stable }: AvailablePods): number {
  const { replicas, total, steps } = plan;
  if (plan.canary.dynamicStableScale !== true || replicas === 0 || canary === undefined || stable === undefined) {
    return 0;
  }
  const current = weightAt(plan, step);
  const pods = Math.max(replicas - stable, canary);
  const wanted =
    [...steps]
      .reverse()
      .find(({ setWeight }) => setWeight !== undefined && Math.ceil((setWeight * replicas) / total) < pods)
      ?.setWeight ?? 0;
  const stableWeight = Math.floor((total * stable) / replicas);
  if (wanted <= 0) {
    return Math.min(Math.max(0, total - stableWeight), current);
  }
  return stableWeight < total - wanted ? current : Math.min(wanted, current);
}
