import { Finding, Severity } from '../finding';
import { isSame } from './object-update';
import { Question } from './question';
import { releaseFindings, rolloutOf } from './release';
import { StateEvaluator } from './state-evaluator';
import { RolloutMoment, RolloutPhase, Split, TrafficOptions } from '../../readers/engine';
import { Traffic } from '../../readers/traffic';
import { failures, percent } from '../shares';

/** A release that is under way while something else is applied. @internal */
export interface InterruptedRelease {
  /** What runs: objects and the moment of the release. */
  readonly from: any[];
  readonly release: RolloutMoment;
  /** What is applied. */
  readonly to: any[];
}

/** Why the controller begins with step 0 again: a new template or new steps end the release that is under way. */
enum Restart {
  TEMPLATE = 'the pod template changes',
  STEPS = 'the steps change',
}

/**
 * The moment of the release once the change is applied: step 0 where the controller begins anew, with the same stable
 * version; otherwise where it was (resetting of `currentStepIndex` in rollout/sync.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function momentAfter({ from, to, release }: InterruptedRelease): RolloutMoment {
  const { rollout, before } = release;
  return restartOf({ from, to, release }) === undefined
    ? release
    : RolloutMoment.at({ rollout, before, step: 0, phase: RolloutPhase.PROGRESSING });
}

/** Whether the canary pods are new ones, which are not ready yet. @internal */
export function isCanaryNew(interrupted: InterruptedRelease): boolean {
  return restartOf(interrupted) === Restart.TEMPLATE;
}

function restartOf({ from, to, release }: InterruptedRelease): Restart | undefined {
  const [old, now] = [rolloutOf(from, release.rollout), rolloutOf(to, release.rollout)];
  if (old === undefined || now === undefined) {
    return undefined;
  }
  if (!isSame(old.spec?.template, now.spec?.template)) {
    return Restart.TEMPLATE;
  }
  return isSame(old.spec?.strategy?.canary?.steps, now.spec?.strategy?.canary?.steps) ? undefined : Restart.STEPS;
}

/**
 * What a change does to a release that is under way: it begins anew, so the canary's requests go back to stable, and
 * over subsets they fail until the routes have the new weights. Then the steps to the new version are checked as those
 * of any release.
 *
 * @param questions the answers before the change, and at the step to which it leads
 * @param toNew the answers of the stable version, and of the new one
 * @internal
 */
export function interruptionFindings(
  interrupted: InterruptedRelease,
  questions: Question[],
  toNew: Question[],
  reading: TrafficOptions,
  name?: string,
): Finding[] {
  const restart = restartOf(interrupted);
  const { release, to } = interrupted;
  const stage = name === undefined ? {} : { stage: name };
  return restart === undefined
    ? []
    : [
      ...burstOf(interrupted, restart, questions, reading),
      ...restarted(release, restart, questions),
    ]
      .map((finding): Finding => ({ ...finding, ...stage }))
      .concat(releaseFindings(release.before, to, toNew, reading, name));
}

const STEPS_SOURCE = 'rollout/sync.go of argoproj/argo-rollouts (a new step hash or pod hash begins with step 0)';

function restarted({ rollout, step }: RolloutMoment, restart: Restart, questions: Question[]): Finding[] {
  const changed = questions.find(({ from, to }) => !from.isSameTraffic(to));
  return changed === undefined
    ? []
    : [
      {
        rule: 'release-restarted',
        severity: Severity.WARNING,
        message:
            `${restart} while the release is at step ${step}: the controller begins with step 0 again, and ` +
            `these requests change at once from ${answer(changed.from)} to ${answer(changed.to)}`,
        fix: 'Promote or abort the release first, or accept that it begins anew.',
        source: STEPS_SOURCE,
        objects: [`Rollout ${rollout}`],
        request: changed.request,
        ...(changed.entry === undefined ? {} : { entry: String(changed.entry) }),
        moment: `after step ${step}`,
      },
    ];
}

function answer(split: Split): string {
  return split.shares.map(({ outcome, role, fraction }) => `${outcome}${role ? ` (${role})` : ''} ${percent(fraction)}`)
    .join(', ');
}

/**
 * The controller writes the hash of the new pods into the DestinationRule before it writes weights into the
 * VirtualService (reconcileTrafficRouting in rollout/trafficrouting.go): in between the canary's share has no pods.
 */
function burstOf(
  { from, release, to }: InterruptedRelease,
  restart: Restart,
  questions: Question[],
  reading: TrafficOptions,
): Finding[] {
  const routing = rolloutOf(to, release.rollout)?.spec?.strategy?.canary?.trafficRouting;
  if (restart !== Restart.TEMPLATE || routing?.istio?.destinationRule === undefined) {
    return [];
  }
  const { namespace, name } = rolloutOf(from, release.rollout).metadata;
  const canary = { metadata: { namespace, name: `${name}:canary` } };
  const written = Traffic._ofMade(from, release, reading)._reconciledObjects;
  const between = new StateEvaluator(written, { ready: [{ workload: canary, pods: 0 }], reading });
  for (const { router, request, entry, from: before } of questions) {
    const now = between.split(request, router, entry);
    const failing = failures(now).minus(failures(before));
    if (!failing.isZero) {
      return [
        {
          rule: 'error-share',
          severity: Severity.ERROR,
          message:
            `${percent(failures(now))} of these requests are answered with 503 until the routes have the weight of step ` +
            '0: the canary subset selects the new pods at once, and none of them is ready',
          fix: 'Abort the release first, or use canaryService and stableService instead of subsets.',
          source: 'rollout/trafficrouting.go of argoproj/argo-rollouts, and its issue 4775',
          objects: [`Rollout ${release.rollout}`, `DestinationRule ${namespace}/${routing.istio.destinationRule.name}`],
          request,
          ...(entry === undefined ? {} : { entry: String(entry) }),
          moment: `step ${release.step}: the DestinationRule is changed, the VirtualService is not yet`,
        },
      ];
    }
  }
  return [];
}
