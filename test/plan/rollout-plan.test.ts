import { Duration } from 'cdk8s';
import {
  CanaryScale,
  Feature,
  GateKind,
  HeaderMatch,
  HttpRequest,
  RolloutPlan,
  Stage,
  StageKind,
  Step,
} from '../../src';

const stageHeader = HeaderMatch.exact('stage', 'canary');
const plain = HttpRequest.to('/');
const tester = HttpRequest.to('/', { headers: { stage: 'canary' } });

function canary(...steps: Step[]): RolloutPlan {
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
}

function summary(stages: Stage[]): string[] {
  return stages.map((stage) => {
    const runs = stage.runs.map(({ version, scale }) => (scale.isFull ? version : `${version}(${scale})`)).join('+');
    return `${stage.id} | ${stage.kind} | ${runs} | ${stage.intendedSplit(plain)} | ${stage.intendedSplit(tester)}`;
  });
}

describe('the stages of a plan', () => {
  test('lead through a header phase and a weight phase', () => {
    expect(summary(canary(Step.headerRoute(stageHeader), Step.weight(20), Step.weight(100)).stages())).toEqual([
      'baseline | baseline | v1 | v1 1 | v1 1',
      'deploy | adds | v1+v2 | v1 1 | v1 1',
      'header-test | routing | v1+v2 | v1 1 | v2 1',
      'weight-20 | routing | v1+v2 | v1 4/5, v2 1/5 | v2 1',
      'weight-100 | routing | v1+v2 | v2 1 | v2 1',
      'promote | routing | v1+v2 | v2 1 | v2 1',
      'retire | removes | v2 | v2 1 | v2 1',
    ]);
  });

  test('need no steps at all: deploy, promote, retire', () => {
    expect(canary().stages().map(({ id }) => id)).toEqual(['baseline', 'deploy', 'promote', 'retire']);
  });

  test('may skip the header phase, put it last, or open a second lane', () => {
    expect(
      summary(
        canary(Step.weight(50), Step.headerRoute(stageHeader), Step.headerRoute(HeaderMatch.present('x-qa'))).stages(),
      ).slice(2, 5),
    ).toEqual([
      'weight-50 | routing | v1+v2 | v1 1/2, v2 1/2 | v1 1/2, v2 1/2',
      'header-test | routing | v1+v2 | v1 1/2, v2 1/2 | v2 1',
      'header-test-2 | routing | v1+v2 | v1 1/2, v2 1/2 | v2 1',
    ]);
  });

  test('keep distinct ids when a weight comes again or goes down', () => {
    const ids = canary(Step.weight(20), Step.weight(60), Step.weight(20), Step.weight(20)).stages().map(({ id }) => id);
    expect(ids).toEqual([
      'baseline',
      'deploy',
      'weight-20',
      'weight-60',
      'weight-20-2',
      'weight-20-3',
      'promote',
      'retire',
    ]);
  });

  test('take all conditions of a header route together and any of several header routes', () => {
    const stages = canary(
      Step.headerRoute(stageHeader, HeaderMatch.exact('x-region', 'eu')),
      Step.headerRoute(HeaderMatch.prefix('x-user', 'qa-')),
    );
    const stage = stages.stage('header-test-2');
    expect(stage.intendedSplit(tester).toString()).toBe('v1 1');
    expect(stage.intendedSplit(tester.withHeader('X-Region', 'eu')).toString()).toBe('v2 1');
    expect(stage.intendedSplit(plain.withHeader('x-user', 'qa-1')).toString()).toBe('v2 1');
  });

  test('carry a pause and an analysis as gates of the stage before', () => {
    const stages = canary(
      Step.pause(),
      Step.weight(20),
      Step.pause(Duration.minutes(5)),
      Step.analysis({ templates: ['success-rate'] }),
    ).stages();
    const gates = stages.map(({ id, gates: own }) => [id, own.map((gate) => gate.kind)]);
    expect(gates).toEqual([
      ['baseline', [GateKind.READY]],
      ['deploy', [GateKind.READY, GateKind.MANUAL]],
      ['weight-20', [GateKind.ACCEPTED, GateKind.DURATION, GateKind.ANALYSIS]],
      ['promote', [GateKind.ACCEPTED]],
      ['retire', []],
    ]);
    expect(stages[2].gates.map(String)).toEqual([
      'the router has accepted the routes',
      '300 s have passed',
      'the analysis success-rate has succeeded',
    ]);
  });

  test(
    'deploy the canary at the size that is asked for before the first routing step, ' +
      'and fill it up before the promotion',
    () => {
      const stages = canary(Step.canaryScale(CanaryScale.replicas(1)), Step.headerRoute(stageHeader)).stages();
      expect(summary(stages).map((line) => line.split(' | ').slice(0, 3).join(' | '))).toEqual([
        'baseline | baseline | v1',
        'deploy | adds | v1+v2(1-replicas)',
        'header-test | routing | v1+v2(1-replicas)',
        'scale-full | scales | v1+v2',
        'promote | routing | v1+v2',
        'retire | removes | v2',
      ]);
    },
  );

  test('keep the order of sizes and gates', () => {
    const sizes = [1, 5].map((count) => Step.canaryScale(CanaryScale.replicas(count)));
    const stages = canary(sizes[0], Step.pause(), sizes[1], Step.weight(20)).stages();
    expect(stages.map(({ id, runs, gates }) => `${id} ${runs.at(-1)!.scale} ${gates.length}`)).toEqual([
      'baseline full 1',
      'deploy 1-replicas 2',
      'scale-5-replicas 5-replicas 1',
      'weight-20 5-replicas 1',
      'scale-full full 1',
      'promote full 1',
      'retire full 0',
    ]);
  });

  test('call a size of a hundred percent full', () => {
    const stages = canary(
      Step.weight(1),
      Step.canaryScale(CanaryScale.percent(50)),
      Step.canaryScale(CanaryScale.percent(100)),
    ).stages();
    expect(stages.map(({ id }) => id)).toEqual([
      'baseline',
      'deploy',
      'weight-1',
      'scale-50-percent',
      'scale-full',
      'promote',
      'retire',
    ]);
  });

  test('let the size follow the weight: pods come before the weight rises and go after it has fallen', () => {
    const stages = canary(
      Step.canaryScale(CanaryScale.matchWeight()),
      Step.weight(20),
      Step.weight(60),
      Step.weight(30),
    ).stages();
    expect(stages.map(({ id, runs }) => `${id} ${runs.at(-1)!.scale}`)).toEqual([
      'baseline full',
      'deploy 1-percent',
      'scale-20-percent 20-percent',
      'weight-20 20-percent',
      'scale-60-percent 60-percent',
      'weight-60 60-percent',
      'weight-30 60-percent',
      'scale-30-percent 30-percent',
      'scale-full full',
      'promote full',
      'retire full',
    ]);
  });

  test('know the share that is mirrored and have what it needs wherever the canary runs', () => {
    const stages = canary(Step.mirrorRoute(10), Step.mirrorRoute(0)).stages();
    expect(stages.map(({ id, routing, mirrors }) => [id, routing.mirrorPercent, mirrors])).toEqual([
      ['baseline', 0, false],
      ['deploy', 0, true],
      ['mirror-10', 10, true],
      ['mirror-0', 0, true],
      ['promote', 0, true],
      ['retire', 0, false],
    ]);
  });

  test('name no canary in their routing while nothing leads to it', () => {
    const stages = canary(Step.mirrorRoute(0), Step.weight(0)).stages();
    expect(stages.map(({ id, routing }) => [id, routing.canary])).toEqual([
      ['baseline', undefined],
      ['deploy', undefined],
      ['mirror-0', undefined],
      ['weight-0', 'v2'],
      ['promote', undefined],
      ['retire', undefined],
    ]);
    expect(canary(Step.mirrorRoute(0)).rollback('mirror-0').map(({ id }) => id)).toEqual(['rollback-remove']);
  });

  test('are found by id, and an unknown id is answered with those that there are', () => {
    expect(canary(Step.weight(20)).stage('weight-20').kind).toBe(StageKind.ROUTING);
    expect(() => canary(Step.weight(20)).stage('weight-25')).toThrow(
      "The plan v1 → v2 has no stage 'weight-25'. Its stages are: baseline, deploy, weight-20, promote, retire.",
    );
  });
});

describe('a plan', () => {
  test('leads to the next release with the same steps or others', () => {
    const next = canary(Step.weight(20)).next('v3');
    expect([next.toString(), next.stages().map(({ id }) => id)]).toEqual([
      'v2 → v3',
      ['baseline', 'deploy', 'weight-20', 'promote', 'retire'],
    ]);
    expect(next.next('v4', []).stages()).toHaveLength(4);
  });

  test('between releases has only its baseline, and the next release starts there', () => {
    const steady = RolloutPlan.steady('v1');
    expect(summary(steady.stages())).toEqual(['baseline | baseline | v1 | v1 1 | v1 1']);
    expect(steady.next('v2', [Step.weight(10)]).toString()).toBe('v1 → v2');
  });

  test('names each feature that it asks of a router once, with the step that asks first', () => {
    const uses = canary(
      Step.weight(1),
      Step.headerRoute(stageHeader, HeaderMatch.present('x')),
      Step.headerRoute(stageHeader),
      Step.weight(2),
      Step.pause(),
    ).features;
    expect(uses.map(({ feature, where }) => `${where}: ${feature}`)).toEqual([
      'step 1, weight(1): weight',
      'step 2, headerRoute(stage: canary and x is present): header exact',
      'step 2, headerRoute(stage: canary and x is present): header presence',
      'step 2, headerRoute(stage: canary and x is present): several headers together',
      'step 2, headerRoute(stage: canary and x is present): header and weight together',
      'step 3, headerRoute(stage: canary): several header routes',
      'step 5, pause(): manual pause',
    ]);
    expect(
      canary(
        Step.pause(Duration.seconds(1)),
        Step.mirrorRoute(1),
        Step.canaryScale(CanaryScale.full()),
        Step.analysis({ templates: ['a'] }),
      ).features.map(({ feature }) => feature),
    ).toEqual([Feature.PAUSE_TIMED, Feature.MIRROR, Feature.CANARY_SCALE, Feature.ANALYSIS]);
  });
});

describe('the way back', () => {
  const plan = canary(Step.headerRoute(stageHeader), Step.weight(50));

  test.each([
    ['baseline', []],
    ['deploy', ['rollback-remove | removes | v1 | v1 1 | v1 1']],
    ['weight-50', ['rollback-route | routing | v1+v2 | v1 1 | v1 1', 'rollback-remove | removes | v1 | v1 1 | v1 1']],
    ['promote', ['rollback-route | routing | v1+v2 | v1 1 | v1 1', 'rollback-remove | removes | v1 | v1 1 | v1 1']],
    [
      'retire',
      [
        'rollback-restore | adds | v1+v2 | v2 1 | v2 1',
        'rollback-route | routing | v1+v2 | v1 1 | v1 1',
        'rollback-remove | removes | v1 | v1 1 | v1 1',
      ],
    ],
  ])('from %s restores stable, then routes to it, then removes the canary', (from, expected) => {
    expect(summary(plan.rollback(from))).toEqual(expected);
  });

  test('leaves the canary at its size while requests move away from it', () => {
    const small = canary(Step.canaryScale(CanaryScale.replicas(1)), Step.weight(5));
    expect(summary(small.rollback('weight-5'))[0]).toBe('rollback-route | routing | v1+v2(1-replicas) | v1 1 | v1 1');
  });

  test('names the stages that there are', () => {
    expect(() => plan.rollback('nowhere')).toThrow(
      "The plan v1 → v2 has no stage 'nowhere'. Its stages are: " +
        'baseline, deploy, header-test, weight-50, promote, retire.',
    );
    expect(() => plan.rollbackStage('deploy', 'rollback-route')).toThrow(
      "The rollback from stage 'deploy' of the plan v1 → v2 has " +
        "no stage 'rollback-route'. Its stages are: rollback-remove.",
    );
  });
});

describe('a plan that cannot be', () => {
  const weight = 'must be a percentage from 0 to 100 with at most three decimals';
  test.each<[string, RolloutPlan, string[]]>([
    [
      'a weight above 100',
      canary(Step.weight(101)),
      [`step 1, weight(101): the weight ${weight}, given 101: write for example Step.weight(20)`],
    ],
    [
      'a negative weight',
      canary(Step.weight(-1)),
      [`step 1, weight(-1): the weight ${weight}, given -1: write for example Step.weight(20)`],
    ],
    [
      'a weight that is finer than any router',
      canary(Step.weight(33.3333)),
      [`step 1, weight(33.3333): the weight ${weight}, given 33.3333: write for example Step.weight(20)`],
    ],
    [
      'a weight that is no number',
      canary(Step.weight(NaN)),
      [`step 1, weight(NaN): the weight ${weight}, given NaN: write for example Step.weight(20)`],
    ],
    [
      'a mirror of a broken share',
      canary(Step.mirrorRoute(0.5)),
      [
        'step 1, mirrorRoute(0.5): the mirrored share must be a whole percentage from 0 to 100, ' +
          'given 0.5: write for example Step.mirrorRoute(10)',
      ],
    ],
    [
      'a weight in quotes',
      canary(Step.weight('20' as any)),
      [`step 1, weight('20'): the weight ${weight}, given '20': write for example Step.weight(20)`],
    ],
    [
      'a mirror without a percentage',
      canary(Step.mirrorRoute(undefined as any)),
      ['step 1, mirrorRoute(undefined): the mirrored share is missing: write for example Step.mirrorRoute(10)'],
    ],
    [
      'a pause of no time',
      canary(Step.pause(Duration.seconds(0))),
      [
        'step 1, pause(0 seconds): the pause must be longer than zero: ' +
          'write Step.pause(Duration.seconds(30)), or Step.pause() to wait for a person',
      ],
    ],
    [
      'a header route without a condition',
      canary(Step.headerRoute()),
      [
        'step 1, headerRoute(): the header route has no condition, so it would send every request to the canary: ' +
          'give at least one HeaderMatch, or write Step.weight(100)',
      ],
    ],
    [
      'one header twice in a route',
      canary(Step.headerRoute(HeaderMatch.exact('x', 'a'), HeaderMatch.prefix('X', 'b'))),
      [
        "step 1, headerRoute(x: a and X starts with b): the header 'x' is matched twice in one header route, " +
          'and some routers use only the first condition (Gateway API): ' +
          'write one HeaderMatch.regex, or two header routes if either condition is enough',
      ],
    ],
    [
      'a canary without pods',
      canary(Step.canaryScale(CanaryScale.replicas(0))),
      [
        'step 1, canaryScale(0-replicas): the canary needs a whole number of pods ' +
          'from 1 to 2147483647, given 0: write for example CanaryScale.replicas(2)',
      ],
    ],
    [
      'a canary of no percent',
      canary(Step.canaryScale(CanaryScale.percent(0))),
      [
        "step 1, canaryScale(0-percent): the canary's size must be a whole percentage from 1 to 100, " +
          'given 0: write for example CanaryScale.percent(50)',
      ],
    ],
    [
      'an analysis without template',
      canary(Step.analysis({ templates: [] })),
      [
        'step 1, analysis(): an analysis needs the name of at least one template: ' +
          "write for example Step.analysis({ templates: ['success-rate'] })",
      ],
    ],
    [
      'a pause of something else',
      canary(Step.pause('30s' as any)),
      [
        "step 1, pause('30s'): the pause must be a Duration, given '30s': " +
          'write Step.pause(Duration.seconds(30)), or Step.pause() to wait for a person',
      ],
    ],
    [
      'a pause of nothing',
      canary(Step.pause(0 as any)),
      [
        'step 1, pause(0): the pause must be a Duration, given 0: ' +
          'write Step.pause(Duration.seconds(30)), or Step.pause() to wait for a person',
      ],
    ],
    [
      'a header route of something else',
      canary(Step.headerRoute('stage' as any)),
      [
        "step 1, headerRoute('stage'): a header route takes HeaderMatch values, and number 1 is 'stage': " +
          "write for example Step.headerRoute(HeaderMatch.exact('stage', 'canary'))",
      ],
    ],
    [
      'a size of something else',
      canary(Step.canaryScale(1 as any)),
      [
        'step 1, canaryScale(1): a canaryScale step needs a CanaryScale, given 1: ' +
          'write for example Step.canaryScale(CanaryScale.percent(50))',
      ],
    ],
    [
      'templates of something else',
      canary(Step.analysis({ templates: 'a' as any, args: { b: 1 as any } })),
      [
        "step 1, analysis('a'): the templates of an analysis must be a list of names, given 'a': " +
          "write for example Step.analysis({ templates: ['success-rate'] })",
        "step 1, analysis('a'): the arguments of an analysis must map names to texts, " +
          "and 'b' is 1: write for example args: { service: 'echo' }",
      ],
    ],
    [
      'steps of something else',
      RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(1), 20 as any] }),
      ['the steps must be a list of Step values, and number 2 is 20: write for example [Step.weight(20)]'],
    ],
    [
      'no list of steps',
      RolloutPlan.canary({ stable: 'v1', canary: 'v2' } as any),
      ['the steps must be a list of Step values, but none is given: write for example [Step.weight(20)]'],
    ],
    [
      'more pods than can be',
      canary(Step.canaryScale(CanaryScale.replicas(2 ** 31))),
      [
        'step 1, canaryScale(2147483648-replicas): the canary needs a whole number of pods ' +
          'from 1 to 2147483647, given 2147483648: write for example CanaryScale.replicas(2)',
      ],
    ],
    [
      'the same version twice',
      RolloutPlan.canary({ stable: 'v1', canary: 'v1', steps: [] }),
      ["stable and canary are both 'v1', but a rollout needs two versions: name the new version as canary"],
    ],
    [
      'versions that differ in case only',
      RolloutPlan.canary({ stable: 'v1', canary: 'V1', steps: [] }),
      [
        "the versions 'v1' and 'V1' both become 'v1' in object names, " +
          'so one would overwrite the other: give one of them another name',
      ],
    ],
    [
      'versions that differ in separators only',
      RolloutPlan.canary({ stable: '1.0', canary: '1_0', steps: [] }),
      [
        "the versions '1.0' and '1_0' both become '1-0' in object names, " +
          'so one would overwrite the other: give one of them another name',
      ],
    ],
    [
      'a version that is a number',
      RolloutPlan.canary({ stable: 1.0 as any, canary: 'v2', steps: [] }),
      ["the stable version must be a text, given 1: write it quoted, for example '2.4.20'"],
    ],
    [
      'a missing canary',
      RolloutPlan.canary({ stable: 'v1', canary: undefined as any, steps: [] }),
      ["the canary version must be a text, but none is given: write it quoted, for example '2.4.20'"],
    ],
    [
      'a version of dashes',
      RolloutPlan.canary({ stable: 'v1', canary: '--', steps: [] }),
      [
        "the canary version '--' has neither a letter nor a digit, " +
          "and object names are built from those: write for example '2.4.20'",
      ],
    ],
  ])('is refused for %s', (_, plan, faults) => {
    expect(plan.validate()).toEqual(faults);
    expect(() => plan.stages()).toThrow(faults[0]);
  });

  test('is refused with all its faults at once', () => {
    const faults = RolloutPlan.canary({
      stable: 'a',
      canary: 'a',
      steps: [Step.weight(200), Step.pause(), Step.headerRoute(HeaderMatch.regex('x y', '('))],
    }).validate();
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      "stable and canary are both 'a', but a rollout needs two versions",
      'step 1, weight(200)',
      'step 3, headerRoute(x y matches ()',
      'step 3, headerRoute(x y matches ()',
    ]);
  });
});

describe('a plan that a controller takes', () => {
  const plan = RolloutPlan.canary({
    stable: 'v1',
    canary: 'v2',
    steps: [Step.canaryScale(CanaryScale.replicas(1)), Step.weight(20), Step.pause(), Step.weight(50)],
  });

  test('has two stages, each with all the steps, and one stage back', () => {
    const run = plan.controllerRun();
    expect(run.stages().map(({ id, kind, steps, routing }) => [id, kind, steps.length, routing.primary])).toEqual([
      ['baseline', 'baseline', 4, 'v1'],
      ['rollout', 'controlled', 4, 'v2'],
    ]);
    expect(run.rollback('rollout').map(({ id, routing }) => [id, routing.primary])).toEqual([['rollback', 'v1']]);
    expect(run.rollback('baseline')).toEqual([]);
    expect(run.next('v3').isControllerRun).toBe(true);
    expect(plan.isControllerRun).toBe(false);
    expect(RolloutPlan.steady('v1').controllerRun().stages().map(({ id }) => id)).toEqual(['baseline']);
  });

  test('tells who gets what after each step', () => {
    expect(
      [0, 1, 2, 3, 4].map((steps) => plan.routingAfter(steps).intendedSplit(HttpRequest.to('/')).toString()),
    ).toEqual(['v1 1', 'v1 1', 'v1 4/5, v2 1/5', 'v1 4/5, v2 1/5', 'v1 1/2, v2 1/2']);
    expect(RolloutPlan.steady('v1').routingAfter(0).primary).toBe('v1');
    expect(() => plan.routingAfter(5)).toThrow(
      'The plan v1 → v2 has 4 steps, so the number of taken steps must be from 0 to 4, given 5.',
    );
  });
});
