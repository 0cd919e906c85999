import { PodReadiness, RolloutMoment, RolloutPhase } from '../../../src';
import { passesTo } from '../../../src/readers/argo-rollouts/progress/passes';
import {
  canaryPlan,
  canaryReplicasAt,
  isScaled,
  stableReplicasAt,
} from '../../../src/readers/argo-rollouts/progress/replica-counts';
import { at, BOTH, named, SERVICES, to, virtualService } from '../../support/rollout-objects';

const plan = (steps: any[], replicas: number, more: any = {}) =>
  canaryPlan({ replicas, strategy: { canary: { steps, trafficRouting: { nginx: {} }, ...more } } });

describe('pods of the canary', () => {
  test.each<[string, any[], number, any, number[]]>([
    ['are those of the weight, rounded up', [{ setWeight: 5 }, { setWeight: 30 }], 10, {}, [1, 3, 10]],
    [
      'are those of a scale of its own until the steps are over',
      [{ setCanaryScale: { replicas: 7 } }, { setWeight: 50 }],
      4,
      {},
      [7, 7, 4],
    ],
    [
      'are a share of the replicas by a scale in weight',
      [{ setCanaryScale: { weight: 50 } }, { setWeight: 10 }],
      4,
      {},
      [2, 2, 4],
    ],
    [
      'follow the weight again after matchTrafficWeight',
      [{ setCanaryScale: { weight: 100 } }, { setWeight: 25 }, { setCanaryScale: { matchTrafficWeight: true } }],
      4,
      {},
      [4, 4, 1, 4],
    ],
    [
      'are at least minPodsPerReplicaSet where there are any',
      [{ setWeight: 0 }, { setWeight: 10 }],
      10,
      { minPodsPerReplicaSet: 3 },
      [0, 3, 10],
    ],
    [
      "are not raised above a number of one's own",
      [{ setCanaryScale: { replicas: 1 } }],
      10,
      { minPodsPerReplicaSet: 3 },
      [1, 10],
    ],
    [
      'are raised above it where stable shrinks',
      [{ setCanaryScale: { replicas: 1 } }],
      10,
      { minPodsPerReplicaSet: 3, dynamicStableScale: true },
      [3, 10],
    ],
    [
      'are none for a negative number, which the API server refuses',
      [{ setCanaryScale: { replicas: -1 } }],
      10,
      {},
      [0, 10],
    ],
  ])('%s', (_, steps, replicas, more, expected) => {
    expect(expected.map((_pods, step) => canaryReplicasAt(plan(steps, replicas, more), step))).toEqual(expected);
  });

  test('are there when as many are available as asked for, or as the threshold asks for', () => {
    const [exact, percent, pods] = [{}, { type: 'Percentage', value: 70 }, { type: 'Pod', value: 2 }].map((one) =>
      plan([], 10, 'type' in one ? { replicaProgressThreshold: one } : {}),
    );
    expect([9, 10, 11].map((count) => isScaled(exact, count, 10))).toEqual([false, true, false]);
    expect([6, 7, 10].map((count) => isScaled(percent, count, 10))).toEqual([false, true, true]);
    expect([1, 2].map((count) => isScaled(pods, count, 10))).toEqual([false, true]);
  });
});

describe('pods of a stable version that shrinks', () => {
  const dynamic = (steps: any[], more: any = {}) => plan(steps, 10, { dynamicStableScale: true, ...more });

  test.each<[string, any[], number, any, number]>([
    ['are those of its share', [{ setWeight: 30 }], 30, {}, 7],
    ['are still those of the share that it has', [{ setWeight: 30 }], 0, {}, 10],
    [
      'are all while the canary has a number of pods of its own',
      [{ setWeight: 30 }, { setCanaryScale: { replicas: 1 } }],
      30,
      {},
      10,
    ],
    ['are at least minPodsPerReplicaSet', [{ setWeight: 95 }], 95, { minPodsPerReplicaSet: 2 }, 2],
    ['are none at 100', [{ setWeight: 100 }], 100, { minPodsPerReplicaSet: 2 }, 0],
  ])('%s', (_, steps, actual, more, expected) => {
    expect(stableReplicasAt(dynamic(steps, more), steps.length - 1, actual)).toBe(expected);
  });

  test('come back after an abort step by step, and so does the weight', () => {
    const steps = [{ setWeight: 20 }, { setWeight: 60 }, { pause: {} }];
    const weight = (stable: number, canary: number) => {
      const moment = RolloutMoment.at({ rollout: 'a', before: [], step: 2, phase: RolloutPhase.ABORTED });
      return passesTo(dynamic(steps), moment, { stable, canary }).at(-1)!.weight;
    };
    // 4 of 10 stable pods: 60 stays until 8 are there, then 20, then nothing.
    expect([weight(4, 6), weight(7, 6), weight(8, 6), weight(8, 2), weight(10, 2)]).toEqual([60, 60, 20, 20, 0]);
  });

  test('leave a canary of more pods than replicas more than everything, which Istio takes for everything', () => {
    const canary = {
      ...BOTH,
      dynamicStableScale: true,
      steps: [{ setCanaryScale: { replicas: 2 } }, { pause: {} }],
      trafficRouting: { istio: { virtualService: { name: 'echo' } } },
    };
    const routes = virtualService({
      hosts: ['echo'],
      http: [{ route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }],
    });
    expect(
      at(
        1,
        canary,
        [...SERVICES, named('echo'), routes],
        { url: 'http://echo/', phase: RolloutPhase.FULL_PROMOTION, ready: 2 },
        1,
      ).toString(),
    ).toBe('v2 1');
  });
});

test('pods of which nothing is said are as many as a step asks for', () => {
  expect(PodReadiness.allReady().readyPods('echo/echo:canary')).toBeUndefined();
  const moment = RolloutMoment.at({ rollout: 'a', before: [], step: 0 });
  expect(passesTo(plan([{ setWeight: 20 }], 10), moment, { stable: undefined, canary: undefined }).at(-1)).toEqual({
    closesRoutes: false,
    route: undefined,
    weight: 20,
  });
});
