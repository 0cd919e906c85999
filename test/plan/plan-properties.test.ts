import * as fc from 'fast-check';
import { Fraction, RolloutPlan, Stage, StageKind, VersionRole } from '../../src';
import { plan, requestTo } from '../support/arbitraries';
import { holds } from '../support/property';

const request = requestTo(['/']);

function changes(before: Stage, after: Stage): { versions: string[]; routing: boolean; sizes: boolean } {
  const versions = [...before.versions, ...after.versions]
    .filter((version) => before.versions.includes(version) !== after.versions.includes(version));
  const sizes = before.runs.some((run) =>
    after.runs.some((other) => other.version === run.version && `${other.scale}` !== `${run.scale}`),
  );
  return { versions, sizes, routing: JSON.stringify(before.routing) !== JSON.stringify(after.routing) };
}

function neighbours(stages: Stage[]): [Stage, Stage][] {
  return stages.slice(1).map((stage, index) => [stages[index], stage]);
}

describe('for every plan', () => {
  test('the shares of a request sum to one and go to versions that run', () => {
    holds(fc.property(plan, request, (one, req) => {
      for (const stage of one.stages()) {
        const split = stage.intendedSplit(req);
        expect(
          split.versions.reduce((sum, version) => sum.plus(split.fractionOf(version)), Fraction.ZERO).toString(),
        ).toBe('1');
        expect(stage.versions).toEqual(expect.arrayContaining(split.versions));
      }
    }), 200);
  });

  test('what a request gets in the next stage runs already, and what it got still runs', () => {
    holds(fc.property(plan, request, (one, req) => {
      for (const [before, after] of neighbours(one.stages())) {
        expect(before.versions).toEqual(expect.arrayContaining(after.intendedSplit(req).versions));
        expect(after.versions).toEqual(expect.arrayContaining(before.intendedSplit(req).versions));
      }
    }), 200);
  });

  test('a stage adds, or routes, or scales, or removes: never two of these', () => {
    holds(fc.property(plan, (one) => {
      const ways = [one.stages(), ...one.stages().map(({ id }) => [one.stage(id), ...one.rollback(id)])];
      for (const [before, after] of ways.flatMap(neighbours)) {
        const { versions, routing, sizes } = changes(before, after);
        expect([versions.length > 0, routing, sizes].filter(Boolean).length).toBeLessThanOrEqual(1);
        expect(versions.length > 0).toBe([StageKind.ADDS, StageKind.REMOVES].includes(after.kind));
        expect(routing && after.kind !== StageKind.ROUTING).toBe(false);
        expect(sizes && after.kind !== StageKind.SCALES).toBe(false);
      }
    }), 200);
  });

  test('stage ids are distinct', () => {
    holds(fc.property(plan, (one) => {
      const ids = one.stages().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }), 200);
  });

  test('the last stage is the first of the next plan', () => {
    holds(fc.property(plan, (one) => {
      const { runs, routing, mirrors } = one.stages().at(-1)!;
      const { runs: nextRuns, routing: nextRouting, mirrors: nextMirrors } = one.next('v3').stage('baseline');
      expect(runs.map(({ role }) => role)).toEqual([VersionRole.CANARY]);
      expect([runs, routing, mirrors]).toEqual([
        nextRuns.map((run) => ({ ...run, role: VersionRole.CANARY })),
        nextRouting,
        nextMirrors,
      ]);
    }), 200);
  });

  test('every rollback ends at the baseline', () => {
    holds(fc.property(plan, (one: RolloutPlan) => {
      const { runs, routing, mirrors } = one.stage('baseline');
      for (const { id } of one.stages().slice(1)) {
        const end = one.rollback(id).at(-1)!;
        expect([end.runs, end.routing, end.mirrors]).toEqual([runs, routing, mirrors]);
      }
    }), 200);
  });
});
