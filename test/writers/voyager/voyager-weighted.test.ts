import { App, Testing } from 'cdk8s';
import {
  Application,
  CanaryScale,
  HeaderMatch,
  HttpPath,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
  VoyagerApiVersion,
  VoyagerNaming,
  VoyagerOptions,
  VoyagerProvider,
  VoyagerWeighted,
} from '../../../src';
import { podWeights } from '../../../src/writers/voyager/pod-weights';
import { echoApplication, faultsOf, find, httpEcho, stages } from '../../support/rollouts';

function plan(...steps: Step[]): RolloutPlan {
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
}

function weights(objects: any[]): { [deployment: string]: string } {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  return Object.fromEntries(
    deployments.map(({ metadata, spec }) => [
      metadata.name,
      `${spec.replicas} x ${spec.template.metadata.annotations['ingress.appscode.com/backend-weight']}`,
    ]),
  );
}

function application(v1: number, v2: number): Application {
  return echoApplication({ versions: { v1: httpEcho('v1', v1), v2: httpEcho('v2', v2), v3: httpEcho('v3') } });
}

const steps = [Step.weight(25), Step.weight(75)];

describe('a stage over Voyager', () => {
  const all = stages(application(1, 1), plan(...steps), new VoyagerProvider());

  test.each([
    ['baseline', { 'echo-v1': '1 x 100' }],
    ['deploy', { 'echo-v1': '1 x 100', 'echo-v2': '1 x 1' }],
    ['weight-25', { 'echo-v1': '1 x 75', 'echo-v2': '1 x 25' }],
    ['weight-75', { 'echo-v1': '1 x 25', 'echo-v2': '1 x 75' }],
    ['promote', { 'echo-v1': '1 x 1', 'echo-v2': '1 x 100' }],
    ['retire', { 'echo-v2': '1 x 100' }],
  ])('%s: pods and weights', (stage, expected) => {
    expect(weights(all.get(stage)!)).toEqual(expected);
  });

  test.each<[string, any]>([
    ['baseline', { app: 'echo', version: 'v1' }],
    ['deploy', { app: 'echo', version: 'v1' }],
    ['weight-25', { app: 'echo' }],
    ['weight-75', { app: 'echo' }],
    ['promote', { app: 'echo', version: 'v2' }],
    ['retire', { app: 'echo', version: 'v2' }],
  ])('%s: one Service over all pods that get something', (stage, selector) => {
    expect(find(all.get(stage)!, 'Service').spec).toEqual({
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
      selector,
    });
  });

  test('has an Ingress that never changes', () => {
    const routing = (stage: string) => all.get(stage)!.filter(({ kind }) => kind === 'Ingress');
    for (const stage of all.keys()) {
      expect(routing(stage)).toEqual([
        {
          apiVersion: 'voyager.appscode.com/v1',
          kind: 'Ingress',
          metadata: { name: 'echo', namespace: 'echo' },
          spec: { defaultBackend: { service: { name: 'echo', port: { number: 80 } } } },
        },
      ]);
    }
  });

  test('replaces pods without a moment in which one is missing', () => {
    expect(find(all.get('weight-25')!, 'Deployment', 'echo-v1').spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  test('counts on a pod only when HAProxy can know of it', () => {
    expect(find(all.get('weight-25')!, 'Deployment', 'echo-v1').spec.minReadySeconds).toBe(10);
  });

  test('computes weights for the numbers of pods', () => {
    const three = stages(application(1, 3), plan(...steps), new VoyagerProvider());
    expect(weights(three.get('weight-25')!)).toEqual({ 'echo-v1': '1 x 72', 'echo-v2': '3 x 8' });
    expect(weights(three.get('weight-75')!)).toEqual({ 'echo-v1': '1 x 25', 'echo-v2': '3 x 25' });
  });

  test('can be of v1beta1', () => {
    const beta = stages(
      echoApplication({ hosts: ['app.example'], paths: [HttpPath.prefix('/echo')] }),
      plan(),
      new VoyagerProvider({
        apiVersion: VoyagerApiVersion.V1BETA1,
        ingressName: 'web',
        annotations: { 'ingress.appscode.com/type': 'NodePort' },
      }),
    ).get('baseline')!;
    expect(find(beta, 'Ingress')).toEqual({
      apiVersion: 'voyager.appscode.com/v1beta1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'echo', annotations: { 'ingress.appscode.com/type': 'NodePort' } },
      spec: {
        rules: [
          {
            host: 'app.example',
            http: { paths: [{ path: '/echo', backend: { serviceName: 'echo', servicePort: '80' } }] },
          },
        ],
      },
    });
  });

  test('is put together with other constructs', () => {
    const chart = Testing.chart();
    new VoyagerWeighted(chart, 'echo', {
      application: application(1, 1),
      plan: plan(...steps),
      stage: 'weight-25',
      naming: VoyagerNaming.BY_ROLE,
    });
    expect(weights(Testing.synth(chart))).toEqual({ 'echo-previous': '1 x 75', 'echo-new': '1 x 25' });
  });

  test('tells the share that comes of it', () => {
    const provider = new VoyagerProvider();
    const release = plan(...steps, Step.weight(33.3));
    const share = (stage: string, v1: number, v2: number) =>
      String(provider.canaryShare(application(v1, v2), release.stage(stage)));
    expect([
      share('baseline', 1, 1),
      share('weight-25', 1, 3),
      share('weight-33-3', 1, 1),
      share('promote', 1, 3),
      share('retire', 1, 1),
    ]).toEqual(['0', '1/4', '1/3', '1', '1']);
  });
});

describe('Deployments called by role', () => {
  const release = plan(...steps);
  const all = stages(application(2, 2), release, new VoyagerProvider({ naming: VoyagerNaming.BY_ROLE }));

  test('carry the version as a label, and are told apart by another one that never changes', () => {
    const { spec } = find(all.get('weight-25')!, 'Deployment', 'echo-new');
    expect(spec.selector.matchLabels).toEqual({ app: 'echo', track: 'new' });
    expect(spec.template.metadata.labels).toEqual({ app: 'echo', track: 'new', version: 'v2' });
  });

  const versions = (objects: any[]) =>
    objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(
        ({ metadata, spec }) =>
          `${metadata.name} ${spec.template.metadata.labels.version} ` +
            `${spec.template.metadata.annotations['ingress.appscode.com/backend-weight']}`,
      );

  test('both run the stable version while no release is under way, and swap their parts for the next one', () => {
    expect(versions(all.get('baseline')!)).toEqual(['echo-previous v1 100', 'echo-new v1 100']);
    expect(versions(all.get('deploy')!)).toEqual(['echo-previous v1 100', 'echo-new v2 1']);
    expect(versions(all.get('promote')!)).toEqual(['echo-previous v1 1', 'echo-new v2 100']);
    expect(versions(all.get('retire')!)).toEqual(['echo-previous v2 100', 'echo-new v2 100']);
    const next = stages(application(2, 2), release.next('v3'), new VoyagerProvider({ naming: VoyagerNaming.BY_ROLE }));
    expect(next.get('baseline')).toEqual(all.get('retire'));
    expect(versions(next.get('weight-25')!)).toEqual(['echo-previous v2 36', 'echo-new v3 24']);
  });
});

describe('weights of pods', () => {
  test('reach every whole percentage exactly with equal numbers of pods, as percentages', () => {
    for (let percent = 1; percent < 100; percent++) {
      const { stable, canary, achieved } = podWeights(percent, 3, 3);
      expect([stable + canary, canary, achieved.asPercent]).toEqual([100, percent, percent]);
    }
  });

  test('are never zero, not even for a version that gets nothing', () => {
    expect(
      [podWeights(0, 3, 3), podWeights(100, 3, 3)].map(({ stable, canary, achieved }) => [
        stable,
        canary,
        String(achieved),
      ]),
    ).toEqual([
      [100, 1, '0'],
      [1, 100, '1'],
    ]);
  });

  test('are whole, at most 256, and never zero for a version that shall get something', () => {
    for (const [percent, stable, canary] of [
      [0.001, 1, 1],
      [99.999, 1, 1],
      [1, 1, 1000],
      [99, 1000, 1],
      [33.333, 7, 13],
    ]) {
      const found = podWeights(percent, stable, canary);
      expect(
        [found.stable, found.canary].every((weight) => Number.isInteger(weight) && weight >= 1 && weight <= 256),
      ).toBe(true);
    }
  });

  test('are the closest that there are', () => {
    const found = podWeights(33.3, 1, 1);
    const best = Math.abs(found.canary / (found.stable + found.canary) - 0.333);
    for (let stable = 1; stable <= 256; stable++) {
      for (let canary = 1; canary <= 256; canary++) {
        expect(Math.abs(canary / (stable + canary) - 0.333)).toBeGreaterThanOrEqual(best - 1e-12);
      }
    }
  });
});

function rollout(app: App, one: Application, options: VoyagerOptions = {}, some: Step[] = []): StagedRollout {
  return new StagedRollout(app, 'echo', {
    application: one,
    plan: plan(...some),
    provider: new VoyagerProvider(options),
  });
}

const NO_HEADERS =
  'Voyager has no header routes: its Ingress matches only hosts and path prefixes. ' +
    'Use Step.weight, or a provider that matches headers, such as GatewayApiProvider';

describe('over Voyager is refused', () => {
  test.each<[string, Application, VoyagerOptions, Step[], string[]]>([
    [
      'a header route',
      echoApplication(),
      {},
      [Step.headerRoute(HeaderMatch.exact('stage', 'canary'))],
      [`plan v1 → v2: step 1, headerRoute(stage: canary): ${NO_HEADERS}`],
    ],
    [
      'a mirror',
      echoApplication(),
      {},
      [Step.mirrorRoute(5)],
      [
        'plan v1 → v2: step 1, mirrorRoute(5): Voyager mirrors no requests. ' +
          'Omit the step, or use GatewayApiProvider, which mirrors a percentage',
      ],
    ],
    [
      'an analysis',
      echoApplication(),
      {},
      [Step.analysis({ templates: ['a'] })],
      [
        'plan v1 → v2: step 1, analysis(a): Voyager does not measure, ' +
          'and its stages are applied by hand or by a commit. Write a Step.pause() and measure ' +
          'before the next stage, or use a controller-run provider such as ArgoRolloutsProvider',
      ],
    ],
    [
      'a share out of reach',
      application(1, 10),
      {},
      [Step.weight(1)],
      [
        'Voyager: at the stage weight-1 of echo, v2 gets 10/121 of the requests ' +
          '(8.264 %) instead of 1 %, which is the nearest fraction with 1 pod of v1, ' +
          '10 pods of v2 and whole weights on the same scale in all stages: use other numbers of pods, ' +
          'for example with a Step.canaryScale before it, or accept the difference with weightTolerance',
      ],
    ],
    [
      'a share that is not exact where it has to be',
      application(1, 1),
      { weightTolerance: 0 },
      [Step.weight(33.3)],
      [
        'Voyager: at the stage weight-33-3 of echo, v2 gets 1/3 of the requests ' +
          '(33.333 %) instead of 33.3 %, which is the nearest fraction with 1 pod of v1, ' +
          '1 pod of v2 and whole weights on the same scale in all stages: use other numbers of pods, ' +
          'for example with a Step.canaryScale before it, or accept the difference with weightTolerance',
      ],
    ],
    [
      'a tolerance that is none',
      echoApplication(),
      { weightTolerance: '1' as any },
      [],
      [
        'Voyager: weightTolerance must be a number of percentage points from 0 to 100, ' +
          "given '1': write for example 0.5",
      ],
    ],
    [
      'an API version that does not exist',
      echoApplication(),
      { apiVersion: 'v2' as any },
      [],
      ["Voyager: apiVersion must be a VoyagerApiVersion, given 'v2': write for example VoyagerApiVersion.V1"],
    ],
    [
      'names that do not exist',
      echoApplication(),
      { naming: 'role' as any },
      [],
      ["Voyager: naming must be a VoyagerNaming, given 'role': write for example VoyagerNaming.BY_ROLE"],
    ],
    [
      'an exact path',
      echoApplication({ paths: [HttpPath.exact('/about')] }),
      {},
      [],
      [
        "Voyager: the exact path '/about' would also match longer paths, " +
          "because Voyager supports only prefixes: expose it as HttpPath.prefix('/about')",
      ],
    ],
    [
      'a path in the words of HAProxy',
      echoApplication({ paths: [HttpPath.prefix("/a'b")] }),
      {},
      [],
      [
        "Voyager: the path '/a'b' has characters with a special meaning " +
          "in HAProxy's configuration: use letters, digits and -_.:/ only",
      ],
    ],
    [
      'paths that Voyager takes for one',
      echoApplication({ paths: [HttpPath.prefix('/a/b'), HttpPath.prefix('/a-b')] }),
      {},
      [],
      [
        "Voyager: the paths '/a/b' and '/a-b' become the same HAProxy condition, " +
          'because its name replaces slashes by dashes: expose one of them',
      ],
    ],
    [
      "a weight of the pods' own",
      echoApplication({
        versions: {
          v1: httpEcho('v1'),
          v2: Version.container({ image: 'i', podAnnotations: { 'ingress.appscode.com/backend-weight': '5' } }),
        },
      }),
      {},
      [],
      [
        "Voyager: the pods of version 'v2' have the annotation " +
          "'ingress.appscode.com/backend-weight', which the rollout writes: omit it",
      ],
    ],
    [
      'the label that tells roles apart',
      echoApplication({ labels: { track: 'web' } }),
      { naming: VoyagerNaming.BY_ROLE },
      [],
      ["Voyager: the label 'track' distinguishes the pods of 'echo-previous' and 'echo-new': choose another key"],
    ],
    [
      'annotations that are none',
      echoApplication(),
      { annotations: { 'a b': 'c' } },
      [],
      [
        "Voyager: the annotation 'a b' is not a label key: use a name of at most 63 letters, " +
          'digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
      ],
    ],
    [
      'a name that is none',
      echoApplication(),
      { ingressName: 'A' },
      [],
      [
        "Voyager: the Ingress's name 'A' does not fit, because Voyager names its own objects voyager-<ingress>: " +
          'use at most 55 lower-case letters, digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      'a name too long for what Voyager puts before it',
      echoApplication(),
      { ingressName: 'a'.repeat(56) },
      [],
      [
        `Voyager: the Ingress's name '${'a'.repeat(56)}' does not fit, ` +
          'because Voyager names its own objects voyager-<ingress>: ' +
          'use at most 55 lower-case letters, digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      "an Ingress whose own Service would be the application's",
      echoApplication({ name: 'voyager-echo' }),
      { ingressName: 'echo' },
      [],
      [
        "Voyager: Voyager creates a Service voyager-echo for the Ingress 'echo', " +
          "which would overwrite the application's Service: give another ingressName",
      ],
    ],
    [
      'what sends everybody to HTTPS',
      echoApplication(),
      { annotations: { 'ingress.appscode.com/force-ssl-redirect': 'True' } },
      [],
      [
        "Voyager: the annotation 'ingress.appscode.com/force-ssl-redirect' would " +
          'redirect all clients to HTTPS, which the Ingress does not serve: omit it',
      ],
    ],
    [
      'what makes TCP of HTTP',
      echoApplication(),
      { annotations: { 'ingress.appscode.com/ssl-passthrough': 'true' } },
      [],
      [
        "Voyager: the annotation 'ingress.appscode.com/ssl-passthrough' " +
          'would turn all HTTP rules into TCP rules: omit it',
      ],
    ],
    [
      'what changes the hosts',
      echoApplication(),
      { annotations: { 'ingress.appscode.com/use-node-port': '1' } },
      [],
      [
        "Voyager: the annotation 'ingress.appscode.com/use-node-port' " +
          'would match hosts only with their node ports: omit it',
      ],
    ],
    [
      'what hides the Ingress',
      echoApplication(),
      { annotations: { 'ingress.appscode.com/api-schema': 'extension/v1beta1' } },
      [],
      ["Voyager: the annotation 'ingress.appscode.com/api-schema' would hide the Ingress from Voyager: omit it"],
    ],
    [
      'a second line of configuration',
      echoApplication(),
      { annotations: { 'ingress.appscode.com/rewrite-target': '/\n  http-request deny' } },
      [],
      [
        "Voyager: the annotation 'ingress.appscode.com/rewrite-target' has control characters, " +
          "and Voyager copies it unchanged into HAProxy's configuration: write it in one line",
      ],
    ],
  ])('%s', (_, one, options, some, expected) => {
    const app = Testing.app();
    rollout(app, one, options, some);
    expect(faultsOf(app)).toEqual(expected.map((fault) => `[echo] ${fault}`));
  });

  test('an application that is called like the Service that Voyager makes for another one', () => {
    const app = Testing.app();
    rollout(app, echoApplication());
    new StagedRollout(app, 'other', {
      application: echoApplication({ name: 'voyager-echo' }),
      plan: plan(),
      provider: new VoyagerProvider(),
    });
    expect(faultsOf(app)).toEqual([
      '[other] Voyager: echo/voyager-echo has the name of the Service that Voyager creates for ' +
        'the Ingress of echo/echo, so one would overwrite the other: give one of them another name',
    ]);
  });

  test('less than half of a small share, whatever the tolerance for greater ones', () => {
    const app = Testing.app();
    rollout(app, application(1, 1), {}, [Step.weight(0.3)]);
    expect(faultsOf(app)).toEqual([
      '[echo] Voyager: at the stage weight-0-3 of echo, v2 gets 1/113 of the requests ' +
        '(0.885 %) instead of 0.3 %, which is the nearest fraction with 1 pod of v1, ' +
        '1 pod of v2 and whole weights on the same scale in all stages: use other numbers of pods, ' +
        'for example with a Step.canaryScale before it, or accept the difference with weightTolerance',
    ]);
  });

  test('nothing that comes close enough, but it is told', () => {
    const provider = new VoyagerProvider({ lifeCycleNotice: false });
    const app = Testing.app();
    new StagedRollout(app, 'echo', { application: application(1, 1), plan: plan(Step.weight(33.3)), provider });
    expect(faultsOf(app)).toEqual([]);
    expect(provider.notices(application(1, 1), plan(Step.weight(33.3)))).toEqual([
      'Voyager: at the stage weight-33-3 of echo, v2 gets 1/3 of the requests (33.333 %) instead of 33.3 %, which ' +
        'is the nearest fraction with 1 pod of v1, 1 pod of v2 and whole weights on the same scale in all stages.',
    ]);
    expect(provider.notices(application(1, 3), plan(...steps))).toEqual([]);
  });

  test('nothing that goes wrong for a while only, but it is told', () => {
    const provider = new VoyagerProvider({ lifeCycleNotice: false });
    const scaled = plan(
      Step.canaryScale(CanaryScale.replicas(1)),
      Step.weight(25),
      Step.canaryScale(CanaryScale.replicas(4)),
      Step.weight(50),
    );
    expect(provider.notices(application(4, 4), scaled)).toEqual([
      'Voyager: at the stage scale-4-replicas of echo, v2 gets 57.1 % instead of 25 % until ' +
        'its pods are replaced, because Kubernetes scales before it changes their weight: ' +
        'to avoid this, scale before the first weight.',
    ]);
  });

  test('no affinity, but it is told', () => {
    const provider = new VoyagerProvider({
      lifeCycleNotice: false,
      annotations: { 'ingress.appscode.com/affinity': 'cookie' },
    });
    expect(provider.notices(application(1, 1), plan(Step.weight(25)))).toEqual([
      'Voyager: clients of echo stay with their pod (session affinity), so the weights apply to new clients only.',
    ]);
  });
});
