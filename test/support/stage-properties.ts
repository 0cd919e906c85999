import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { momentsBetween } from './moments';
import {
  Application,
  Fraction,
  HttpRequest,
  IntendedSplit,
  IProvider,
  RolloutPlan,
  Split,
  Stage,
  StagedRollout,
  Traffic,
  PodReadiness,
} from '../../src';

/** A rollout of an application `echo` from v1 to v2, in a readiness, with requests to ask about. */
export interface StagedCase {
  readonly plan: RolloutPlan;
  readonly application: Application;
  readonly provider: IProvider;
  /** Ready pods of v1 and v2; undefined for as many as the stage asks for. */
  readonly ready: (number | undefined)[];
  readonly requests: HttpRequest[];
}

/** How many pods of a version are ready at a stage. */
export function readyPods({ application, ready }: StagedCase, stage: Stage, version: string): number {
  const asked = stage.runs
    .find((run) => run.version === version)!
    .scale.replicasOf(application._pods(version).replicas);
  return ready[version === 'v1' ? 0 : 1] ?? asked;
}

/** Expects every stage to give every request what is expected of the router; returns the number of cases. */
export function expectStages(
  one: StagedCase,
  expected: (stage: Stage, request: HttpRequest) => string,
  surroundings: any[] = [],
): number {
  const rollout = new StagedRollout(Testing.app(), 'echo', {
    application: one.application,
    plan: one.plan,
    provider: one.provider,
  });
  for (const stage of rollout.stages) {
    const traffic = Traffic.of([...rollout.chart(stage.id).toJson(), ...surroundings]);
    for (const request of one.requests) {
      const where = `${stage.id}: ${request}`;
      expect([where, sorted(traffic.split(request, readinessOf(one, stage)))]).toEqual([
        where,
        expected(stage, request),
      ]);
    }
  }
  return rollout.stages.length * one.requests.length;
}

/**
 * Expects that between two stages, on the way forward or back and in whatever order the objects change, both versions
 * together answer everything, and v2 no more and no less than in one of both stages; returns the number of moments.
 */
export function expectMoments(
  one: StagedCase,
  order: fc.Stream<number>,
  isBack: boolean,
  isClaimed: (request: HttpRequest) => boolean,
): number {
  const app = Testing.app();
  const { application, plan, provider } = one;
  const ids = plan.stages().map(({ id }) => id);
  const rollbackFrom = isBack ? ids[1 + (order.next().value! % (ids.length - 1))] : undefined;
  const start = new StagedRollout(app, 'echo', { application, plan, provider });
  const way =
    rollbackFrom === undefined ? start : new StagedRollout(app, 'back', { application, plan, provider, rollbackFrom });
  const states = [
    ...(rollbackFrom === undefined
      ? []
      : [{ stage: plan.stage(rollbackFrom), objects: start.chart(rollbackFrom).toJson() }]),
    ...way.stages.map((stage) => ({ stage, objects: way.chart(stage.id).toJson() })),
  ];
  let moments = 0;
  states.slice(1).forEach((after, index) => {
    const before = states[index];
    for (const objects of momentsBetween(before.objects, after.objects, order)) {
      const traffic = Traffic.of(objects);
      for (const request of one.requests.slice(0, 3).filter(isClaimed)) {
        const split = traffic.split(request);
        const where = `${before.stage.id} to ${after.stage.id}: ${request}: ${split}`;
        const shares = [before, after]
          .map(({ stage }) => stage.intendedSplit(request).fractionOf('v2'))
          .sort((left, right) => left.compareTo(right));
        const share = split.fractionOf('v2');
        expect([where, split.fractionOf('v1').plus(share).toString()]).toEqual([where, '1']);
        expect([where, share.compareTo(shares[0]) >= 0 && share.compareTo(shares[1]) <= 0]).toEqual([where, true]);
        moments += 1;
      }
    }
  });
  return moments;
}

/** A plan's intended split in one line, where some versions are answered by somebody else, or by a status. */
export function intendedText(intended: IntendedSplit, outcomeOf: (version: string) => string): string {
  const shares = new Map<string, Fraction>();
  for (const version of intended.versions) {
    const outcome = outcomeOf(version);
    shares.set(outcome, (shares.get(outcome) ?? Fraction.ZERO).plus(intended.fractionOf(version)));
  }
  return [...shares].map(([outcome, fraction]) => `${outcome} ${fraction}`).sort().join(', ');
}

/** A split in one line, whatever the order of its shares. */
export function sorted(split: Split): string {
  return split.toString().split(', ').sort().join(', ');
}

function readinessOf({ ready }: StagedCase, stage: Stage): PodReadiness {
  return stage.versions.reduce((readiness, version) => {
    const pods = ready[version === 'v1' ? 0 : 1];
    return pods === undefined ? readiness : readiness.withReadyPods(`echo/echo-${version}`, pods);
  }, PodReadiness.allReady());
}
