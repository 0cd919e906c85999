import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import {
  AnalysisMetric,
  AnalysisTemplate,
  Application,
  ArgoRollout,
  ArgoRolloutsProvider,
  ContainerProbe,
  Delivery,
  GatewayApiProvider,
  GlooApp,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HttpRequest,
  IngressNginxCanary,
  IngressNginxProvider,
  IProvider,
  RolloutDeployer,
  RolloutMoment,
  RolloutPlan,
  RolloutValidation,
  RouterMetrics,
  StagedRollout,
  StateCheck,
  Step,
  Traffic,
  TrafficRouting,
  Transition,
  Version,
  VoyagerProvider,
  WorkloadReference,
} from '../../src';
import { echoApplication, faultsOf } from '../support/rollouts';

const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });
const version = (props: any) => Version.container({ image: 'registry.example/echo:1', ...props });

/** What an app reports that has one rollout. */
function reported({
  application = echoApplication(),
  provider = new IngressNginxProvider() as IProvider,
  ...props
}: any): string[] {
  const app = Testing.app();
  new StagedRollout(app, 'echo', { application, plan, provider, ...props });
  return faultsOf(app).map((fault) => fault.replace(/^\[echo\] /, ''));
}

describe('a property that nobody reads is refused, with the one that was meant', () => {
  test('of an application, whose hosts, TLS and size would be lost in silence', () => {
    expect(new Application({ ...echoApplication(), host: ['app.example'], replica: 4 } as any).validate()).toEqual(
      expect.arrayContaining([
        "application 'echo': there is no property 'host': did you mean 'hosts'?",
        expect.stringMatching(
          /^application 'echo': there is no property 'replica': the properties are containerPort, hosts, labels, /,
        ),
      ]),
    );
  });

  test('of a version', () => {
    const versions = { v1: version({ replica: 4, resources: { request: { cpu: '1' } } }), v2: version({}) };
    expect(reported({ application: echoApplication({ versions }) })).toEqual([
      'application \'echo\': version \'v1\': there is no property \'replica\': did you mean \'replicas\'?',
      'application \'echo\': version \'v1\': there is no property \'request\' of resources: did you mean \'requests\'?',
    ]);
    const probe = ContainerProbe.httpGet('/', { timeOut: 3 } as any);
    expect(
      reported({
        application: echoApplication({ versions: { v1: version({ readinessProbe: probe }), v2: version({}) } }),
      }),
    ).toEqual(["application 'echo': version 'v1': a probe: there is no property 'timeOut': did you mean 'timeout'?"]);
    const spec = Version.podSpec({ containers: [{ name: 'a', image: 'b' }] }, { replica: 2 } as any);
    expect(reported({ application: echoApplication({ versions: { v1: spec, v2: version({}) } }) }))
      .toEqual(['application \'echo\': version \'v1\': there is no property \'replica\': did you mean \'replicas\'?']);
  });

  test('of a plan, and of a measurement in it', () => {
    expect(RolloutPlan.canary({ stable: 'v1', canary: 'v2', step: [], steps: [] } as any).validate()).toEqual([
      "there is no property 'step': did you mean 'steps'?",
    ]);
    const measured = Step.analysis({ templates: ['t'], arg: { a: 'b' } } as any);
    expect(RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [measured] }).validate()).toEqual([
      "step 1, analysis(t): there is no property 'arg': did you mean 'args'?",
    ]);
  });

  test.each<[string, IProvider, string]>([
    [
      'ingress-nginx',
      new IngressNginxProvider({ tsl: [{ secretName: 's' }] } as any),
      "ingress-nginx: there is no property 'tsl': did you mean 'tls'?",
    ],
    [
      'a certificate of ingress-nginx',
      new IngressNginxProvider({ tls: [{ secretName: 's', host: ['a'] }] } as any),
      "ingress-nginx: there is no property 'host' of tls[0]: did you mean 'hosts'?",
    ],
    [
      'Gloo',
      new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { a: 'b' } }), onEmtpy: 'any' } as any),
      "Gloo: there is no property 'onEmtpy': did you mean 'onEmpty'?",
    ],
    [
      'a RouteTable',
      new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { a: 'b' }, weigth: 1 } as any) }),
      "Gloo: the RouteTable: there is no property 'weigth': did you mean 'weight'?",
    ],
    [
      'Voyager',
      new VoyagerProvider({ nameing: 'by role' } as any),
      "Voyager: there is no property 'nameing': did you mean 'naming'?",
    ],
    [
      'the Gateway API',
      new GatewayApiProvider({ gateways: [{ name: 'public', sectionname: 'a' }] } as any),
      "Gateway API: there is no property 'sectionname' of gateways[0]: did you mean 'sectionName'?",
    ],
    [
      'Argo Rollouts',
      new ArgoRolloutsProvider({ trafficRoutings: TrafficRouting.none() } as any),
      "Argo Rollouts: there is no property 'trafficRoutings': did you mean 'trafficRouting'?",
    ],
    [
      'its metadata',
      new ArgoRolloutsProvider({ canaryMetadata: { label: {} } } as any),
      "Argo Rollouts: there is no property 'label' of canaryMetadata: did you mean 'labels'?",
    ],
    [
      'its workload',
      new ArgoRolloutsProvider({ workload: WorkloadReference.deployment({ name: 'echo', scaledown: 'never' } as any) }),
      "Argo Rollouts: workload: there is no property 'scaledown': did you mean 'scaleDown'?",
    ],
    [
      'its background analysis',
      new ArgoRolloutsProvider({ backgroundAnalysis: { templates: ['t'], startingstep: 1 } } as any),
      "Argo Rollouts: there is no property 'startingstep' of backgroundAnalysis: did you mean 'startingStep'?",
    ],
    [
      'Istio below it',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio({ gateway: { selectors: {} } } as any) }),
      "Argo Rollouts over Istio: there is no property 'selectors' of gateway: did you mean 'selector'?",
    ],
    [
      'ingress-nginx below it',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.nginx({ choiceheader: 'a' } as any) }),
      "Argo Rollouts over ingress-nginx: there is no property 'choiceheader': did you mean 'choiceHeader'?",
    ],
    [
      'the Gateway API below it',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.gatewayApi({ gateway: {}, gatways: [] } as any) }),
      "Argo Rollouts over the Gateway API: there is no property 'gatways': did you mean 'gateways'?",
    ],
  ])('of %s', (_, provider, fault) => {
    expect(reported({ provider })).toContain(fault);
  });

  test.each<[string, any, string]>([
    ['a rollout', { stagesNames: {} }, "there is no property 'stagesNames': did you mean 'stageNames'?"],
    [
      'a delivery by Argo CD',
      { delivery: Delivery.argoCd({ firstwave: 1 } as any) },
      "delivery: there is no property 'firstwave': did you mean 'firstWave'?",
    ],
    [
      'a delivery by Flux',
      { delivery: Delivery.flux({ sourceName: 'a', path: './a', sourcekind: 'Bucket' } as any) },
      "delivery: there is no property 'sourcekind': did you mean 'sourceKind'?",
    ],
  ])('of %s', (_, props, fault) => {
    expect(reported(props)).toContain(fault);
  });

  test('of constructs', () => {
    const chart = Testing.chart();
    const stage = { application: echoApplication(), plan, stage: 'baseline' };
    new IngressNginxCanary(chart, 'a', { ...stage, ingressclassName: 'a' } as any);
    new GlooApp(chart, 'b', {
      ...stage,
      routes: GlooRoutes.routeTable({ labels: { a: 'b' } }),
      rollbackForm: 'deploy',
    } as any);
    new ArgoRollout(chart, 'c', { ...stage, minready: 3 } as any);
    new RolloutDeployer(chart, 'd', {
      application: echoApplication(),
      provider: new IngressNginxProvider(),
      createNamespaces: false,
    } as any);
    new GlooDelegation(chart, 'e', { labels: { a: 'b' }, domain: ['a.example'] } as any);
    const metric = AnalysisMetric.successRate({
      address: 'http://prometheus',
      metrics: RouterMetrics.istioService(),
      atleast: 0.9,
    } as any);
    new AnalysisTemplate(chart, 'f', { name: 't', namespace: 'echo', metrics: [metric], arg: [] } as any);
    const faults = chart.node.children.map((child) => child.node.validate());
    expect(faults.flat()).toEqual([
      'ingress-nginx: there is no property \'ingressclassName\': did you mean \'ingressClassName\'?',
      expect.stringMatching(/^Gloo: there is no property 'rollbackForm': the properties are /),
      'Argo Rollouts: there is no property \'minready\': did you mean \'minReady\'?',
      'there is no property \'createNamespaces\': did you mean \'createNamespace\'?',
      'Gloo delegation: there is no property \'domain\': did you mean \'domains\'?',
      'analysis template \'t\': there is no property \'arg\': did you mean \'args\'?',
      'analysis template \'t\': metric \'success-rate\': there is no property \'atleast\': did you mean \'atLeast\'?',
    ]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'a request',
      () => HttpRequest.to('http://a.example/', { header: {} } as any),
      "HttpRequest.to(): there is no property 'header': did you mean 'headers'?",
    ],
    [
      'a state',
      () => new StateCheck({ objects: [], names: 'a' } as any),
      "new StateCheck(): there is no property 'names': did you mean 'name'?",
    ],
    [
      'a transition',
      () => new Transition({ from: [], to: [], method: [] } as any),
      "new Transition(): there is no property 'method': did you mean 'methods'?",
    ],
    [
      'a moment',
      () => RolloutMoment.at({ rollout: 'a', before: [], step: 0, phases: 'Paused' } as any),
      "RolloutMoment.at(): there is no property 'phases': did you mean 'phase'?",
    ],
    [
      'traffic',
      () => Traffic.of([], { completed: true } as any),
      "Traffic.of(): there is no property 'completed': did you mean 'complete'?",
    ],
    [
      'traffic, given further objects',
      () => Traffic.of([], [] as any),
      'Traffic.of() takes a list of objects and then options, given []: put all objects into one list.',
    ],
    [
      'the plugin',
      () => new RolloutValidation({ appliedby: [] } as any),
      "properties: there is no property 'appliedby': the properties are appliedBy, failOn",
    ],
  ])('of %s, at once', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('and what is given as nothing is not given', () => {
    expect(
      reported({
        application: echoApplication({ host: undefined } as any),
        provider: new IngressNginxProvider({ tsl: undefined } as any),
      }),
    ).toEqual([]);
  });

  test('is known from the interfaces as they are', () => {
    const root = join(__dirname, '..', '..');
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'struct-keys.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe('an argument that nobody reads is refused', () => {
  test.each<[string, () => string[], string]>([
    [
      'of an application',
      () => new (Application as any)(echoApplication(), { hosts: ['a.example'] }).validate(),
      'new Application() reads one argument, and was also given {"hosts":["a.example"]}: ' +
        'put it into the first one, or leave it out',
    ],
    [
      'of a plan',
      () => (RolloutPlan as any).canary({ stable: 'v1', canary: 'v2', steps: [] }, [Step.weight(20)]).validate(),
      'RolloutPlan.canary() reads one argument',
    ],
    [
      'of a steady plan',
      () => (RolloutPlan as any).steady('v1', 'v2').validate(),
      "RolloutPlan.steady() reads one argument, and was also given 'v2'",
    ],
    [
      'of a version',
      () =>
        reported({
          application: echoApplication({
            versions: { v1: (Version as any).container({ image: 'a' }, { replicas: 3 }), v2: version({}) },
          }),
        }),
      'Version.container() reads one argument, and was also given {"replicas":3}',
    ],
    [
      'of a provider',
      () => reported({ provider: new (IngressNginxProvider as any)({}, { tls: [] }) }),
      'new IngressNginxProvider() reads one argument',
    ],
  ])('%s', (_, faults, expected) => {
    expect(faults().join('\n')).toContain(expected);
  });
});

describe('something else in the place of properties', () => {
  test.each([undefined, null, 'echo', 3, []])('is a fault of an application, nothing thrown: %p', (props: any) => {
    expect(new Application(props).validate()[0]).toMatch(
      /^application: an application needs a map of properties, (given .*|but none is given): write .* new App/,
    );
  });

  test.each<[any, string]>([
    ['flux', 'delivery must be a Delivery, given \'flux\': write for example Delivery.argoCd()'],
    [{}, 'delivery must be a Delivery, given {}: write for example Delivery.argoCd()'],
  ])('is a fault of a delivery: %p', (delivery, fault) => {
    expect(reported({ delivery })).toEqual([fault]);
  });

  test('is a fault of constructs', () => {
    const app = Testing.app();
    new (StagedRollout as any)(app, 'echo', undefined);
    expect(faultsOf(app)[0]).toMatch(/^\[echo\] application must be an Application, but none is given/);
    const chart = Testing.chart();
    expect(new (GlooApp as any)(chart, 'a').node.validate()).toEqual([
      'a stage needs application, plan and stage, but none is given: ' +
        "write for example { application, plan, stage: 'baseline' }",
    ]);
    expect(new (RolloutDeployer as any)(chart, 'b').node.validate()[0]).toMatch(
      /^application must be an Application, but none is given/,
    );
  });
});
