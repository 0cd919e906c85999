import { Duration } from 'cdk8s';
import { RolloutSpecStrategyCanarySteps as RolloutStep } from '../../../../imports/argoproj.io';
import { Application } from '../../../application';
import { Analysis, CanaryScale, Step, StepKind } from '../../../plan';
import { RolloutRouter } from '../routers/rollout-router';

/** The steps of a plan as a Rollout has them. @internal */
export interface RolloutSteps {
  readonly steps: RolloutStep[];
  /** The routes that they open, the first one first. */
  readonly managedRoutes: string[];
  /** What a weight of 100 % is written as. */
  readonly maxTrafficWeight: number;
  /** How many steps of the Rollout come before the first one of the plan; -1 where the plan's first is Argo's default. */
  readonly offset: number;
}

/** The name of the route that copies requests. */
const MIRROR = 'mirror';

/**
 * Every step of a plan is one of the Rollout. Argo scales a canary to its weight unless told otherwise, a plan to its full
 * size: so that is said first, unless the plan says how large the canary is to be.
 *
 * @internal
 */
export function rolloutSteps(application: Application, replicas: number | undefined, given: Step[], router: RolloutRouter): RolloutSteps {
  const maxTrafficWeight = router.maxTrafficWeight(given);
  const offset = stepOffset(given, router);
  const lanes: string[] = [];
  const scaled = (scale: CanaryScale) => ({ setCanaryScale: canaryScale(scale, maxTrafficWeight === 100 ? undefined : replicas) });
  const steps = given.slice(offset < 0 ? 1 : 0).map((step): RolloutStep => {
    switch (step.kind) {
      case StepKind.WEIGHT: return { setWeight: Math.round(step.percent! * maxTrafficWeight / 100) };
      case StepKind.PAUSE: return { pause: step.duration ? { duration: duration(step.duration) } : {} };
      case StepKind.ANALYSIS: return { analysis: analysisRun(step.measurement!) };
      case StepKind.CANARY_SCALE: return scaled(step.scale!);
      case StepKind.MIRROR_ROUTE: return { setMirrorRoute: mirrorRoute(step.percent!, router, application) };
      case StepKind.HEADER_ROUTE: {
        lanes.push(laneName(lanes.length));
        return { setHeaderRoute: { name: lanes.at(-1)!, match: step.matches!.map((match) => router.headerMatch(match)) } };
      }
    }
  });
  return {
    steps: [...(offset > 0 ? [scaled(CanaryScale.full())] : []), ...steps],
    // Lanes first: a request that fulfils one is none of the plain route, whose requests are copied.
    managedRoutes: [...lanes, ...(given.some(({ kind }) => kind === StepKind.MIRROR_ROUTE) ? [MIRROR] : [])],
    maxTrafficWeight,
    offset,
  };
}

/**
 * How many steps a Rollout has before those of a plan. One less where the plan begins with what Argo does by itself; but a
 * Rollout without any step would not wait for the canary at all.
 *
 * @internal
 */
export function stepOffset([first, ...others]: Step[], router: RolloutRouter): number {
  if (first?.kind !== StepKind.CANARY_SCALE) {
    return router.dividesRequests ? 1 : 0;
  }
  return first.scale!.matchesWeight && others.length > 0 ? -1 : 0;
}

/** The routes that the steps of any plan may open: a VirtualService must call none of its own so. @internal */
export function isManagedRoute(name: string): boolean {
  return name === MIRROR || /^header-test(-\d+)?$/.test(name);
}

/** What an analysis runs. @internal */
export function analysisRun({ templates, args, clusterScoped }: Analysis): NonNullable<RolloutStep['analysis']> {
  const given = Object.entries(args).map(([name, value]) => ({ name, value }));
  return {
    templates: templates.map((templateName) => ({ templateName, clusterScope: clusterScoped ? true : undefined })),
    args: given.length > 0 ? given : undefined,
  };
}

function laneName(before: number): string {
  return before === 0 ? 'header-test' : `header-test-${before + 1}`;
}

/** Without a percentage where that would be one of the larger total. */
function canaryScale(scale: CanaryScale, replicas?: number): NonNullable<RolloutStep['setCanaryScale']> {
  if (scale.matchesWeight) {
    return { matchTrafficWeight: true };
  }
  if (scale.fixedReplicas !== undefined || replicas !== undefined) {
    return { replicas: scale.replicasOf(replicas ?? 1) };
  }
  return { weight: scale.percentOfReplicas };
}

/** No conditions end it. */
function mirrorRoute(percentage: number, router: RolloutRouter, application: Application): NonNullable<RolloutStep['setMirrorRoute']> {
  return percentage === 0 ? { name: MIRROR } : { name: MIRROR, percentage, match: router.mirrorMatches(application) };
}

/** As Go writes durations, whose largest unit is an hour (time.ParseDuration). */
function duration(given: Duration): string {
  const seconds = given.toMilliseconds() / 1000;
  const [unit, size] = ([['h', 3600], ['m', 60]] as [string, number][]).find(([, one]) => seconds % one === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
