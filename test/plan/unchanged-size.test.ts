import { CanaryScale, RolloutPlan, Step } from '../../src';

const idsOf = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }).stages().map(({ id }) => id);

describe('a size that stays as it is has no stage', () => {
  test('the full size of a full canary', () => {
    expect(idsOf(Step.weight(20), Step.canaryScale(CanaryScale.full()), Step.weight(50))).toEqual([
      'baseline', 'deploy', 'weight-20', 'weight-50', 'promote', 'retire',
    ]);
  });

  test('a weight that rises by less than a pod can follow', () => {
    const steps = [0.5, 0.7, 100].map((percent) => Step.weight(percent));
    expect(idsOf(Step.canaryScale(CanaryScale.matchWeight()), ...steps)).toEqual([
      'baseline', 'deploy', 'weight-0-5', 'weight-0-7', 'scale-full', 'weight-100', 'promote', 'retire',
    ]);
  });

  test('and a gate behind it belongs to the stage that is there', () => {
    const stages = RolloutPlan.canary({
      stable: 'v1',
      canary: 'v2',
      steps: [Step.weight(20), Step.canaryScale(CanaryScale.full()), Step.pause()],
    }).stages();
    expect(stages.map(({ id, gates }) => [id, gates.map(({ kind }) => kind)])[2]).toEqual([
      'weight-20', ['accepted', 'manual'],
    ]);
  });
});
