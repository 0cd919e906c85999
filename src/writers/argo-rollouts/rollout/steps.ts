import { Duration } from 'cdk8s';
import { RolloutSpecStrategyCanarySteps as RolloutStep } from '../../../../imports/argoproj.io';
import { Application } from '../../../application';
import { sortedEntries } from '../../../faults/sorted-map';
import { Analysis, CanaryScale, Step, StepKind } from '../../../plan';
import { RolloutRouter } from '../routers/rollout-router';

/** The steps of a Rollout for a plan. @internal */
export interface RolloutSteps {
  readonly steps: RolloutStep[];
  /** The names of the routes that the steps add, in the order of precedence. */
  readonly managedRoutes: string[];
  /** The number that stands for a weight of 100 %. */
  readonly maxTrafficWeight: number;
  /**
   * How many steps the Rollout has before the plan's first step; -1 if it omits the plan's first step as Argo's
   * default.
   */
  readonly offset: number;
}

/** The name of the route that copies requests. */
const MIRROR = 'mirror';

/**
 * Translates the steps of a plan, one by one. By default Argo scales a canary to its weight, and a plan to its full
 * size. Therefore the Rollout begins with a setCanaryScale step, unless the plan begins with one.
 *
 * @internal
 */
export function rolloutSteps(
  application: Application,
  replicas: number | undefined,
  planned: Step[],
  router: RolloutRouter,
): RolloutSteps {
  const maxTrafficWeight = router.maxTrafficWeight(planned);
  const offset = stepOffset(planned, router);
  const lanes: string[] = [];
  const scaled = (scale: CanaryScale) => ({
    setCanaryScale: canaryScale(scale, maxTrafficWeight === 100 ? undefined : replicas),
  });
  const steps = planned.slice(offset < 0 ? 1 : 0).map((step): RolloutStep => {
    switch (step.kind) {
      case StepKind.WEIGHT:
        return { setWeight: Math.round((step.percent! * maxTrafficWeight) / 100) };
      case StepKind.PAUSE:
        return { pause: step.duration ? { duration: durationText(step.duration) } : {} };
      case StepKind.ANALYSIS:
        return { analysis: analysisRun(step.measurement!) };
      case StepKind.CANARY_SCALE:
        return scaled(step.scale!);
      case StepKind.MIRROR_ROUTE:
        return { setMirrorRoute: mirrorRoute(step.percent!, router, application) };
      case StepKind.HEADER_ROUTE: {
        lanes.push(laneName(lanes.length));
        return {
          setHeaderRoute: { name: lanes.at(-1)!, match: step.matches!.map((match) => router.headerMatch(match)) },
        };
      }
    }
  });
  return {
    steps: [...(offset > 0 ? [scaled(CanaryScale.full())] : []), ...steps],
    // Header routes come before the mirror, because only requests of the plain route are copied.
    managedRoutes: [...lanes, ...(planned.some(({ kind }) => kind === StepKind.MIRROR_ROUTE) ? [MIRROR] : [])],
    maxTrafficWeight,
    offset,
  };
}

/**
 * How many steps a Rollout has before the plan's first step. -1 if the plan begins with Argo's default behaviour,
 * because that step is omitted. It is kept if it is the only step, because a Rollout without steps does not wait for
 * the canary.
 *
 * @internal
 */
export function stepOffset([first, ...others]: Step[], router: RolloutRouter): number {
  if (first?.kind !== StepKind.CANARY_SCALE) {
    return router.dividesRequests ? 1 : 0;
  }
  return first.scale!.matchesWeight && others.length > 0 ? -1 : 0;
}

/**
 * Whether the steps of some plan may add a route with this name: a VirtualService must not use it for its own routes.
 *
 * @internal
 */
export function isManagedRoute(name: string): boolean {
  return name === MIRROR || /^header-test(-\d+)?$/.test(name);
}

/** The templates and arguments of an analysis, as a Rollout holds them. @internal */
export function analysisRun({ templates, args, clusterScoped }: Analysis): NonNullable<RolloutStep['analysis']> {
  const argumentList = sortedEntries(args).map(([name, value]) => ({ name, value }));
  return {
    templates: templates.map((templateName) => ({ templateName, clusterScope: clusterScoped ? true : undefined })),
    args: argumentList.length > 0 ? argumentList : undefined,
  };
}

function laneName(before: number): string {
  return before === 0 ? 'header-test' : `header-test-${before + 1}`;
}

/**
 * The size of a canary. With `replicas` it is a number of pods, because a percentage would refer to maxTrafficWeight.
 */
function canaryScale(scale: CanaryScale, replicas?: number): NonNullable<RolloutStep['setCanaryScale']> {
  if (scale.matchesWeight) {
    return { matchTrafficWeight: true };
  }
  if (scale.fixedReplicas !== undefined || replicas !== undefined) {
    return { replicas: scale.replicasOf(replicas ?? 1) };
  }
  return { weight: scale.percentOfReplicas };
}

/** The step for a mirror route. A step without conditions removes the route. */
function mirrorRoute(
  percentage: number,
  router: RolloutRouter,
  application: Application,
): NonNullable<RolloutStep['setMirrorRoute']> {
  return percentage === 0 ? { name: MIRROR } : { name: MIRROR, percentage, match: router.mirrorMatches(application) };
}

/** A duration for Go's time.ParseDuration, whose largest unit is an hour. */
function durationText(duration: Duration): string {
  const seconds = duration.toMilliseconds() / 1000;
  const [unit, size] = (
    [
      ['h', 3600],
      ['m', 60],
    ] as [string, number][]
  ).find(([, one]) => seconds % one === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
