import { ApplyMethod, RolloutMoment, Transition } from '../../src';
import { run, temporaryFolders } from '../support/command-line';
import { BOTH, destinationRule, rolloutObject, service, SERVICES, to, virtualService } from '../support/rollout-objects';

const folder = temporaryFolders();

const STEPS = [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: {} }];
const byService = {
  ...BOTH,
  steps: STEPS,
  trafficRouting: { istio: { virtualService: { name: 'echo', routes: ['main'] } } },
};
const rule = { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' };
const bySubset = {
  steps: STEPS,
  trafficRouting: { istio: { virtualService: { name: 'echo', routes: ['main'] }, destinationRule: rule } },
};
const route = (destinations: any[]) => virtualService({ hosts: ['echo'], http: [{ name: 'main', route: destinations }] });
const services = [...SERVICES, route([to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)])];
const subsets = [
  service('echo', [{ name: 'http', port: 80, targetPort: 8080 }]),
  {
    ...destinationRule('echo', { stable: { app: 'echo' }, canary: { app: 'echo' } }),
    metadata: {
      name: 'echo-rule', namespace: 'echo',
    },
  },
  route([to('echo', 'stable', 100), to('echo', 'canary', 0)]),
];

/** What is found when `to` is applied while the release from v1 to v2 is at a step. */
function found(step: number, canary: any, others: any[], changed: any): any[] {
  const [before, from] = ['v1', 'v2'].map((version) => [rolloutObject(version, canary), ...others]);
  const release = RolloutMoment.at({ rollout: 'echo/echo', step, before });
  return new Transition({ from, to: [changed, ...others], release, methods: [ApplyMethod.KUBECTL] }).findings;
}

describe('a third version that is applied while the second is released', () => {
  test('takes the second one away at once, and begins with step 0', () => {
    expect(found(3, byService, services, rolloutObject('v3', byService))).toMatchObject([
      {
        rule: 'release-restarted',
        severity: 'warning',
        message:
          'the pod template changes while the release is at step 3: the controller begins with step 0 again, and these ' +
          'requests change at once from v1 (stable) 50 %, v2 (canary) 50 % to v1 (stable) 100 %',
        objects: ['Rollout echo/echo'],
      },
    ]);
  });

  test('fails over subsets until the routes have the new weight', () => {
    expect(found(1, bySubset, subsets, rolloutObject('v3', bySubset))).toMatchObject([
      {
        rule: 'error-share',
        severity: 'error',
        message:
          '20 % of these requests are answered with 503 until the routes have the weight of step 0: the canary subset ' +
          'selects the new pods at once, and none of them is ready',
        objects: ['Rollout echo/echo', 'DestinationRule echo/echo-rule'],
        moment: 'step 1: the DestinationRule is changed, the VirtualService is not yet',
      },
      { rule: 'release-restarted' },
    ]);
  });
});

describe('another change of the Rollout during a release', () => {
  test('of its steps begins with step 0 as well, with the canary pods that are ready', () => {
    const shorter = { ...byService, steps: STEPS.slice(2) };
    expect(found(1, byService, services, rolloutObject('v2', shorter))).toMatchObject([
      { rule: 'release-restarted', message: expect.stringMatching(/^the steps change while the release is at step 1/) },
    ]);
  });

  test('of its size goes on with the step', () => {
    expect(found(1, byService, services, rolloutObject('v2', byService, 8))).toEqual([]);
  });
});

describe('check --from', () => {
  const stages = (others: any[], canary: any) => {
    return folder({
      '1/a.yaml': [rolloutObject('v1', canary), ...others],
      '2/a.yaml': [rolloutObject('v2', canary), ...others],
      '3/a.yaml': [rolloutObject('v3', canary), ...others],
    });
  };

  test('judges the last stage while the release of the stage before is at a step', () => {
    const { path } = stages(services, byService);
    const paths = ['1', '2', '3'].map((name) => `${path}/${name}`);
    expect(run('check', ...paths).output).not.toContain('release-restarted');
    expect(run('check', ...paths, '--from', 'echo/echo@1').output).toContain('from v1 (stable) 80 %, v2 (canary) 20 %');
    // Without the stage before, the stable version has no name.
    expect(run('check', ...paths.slice(1), '--from', 'echo/echo@1').output).toContain(
      'from echo/echo (stable) 80 %, v2 (canary) 20 %',
    );
  });

  test.each([
    ['echo/echo', "--from is written NAMESPACE/NAME@STEP, such as --from shop/cart@2, given 'echo/echo'"],
    ['echo/ehco@1', '--from: the stage before the last one has no Rollout echo/ehco: write the path of what runs, then the path of what is applied'],
    ['echo/echo@5', '--from: the Rollout echo/echo has 4 steps: write a number from 0 to 4 (after the last step), given 5'],
  ])('refuses %s', (from, message) => {
    const { path } = stages(services, byService);
    expect(run('check', `${path}/1`, `${path}/2`, `${path}/3`, '--from', from)).toEqual({
      code: 2,
      output: '',
      errors: `cdk8s-rollouts check: ${message}\n`,
    });
  });
});

test('a new selector, by which the controller skips all steps, is told of the transition', () => {
  const relabelled = rolloutObject('v2', byService, 4, { selector: { matchLabels: { app: 'echo', team: 'b' } } });
  const labels = { app: 'echo', team: 'b', version: 'v2' };
  relabelled.spec.template.metadata.labels = labels;
  const { findings } = new Transition({
    from: [rolloutObject('v1', byService), ...services],
    to: [relabelled, ...services],
    methods: [ApplyMethod.KUBECTL],
  });
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'read-otherwise', severity: 'warning', code: 'argo-selector-changed' }),
  );
});
