import { Duration, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AntiAffinity,
  Application,
  ArgoRollout,
  ArgoRolloutsOptions,
  ArgoRolloutsProvider,
  CanaryScale,
  HeaderMatch,
  HttpPath,
  HttpRequest,
  IstioSplit,
  RolloutDeployer,
  RolloutMoment,
  RolloutPlan,
  StagedRollout,
  Step,
  Traffic,
  TrafficRouting,
  Version,
  WorkloadReference,
} from '../../../src';
import { echoApplication, find, stages } from '../../support/rollouts';

const canary = (steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });

function objects(
  options: ArgoRolloutsOptions,
  steps: Step[] = [],
  application: Application = echoApplication(),
): Map<string, any[]> {
  return stages(application, canary(steps), new ArgoRolloutsProvider(options));
}

function rolloutOf(options: ArgoRolloutsOptions, steps: Step[] = [], application?: Application): any {
  return find(objects(options, steps, application).get('rollout')!, 'Rollout');
}

const stepsOf = (options: ArgoRolloutsOptions, ...steps: Step[]) =>
  rolloutOf(options, steps).spec.strategy.canary.steps;
const istio = { trafficRouting: TrafficRouting.istio() };
const lane = Step.headerRoute(HeaderMatch.exact('Stage', 'canary'));

describe('a plan that a controller runs', () => {
  test('has two stages, which differ in the version\'s pods alone', () => {
    const both = objects(istio, [lane, Step.pause(), Step.weight(20)]);
    expect([...both.keys()]).toEqual(['baseline', 'rollout']);
    const [before, now] = [both.get('baseline')!, both.get('rollout')!];
    const [was, is] = [before, now].map((all) => find(all, 'Rollout'));
    expect(was.spec.template).not.toEqual(is.spec.template);
    was.spec.template = is.spec.template;
    expect(before).toEqual(now);
  });

  test('becomes the baseline of the next release, byte for byte', () => {
    const app = Testing.app();
    const plan = canary([Step.weight(20)]);
    const provider = new ArgoRolloutsProvider(istio);
    const one = new StagedRollout(app, 'one', { application: echoApplication(), plan, provider });
    const next = new StagedRollout(app, 'next', { application: echoApplication(), plan: plan.next('v3'), provider });
    expect(next.chart('baseline').toJson()).toEqual(one.chart('rollout').toJson());
  });

  test('goes back by the baseline again', () => {
    const back = stages(echoApplication(), canary([Step.weight(20)]), new ArgoRolloutsProvider(istio), 'rollout');
    expect([...back.keys()]).toEqual(['rollback']);
    expect(back.get('rollback')).toEqual(objects(istio, [Step.weight(20)]).get('baseline'));
  });

  test('keeps the files of both versions until the next release, since both run', () => {
    const version = (text: string) =>
      Version.container({ image: 'i', configFiles: [{ mountPath: '/x', files: { text } }] });
    const application = echoApplication({ versions: { v1: version('one'), v2: version('two') } });
    const names = (stage: string) =>
      objects(istio, [], application)
        .get(stage)!
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ metadata }) => metadata.name);
    expect([names('baseline'), names('rollout')]).toEqual([['echo-v1-config'], ['echo-v1-config', 'echo-v2-config']]);
  });

  test('writes the Rollout after the routes that its controller looks for', () => {
    expect(
      objects(istio)
        .get('rollout')!
        .map(({ kind }) => kind),
    ).toEqual(['Service', 'Service', 'VirtualService', 'Rollout']);
  });

  test('is installed by a steady plan, and then released by the next one', () => {
    const provider = new ArgoRolloutsProvider(istio);
    expect([...stages(echoApplication(), RolloutPlan.steady('v1'), provider).keys()]).toEqual(['baseline']);
    expect([
      ...stages(echoApplication(), RolloutPlan.steady('v1').next('v2', [Step.weight(5)]), provider).keys(),
    ]).toEqual(['baseline', 'rollout']);
  });
});

describe('the steps of a Rollout', () => {
  test('are those of the plan, after the size that a plan means when it says nothing', () => {
    expect(
      stepsOf(
        istio,
        lane,
        Step.pause(),
        Step.weight(20),
        Step.analysis({ templates: ['ok'], args: { a: 'b' }, clusterScoped: true }),
        Step.canaryScale(CanaryScale.replicas(3)),
      ),
    ).toEqual([
      { setCanaryScale: { weight: 100 } },
      { setHeaderRoute: { name: 'header-test', match: [{ headerName: 'stage', headerValue: { exact: 'canary' } }] } },
      { pause: {} },
      { setWeight: 20 },
      { analysis: { templates: [{ templateName: 'ok', clusterScope: true }], args: [{ name: 'a', value: 'b' }] } },
      { setCanaryScale: { replicas: 3 } },
    ]);
  });

  test.each<[string, CanaryScale, any[]]>([
    ['as many pods as the weight, which Argo does by itself', CanaryScale.matchWeight(), []],
    ['a share', CanaryScale.percent(50), [{ setCanaryScale: { weight: 50 } }]],
    ['a number', CanaryScale.replicas(2), [{ setCanaryScale: { replicas: 2 } }]],
    ['all', CanaryScale.full(), [{ setCanaryScale: { weight: 100 } }]],
  ])('begin with the size that the plan begins with: %s', (_, scale, expected) => {
    expect(stepsOf(istio, Step.canaryScale(scale), Step.weight(5))).toEqual([...expected, { setWeight: 5 }]);
  });

  test('are never none where a router divides the requests, since then nobody would wait for the canary', () => {
    expect(stepsOf(istio)).toEqual([{ setCanaryScale: { weight: 100 } }]);
    expect(stepsOf(istio, Step.canaryScale(CanaryScale.matchWeight()))).toEqual([
      { setCanaryScale: { matchTrafficWeight: true } },
    ]);
  });

  test('say a size that matches the weight where it comes later', () => {
    const expected = [
      { setCanaryScale: { weight: 100 } },
      { setWeight: 5 },
      { setCanaryScale: { matchTrafficWeight: true } },
    ];
    expect(stepsOf(istio, Step.weight(5), Step.canaryScale(CanaryScale.matchWeight()))).toEqual(expected);
  });

  test.each<[Duration, string]>([
    [Duration.days(1), '24h'],
    [Duration.hours(2), '2h'],
    [Duration.minutes(90), '90m'],
    [Duration.seconds(90), '90s'],
    [Duration.millis(2000), '2s'],
  ])('say a pause in units that Go knows, so days in hours: %p', (duration, expected) => {
    expect(stepsOf({}, Step.pause(duration))).toEqual([{ pause: { duration: expected } }]);
  });

  test.each<[HeaderMatch, any]>([
    [HeaderMatch.exact('X-A', 'b'), { headerName: 'x-a', headerValue: { exact: 'b' } }],
    [HeaderMatch.prefix('a', 'b'), { headerName: 'a', headerValue: { prefix: 'b' } }],
    [HeaderMatch.regex('a', 'b|c'), { headerName: 'a', headerValue: { regex: 'b|c' } }],
    [HeaderMatch.present('a'), { headerName: 'a', headerValue: { regex: '.*' } }],
  ])('match a header as Envoy does: %s', (match, expected) => {
    expect(stepsOf(istio, Step.headerRoute(match))[1].setHeaderRoute.match).toEqual([expected]);
  });

  test('open a route for each lane and one for the mirror, lanes first', () => {
    const { steps, trafficRouting } = rolloutOf(istio, [
      Step.mirrorRoute(5),
      lane,
      Step.headerRoute(HeaderMatch.exact('a', 'b')),
      Step.mirrorRoute(0),
    ]).spec.strategy.canary;
    expect(trafficRouting.managedRoutes).toEqual([
      { name: 'header-test' },
      { name: 'header-test-2' },
      { name: 'mirror' },
    ]);
    expect(steps.slice(1).map((step: any) => step.setHeaderRoute?.name ?? step.setMirrorRoute)).toEqual([
      { name: 'mirror', percentage: 5, match: [{ path: { prefix: '/' } }] },
      'header-test',
      'header-test-2',
      { name: 'mirror' },
    ]);
  });

  test('copy requests to the application\'s paths only', () => {
    const application = echoApplication({ paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')] });
    expect(
      rolloutOf(istio, [Step.mirrorRoute(5)], application).spec.strategy.canary.steps[1].setMirrorRoute.match,
    ).toEqual([{ path: { prefix: '/a' } }, { path: { exact: '/b' } }]);
  });

  test('write weights finer than 1 % over ingress-nginx with a larger total, and sizes as numbers of pods', () => {
    const application = echoApplication({
      hosts: ['app.example'],
      versions: { v1: Version.container({ image: 'i' }), v2: Version.container({ image: 'i', replicas: 4 }) },
    });
    const given = [Step.weight(0.5), Step.weight(50), Step.canaryScale(CanaryScale.percent(30))];
    const { steps, trafficRouting } = rolloutOf({ trafficRouting: TrafficRouting.nginx() }, given, application).spec
      .strategy.canary;
    expect(trafficRouting.maxTrafficWeight).toBe(1000);
    expect(steps).toEqual([
      { setCanaryScale: { replicas: 4 } },
      { setWeight: 5 },
      { setWeight: 500 },
      { setCanaryScale: { replicas: 2 } },
    ]);
  });

  test('have what is asked of the size in the background analysis\'s first step too', () => {
    const analysis = (...steps: Step[]) =>
      rolloutOf({ ...istio, backgroundAnalysis: { templates: ['ok'], startingStep: 1 } }, steps).spec.strategy.canary
        .analysis;
    expect(analysis(Step.weight(5), Step.weight(6))).toEqual({ templates: [{ templateName: 'ok' }], startingStep: 2 });
    expect(analysis(Step.canaryScale(CanaryScale.matchWeight()), Step.weight(6))).toEqual({
      templates: [{ templateName: 'ok' }],
      startingStep: 0,
    });
    expect(analysis(Step.canaryScale(CanaryScale.full()), Step.weight(6))).toEqual({
      templates: [{ templateName: 'ok' }],
      startingStep: 1,
    });
  });
});

describe('the options of a Rollout', () => {
  test('are printed where they belong', () => {
    const { spec } = rolloutOf({
      trafficRouting: TrafficRouting.istio(),
      rolloutName: 'web',
      stableServiceName: 'web-stable',
      canaryServiceName: 'web-next',
      canaryMetadata: { labels: { role: 'canary' } },
      stableMetadata: { annotations: { role: 'stable' } },
      scaleDownDelay: Duration.minutes(1),
      abortScaleDownDelay: Duration.seconds(0),
      progressDeadline: Duration.minutes(20),
      progressDeadlineAbort: true,
      minReady: Duration.seconds(5),
      revisionHistoryLimit: 3,
      rollbackWindow: 2,
      minPodsPerReplicaSet: 2,
      antiAffinity: AntiAffinity.preferred(50),
    });
    expect(spec).toMatchObject({ minReadySeconds: 5, progressDeadlineSeconds: 1200, progressDeadlineAbort: true });
    expect(spec).toMatchObject({ revisionHistoryLimit: 3, rollbackWindow: { revisions: 2 } });
    expect(spec.strategy.canary).toMatchObject({
      stableService: 'web-stable',
      canaryService: 'web-next',
      canaryMetadata: { labels: { role: 'canary' } },
      stableMetadata: { annotations: { role: 'stable' } },
      scaleDownDelaySeconds: 60,
      abortScaleDownDelaySeconds: 0,
      minPodsPerReplicaSet: 2,
      antiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: { weight: 50 } },
    });
    expect(
      rolloutOf({ ...istio, dynamicStableScale: true, antiAffinity: AntiAffinity.required() }).spec.strategy.canary,
    ).toMatchObject({ dynamicStableScale: true, antiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } });
    expect(rolloutOf({ maxSurge: '1', maxUnavailable: '25%' }).spec.strategy.canary).toMatchObject({
      maxSurge: 1,
      maxUnavailable: '25%',
    });
  });

  test('are none where none are given', () => {
    expect(rolloutOf({}).spec).toEqual({
      replicas: 1,
      selector: { matchLabels: { app: 'echo' } },
      strategy: { canary: { steps: [] } },
      template: {
        metadata: { labels: { app: 'echo', version: 'v2' } },
        spec: { containers: [expect.objectContaining({ image: 'hashicorp/http-echo' })] },
      },
    });
  });

  test('lead to a Deployment that holds the template, which is not written', () => {
    const written = objects({
      ...istio,
      workload: WorkloadReference.deployment({ name: 'old', selector: { team: 'web' } }),
    }).get('rollout')!;
    expect(find(written, 'Rollout').spec).toMatchObject({
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'old', scaleDown: 'onsuccess' },
      selector: { matchLabels: { team: 'web' } },
    });
    expect(find(written, 'Rollout').spec.template).toBeUndefined();
    expect(written.map(({ kind }) => kind)).not.toContain('Deployment');
    // The controller refuses Services that select anything else.
    expect(written.filter(({ kind }) => kind === 'Service').map(({ spec }) => spec.selector)).toEqual([
      { team: 'web' },
      { team: 'web' },
    ]);
    const bySubset = objects({
      trafficRouting: TrafficRouting.istio({ split: IstioSplit.BY_SUBSET }),
      workload: WorkloadReference.deployment({ name: 'old', selector: { team: 'web' } }),
    });
    expect(find(bySubset.get('rollout')!, 'DestinationRule').spec.subsets.map(({ labels }: any) => labels)).toEqual([
      { team: 'web' },
      { team: 'web' },
    ]);
  });

  test('with a Deployment that holds the template, its pods are who answers', () => {
    const deployment = (version: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'old', namespace: 'echo' },
      spec: {
        selector: { matchLabels: { app: 'echo' } },
        template: {
          metadata: { labels: { app: 'echo', version } },
          spec: { containers: [{ name: 'a', image: version }] },
        },
      },
    });
    const written = objects({ ...istio, workload: WorkloadReference.deployment({ name: 'old' }) }, [Step.weight(25)]);
    const moment = RolloutMoment.at({
      rollout: 'echo/echo',
      before: [...written.get('baseline')!, deployment('1.0')],
      step: 1,
    });
    expect(
      Traffic.during([...written.get('rollout')!, deployment('2.0')], moment)
        .split(HttpRequest.to('http://echo.echo/'))
        .toString(),
    ).toBe('1.0 3/4, 2.0 1/4');
  });

  test('survive as patches where they are not modelled', () => {
    const chart = Testing.chart();
    const rollout = new ArgoRollout(chart, 'echo', {
      application: echoApplication(),
      plan: canary([]),
      stage: 'rollout',
      trafficRouting: TrafficRouting.istio(),
    });
    rollout.apiObjects
      .find(({ kind }) => kind === 'Rollout')!
      .addJsonPatch(JsonPatch.add('/spec/restartAt', '2026-01-01T00:00:00Z'));
    expect(find(Testing.synth(chart), 'Rollout').spec.restartAt).toBe('2026-01-01T00:00:00Z');
  });
});

describe('an autoscaler', () => {
  test('decides about the number of pods of a Rollout that is its target', () => {
    const chart = Testing.chart();
    const rollout = new ArgoRollout(chart, 'echo', {
      application: echoApplication(),
      plan: canary([Step.weight(5)]),
      stage: 'baseline',
      trafficRouting: TrafficRouting.istio(),
    });
    expect(rollout.hasAutoscaler).toBe(false);
    new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
      target: rollout,
      maxReplicas: 10,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    });
    const written = Testing.synth(chart);
    expect(find(written, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'echo',
    });
    expect(find(written, 'Rollout').spec.replicas).toBeUndefined();
    expect(rollout.hasAutoscaler).toBe(true);
  });

  test('of elsewhere is made way for by an option', () => {
    expect(rolloutOf({ ...istio, autoscaled: true }).spec.replicas).toBeUndefined();
    expect(rolloutOf(istio).spec.replicas).toBe(1);
  });
});

describe('what is written for a router', () => {
  test('is a VirtualService over two Services, for sidecars', () => {
    const written = objects(istio).get('baseline')!;
    expect(find(written, 'VirtualService').spec).toEqual({
      hosts: ['echo'],
      gateways: ['mesh'],
      http: [
        {
          name: 'primary',
          route: [
            { destination: { host: 'echo' }, weight: 100 },
            { destination: { host: 'echo-canary' }, weight: 0 },
          ],
        },
      ],
    });
    expect(find(written, 'Rollout').spec.strategy.canary.trafficRouting).toEqual({
      istio: { virtualService: { name: 'echo', routes: ['primary'] } },
    });
  });

  test('is a DestinationRule with two subsets of one Service, and no canary Service', () => {
    const written = objects({
      trafficRouting: TrafficRouting.istio({ split: IstioSplit.BY_SUBSET, stableSubset: 'a', canarySubset: 'b' }),
    }).get('baseline')!;
    expect(find(written, 'DestinationRule').spec).toEqual({
      host: 'echo',
      subsets: [
        { name: 'a', labels: { app: 'echo' } },
        { name: 'b', labels: { app: 'echo' } },
      ],
    });
    const { canary: strategy } = find(written, 'Rollout').spec.strategy;
    expect(strategy.trafficRouting.istio.destinationRule).toEqual({
      name: 'echo',
      stableSubsetName: 'a',
      canarySubsetName: 'b',
    });
    expect([strategy.stableService, strategy.canaryService, find(written, 'Service').metadata.name]).toEqual([
      undefined,
      undefined,
      'echo',
    ]);
  });

  test('is a Gateway too, with HTTPS where there is a certificate', () => {
    const application = echoApplication({
      hosts: ['app.example'],
      paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
    });
    const written = objects(
      { trafficRouting: TrafficRouting.istio({ gateway: { credentialName: 'tls' } }) },
      [],
      application,
    ).get('baseline')!;
    expect(find(written, 'Gateway').spec).toEqual({
      selector: { istio: 'ingressgateway' },
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['app.example'], tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['app.example'],
          tls: { mode: 'SIMPLE', credentialName: 'tls' },
        },
      ],
    });
    expect(find(written, 'VirtualService').spec).toMatchObject({
      hosts: ['app.example'],
      gateways: ['echo'],
      http: [{ match: [{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }] }],
    });
  });

  test('is nothing where a VirtualService is there already', () => {
    const written = objects({
      trafficRouting: TrafficRouting.istio({
        virtualService: { name: 'web', namespace: 'platform', routes: ['a', 'b'] },
      }),
    }).get('baseline')!;
    expect(written.map(({ kind }) => kind)).toEqual(['Service', 'Service', 'Rollout']);
    expect(find(written, 'Rollout').spec.strategy.canary.trafficRouting.istio).toEqual({
      virtualService: { name: 'web.platform', routes: ['a', 'b'] },
    });
  });

  test('is one rule of an HTTPRoute, and the plugin is told of it', () => {
    const application = echoApplication({
      hosts: ['app.example'],
      servicePort: 81,
      paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
    });
    const trafficRouting = TrafficRouting.gatewayApi({ gateways: [{ name: 'public', namespace: 'infra' }] });
    const written = objects(
      { trafficRouting },
      [Step.headerRoute(HeaderMatch.exact('X-A', 'b'), HeaderMatch.exact('c', 'd'))],
      application,
    ).get('rollout')!;
    expect(find(written, 'HTTPRoute').spec).toEqual({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'infra' }],
      hostnames: ['app.example'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/a' } }, { path: { type: 'Exact', value: '/b' } }],
          backendRefs: [
            { group: '', kind: 'Service', name: 'echo', port: 81, weight: 100 },
            { group: '', kind: 'Service', name: 'echo-canary', port: 81, weight: 0 },
          ],
        },
      ],
    });
    const { trafficRouting: told, steps } = find(written, 'Rollout').spec.strategy.canary;
    expect(told).toEqual({
      managedRoutes: [{ name: 'header-test' }],
      plugins: {
        'argoproj-labs/gatewayAPI': { namespace: 'echo', httpRoutes: [{ name: 'echo', useHeaderRoutes: true }] },
      },
    });
    expect(steps[1].setHeaderRoute.match).toEqual([
      { headerName: 'X-A', headerValue: { exact: 'b' } },
      { headerName: 'c', headerValue: { exact: 'd' } },
    ]);
  });

  test('has expressions with their anchors where an implementation of the Gateway API is said to take any', () => {
    const trafficRouting = TrafficRouting.gatewayApi({
      gateways: [{ name: 'public' }],
      acceptRegularExpressions: true,
    });
    const values = (match: HeaderMatch) =>
      stepsOf({ trafficRouting }, Step.headerRoute(match))[1].setHeaderRoute.match[0].headerValue;
    expect(
      [HeaderMatch.prefix('a', 'b.'), HeaderMatch.regex('a', 'b|c'), HeaderMatch.present('a')].map(values),
    ).toEqual([{ regex: '^b\\..*$' }, { regex: '^(?:b|c)$' }, { regex: '^.*$' }]);
  });

  test('is an Ingress whose canary has the options\' annotations', () => {
    const trafficRouting = TrafficRouting.nginx({
      ingressName: 'web',
      lane: HeaderMatch.prefix('x-user', 'qa.'),
      choiceCookie: 'choice',
      canaryAnnotations: { 'a.example/b': 'c' },
      tls: [{ secretName: 'tls' }],
    });
    const written = objects({ trafficRouting }, [], echoApplication({ hosts: ['app.example'] })).get('rollout')!;
    expect(find(written, 'Ingress').spec.tls).toEqual([{ hosts: ['app.example'], secretName: 'tls' }]);
    expect(find(written, 'Rollout').spec.strategy.canary.trafficRouting).toEqual({
      nginx: {
        stableIngress: 'web',
        additionalIngressAnnotations: {
          'canary-by-cookie': 'choice',
          'canary-by-header': 'x-user',
          'canary-by-header-pattern': '^qa\\.',
        },
        canaryIngressAnnotations: { 'a.example/b': 'c' },
      },
    });
  });

  test('may be touched by a deployer, and nothing else', () => {
    const resources = (trafficRouting?: TrafficRouting) => {
      const chart = Testing.chart();
      new RolloutDeployer(chart, 'deployer', {
        application: echoApplication(),
        provider: new ArgoRolloutsProvider({ trafficRouting }),
      });
      return find(Testing.synth(chart), 'Role').rules.flatMap((rule: any) => rule.resources);
    };
    expect(resources()).toEqual(['services', 'rollouts']);
    expect(resources(TrafficRouting.nginx())).toEqual(['services', 'rollouts', 'ingresses']);
    expect(resources(TrafficRouting.istio({ split: IstioSplit.BY_SUBSET, gateway: {} }))).toEqual([
      'services',
      'rollouts',
      'destinationrules',
      'gateways',
      'virtualservices',
    ]);
    expect(resources(TrafficRouting.gatewayApi({ gateways: [{ name: 'a' }] }))).toEqual([
      'services',
      'rollouts',
      'httproutes',
    ]);
  });
});

describe('what is told', () => {
  function told(options: ArgoRolloutsOptions, steps: Step[], replicas: number): string[] {
    const application = echoApplication({
      hosts: options.trafficRouting ? ['app.example'] : [],
      versions: { v1: Version.container({ image: 'i' }), v2: Version.container({ image: 'i', replicas }) },
    });
    return new ArgoRolloutsProvider(options).notices(application, canary(steps));
  }

  test.each<[number, number, string | undefined, string | undefined]>([
    [4, 20, undefined, undefined],
    [10, 30, undefined, undefined],
    [10, 5, undefined, "1 of 11 pods are v2's, which is 9.1 %, the nearest that 10 pods allow"],
    [3, 50, undefined, undefined],
    [3, 50, '0', "2 of 3 pods are v2's, which is 66.7 %, the nearest that 3 pods allow"],
    [1, 5, undefined, "1 of 2 pods are v2's, which is 50 %, the nearest that 1 pod allows"],
    [1, 5, '0', "0 of 1 pods are v2's, which is 0 %, the nearest that 1 pod allows"],
    [2, 99, undefined, "2 of 3 pods are v2's, which is 66.7 %, the nearest that 2 pods allow"],
    [5, 100, undefined, undefined],
  ])(
    'without a router, the share that %s pods allow for %s %, with a surge of %s',
    (replicas, weight, maxSurge, expected) => {
      const plain = expected && `Argo Rollouts without a router: echo, step 1, weight(${weight}): ${expected}.`;
      expect(told({ maxSurge }, [Step.weight(weight)], replicas)).toEqual(plain === undefined ? [] : [plain]);
    },
  );

  test('without a router and with an autoscaler, that shares depend on it', () => {
    expect(told({ autoscaled: true }, [Step.weight(5)], 1)).toEqual([
      'Argo Rollouts without a router: shares of echo depend on how many pods its autoscaler asks for: ' +
        "with few pods they are far from the plan's.",
    ]);
  });

  test('over ingress-nginx its end, unless it is silenced', () => {
    const nginx = TrafficRouting.nginx();
    expect(told({ trafficRouting: nginx }, [], 1)).toEqual([expect.stringContaining('retired in March 2026')]);
    expect(told({ trafficRouting: nginx, lifeCycleNotice: false }, [], 1)).toEqual([]);
  });

  test('over Istio that a lane takes every path of a VirtualService that is there already', () => {
    const trafficRouting = TrafficRouting.istio({ virtualService: { name: 'web', routes: ['primary'] } });
    expect(told({ trafficRouting }, [lane], 1)).toEqual([
      'Argo Rollouts over Istio: a header route of echo takes every path and host of the VirtualService web, ' +
        'including requests for other applications (argoproj/argo-rollouts#3879).',
    ]);
    expect(told({ trafficRouting }, [Step.weight(5)], 1)).toEqual([]);
  });
});
