import * as fc from 'fast-check';
import { stageFileName, stageFileNames } from '../../src/files/stage-file-name';
import { normalizedVersion } from '../../src/plan/version-name';
import { plan as anyPlan } from '../support/arbitraries';
import { holds } from '../support/property';

const label = fc.constantFrom('cart', 'web-2024', 'app-05', 'a-00-b', 'shop-10-20', 'v-01');
const endings = ['', '-routes', '-additions'];

/** The files of a series, as a StagedRollout with a delivery or without one calls them. */
function filesOf(series: string, stages: string[], ending = ''): string[] {
  return stages.map((stage, place) => `${stageFileName(series, place, stages.length, stage)}${ending}.k8s.yaml`);
}

describe('the names of stage files', () => {
  test('are read as the stages that they were written for, for the stages of random plans', () => {
    holds(
      fc.property(anyPlan, label, fc.constantFrom(...endings), (plan, series, ending) => {
        const stages = plan.stages().map(({ id }) => normalizedVersion(id));
        const names = filesOf(series, stages, ending);
        const read = stageFileNames(names);
        expect(names.map((name) => [read.get(name)?.series, read.get(name)?.place])).toEqual(
          stages.map((_, place) => [series, place]),
        );
      }),
      300,
    );
  });

  test('are read so where several applications are in one folder, and for names with numbers', () => {
    const names = fc.array(fc.constantFrom('canary-25', '10', '2024-05-01', 'weight-20-2', 'a', '00', 'weight-12-5'), {
      minLength: 2,
      maxLength: 6,
    });
    holds(
      fc.property(fc.uniqueArray(label, { minLength: 1, maxLength: 3 }), names, (series, stages) => {
        const files = series.flatMap((one) => filesOf(one, ['baseline', ...stages, 'retire']));
        const read = stageFileNames([...files, 'README.md', 'values.yaml', 'cluster.k8s.yaml']);
        expect([...read].map(([name, { series: found, stage }]) => [name, `${found}-${stage}.k8s.yaml`])).toEqual(
          files.map((name) => [name, name]),
        );
        expect([...new Set([...read.values()].map((one) => one.series))].sort()).toEqual([...series].sort());
      }),
      1000,
    );
  });

  test.each(['-00-a.k8s.yaml', 'a-0-b.k8s.yaml', 'a-00.k8s.yaml', 'a-00-b.yaml', 'a-00-B.k8s.yaml', '00-b.k8s.yaml'])(
    'are others than %s',
    (name) => {
      expect(stageFileNames([name]).size).toBe(0);
    },
  );
});
