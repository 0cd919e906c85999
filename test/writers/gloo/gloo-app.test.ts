import { Chart, JsonPatch, Testing } from 'cdk8s';
import {
  CanaryScale,
  GlooApp,
  GlooDelegation,
  GlooOptions,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  OnEmpty,
  RolloutPlan,
  Step,
} from '../../../src';
import { echoApplication, faultsOf, find, httpEcho, stages } from '../../support/rollouts';

const labels = { apiGroup: 'example' };
const routeTable = GlooRoutes.routeTable({ labels });
const application = echoApplication({ paths: [HttpPath.prefix('/echo')] });
const plan = RolloutPlan.canary({
  stable: 'v1',
  canary: 'v2',
  steps: [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(0), Step.weight(50), Step.weight(100)],
});
const destination = (version: string) => ({
  upstream: { name: 'echo', namespace: 'echo' },
  subset: { values: { version } },
});
const plain = (routeAction: any) => ({ matchers: [{ prefix: '/echo' }], routeAction });
const weighted = (v1: number, v2: number) =>
  plain({
    multi: {
      destinations: [
        { destination: destination('v1'), weight: v1 },
        { destination: destination('v2'), weight: v2 },
      ],
    },
  });
const lane = {
  matchers: [{ headers: [{ name: 'stage', value: 'canary' }], prefix: '/echo' }],
  routeAction: { single: destination('v2') },
};

function routes(steps: Step[], stage: string, options: Partial<GlooOptions> = {}, app = application): any[] {
  const provider = new GlooProvider({ routes: routeTable, ...options });
  const objects = stages(app, RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }), provider).get(stage)!;
  return find(objects, 'RouteTable').spec.routes;
}

describe('the stages of an application over Gloo', () => {
  const all = stages(application, plan, new GlooProvider({ routes: routeTable }));

  test.each([
    ['baseline', ['echo-v1'], [plain({ single: destination('v1') })]],
    ['deploy', ['echo-v1', 'echo-v2'], [plain({ single: destination('v1') })]],
    ['header-test', ['echo-v1', 'echo-v2'], [lane, plain({ single: destination('v1') })]],
    ['weight-0', ['echo-v1', 'echo-v2'], [lane, weighted(100, 0)]],
    ['weight-50', ['echo-v1', 'echo-v2'], [lane, weighted(50, 50)]],
    ['weight-100', ['echo-v1', 'echo-v2'], [lane, weighted(0, 100)]],
    ['promote', ['echo-v1', 'echo-v2'], [plain({ single: destination('v2') })]],
    ['retire', ['echo-v2'], [plain({ single: destination('v2') })]],
  ])('%s', (stage, deployments, expected) => {
    const objects = all.get(stage)!;
    expect(objects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual(
      deployments,
    );
    expect(find(objects, 'RouteTable')).toEqual({
      apiVersion: 'gateway.solo.io/v1',
      kind: 'RouteTable',
      metadata: { name: 'echo-routes', namespace: 'echo', labels },
      spec: { routes: expected },
    });
  });

  test('have the same names in every stage', () => {
    const names = [...all.values()].map((objects) =>
      objects
        .filter(({ kind }) => kind !== 'Deployment')
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
    );
    expect(new Set(names.map(String)).size).toBe(1);
  });

  test('tell the Upstream the Service\'s port, never the container\'s', () => {
    const other = stages(
      echoApplication({ servicePort: 8000, containerPort: 9090 }),
      plan,
      new GlooProvider({ routes: routeTable }),
    ).get('baseline')!;
    expect(find(other, 'Upstream').spec.kube.servicePort).toBe(8000);
    expect(find(other, 'Service').spec.ports).toEqual([{ port: 8000, targetPort: 9090, protocol: 'TCP' }]);
  });
});

describe('an empty version', () => {
  const subsetSpec = (stage: string, onEmpty?: OnEmpty) =>
    find(stages(application, plan, new GlooProvider({ routes: routeTable, onEmpty })).get(stage)!, 'Upstream').spec.kube
      .subsetSpec;
  const selectors = [{ keys: ['version'] }];

  test('is answered for by whatever the plain route leads to, which changes with the promotion', () => {
    expect(subsetSpec('weight-100')).toEqual({
      selectors,
      fallbackPolicy: 'DEFAULT_SUBSET',
      defaultSubset: { values: { version: 'v1' } },
    });
    expect(subsetSpec('promote')).toEqual({
      selectors,
      fallbackPolicy: 'DEFAULT_SUBSET',
      defaultSubset: { values: { version: 'v2' } },
    });
  });

  test('may be an error, or anybody\'s', () => {
    expect(subsetSpec('deploy', OnEmpty.ERROR)).toEqual({ selectors, fallbackPolicy: 'NO_FALLBACK' });
    expect(subsetSpec('deploy', OnEmpty.ANY)).toEqual({ selectors, fallbackPolicy: 'ANY_ENDPOINT' });
  });
});

describe('header routes', () => {
  const headers = (...matches: HeaderMatch[]) =>
    routes([Step.headerRoute(...matches)], 'header-test')[0].matchers[0].headers;

  test.each([
    [HeaderMatch.exact('stage', 'canary'), { name: 'stage', value: 'canary' }],
    [HeaderMatch.regex('stage', 'canary|beta'), { name: 'stage', value: 'canary|beta', regex: true }],
    [HeaderMatch.prefix('x-user', 'qa.'), { name: 'x-user', value: 'qa\\..*', regex: true }],
    [HeaderMatch.present('x-qa'), { name: 'x-qa' }],
  ])('%s', (match, header) => {
    expect(headers(match)).toEqual([header]);
  });

  test('of several conditions list all of them, and several routes are alternatives', () => {
    const steps = [
      Step.headerRoute(HeaderMatch.exact('a', '1'), HeaderMatch.exact('b', '2')),
      Step.headerRoute(HeaderMatch.present('c')),
    ];
    expect(routes(steps, 'header-test-2')[0].matchers).toEqual([
      { headers: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }], prefix: '/echo' },
      { headers: [{ name: 'c' }], prefix: '/echo' },
    ]);
  });

  test('come before the plain route of each path', () => {
    const app = echoApplication({ paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')] });
    const matchers = routes([Step.headerRoute(HeaderMatch.present('c'))], 'header-test', {}, app).map(
      (route) => route.matchers,
    );
    expect(matchers).toEqual([
      [{ headers: [{ name: 'c' }], prefix: '/a' }],
      [{ prefix: '/a' }],
      [{ headers: [{ name: 'c' }], exact: '/b' }],
      [{ exact: '/b' }],
    ]);
  });

  test('are not there without a header step', () => {
    expect(routes([Step.weight(50)], 'weight-50')).toEqual([weighted(50, 50)]);
  });
});

describe('a mirror', () => {
  const provider = new GlooProvider({ routes: routeTable });
  const all = stages(
    application,
    RolloutPlan.canary({
      stable: 'v1',
      canary: 'v2',
      steps: [Step.mirrorRoute(25), Step.weight(50), Step.mirrorRoute(0)],
    }),
    provider,
  );
  const shadowing = (stage: string) => find(all.get(stage)!, 'RouteTable').spec.routes.at(-1).options;

  test('shadows to an Upstream that selects the canary\'s pods, because a shadow target has no subset', () => {
    expect(shadowing('mirror-25')).toEqual({
      shadowing: { upstream: { name: 'echo-v2', namespace: 'echo' }, percentage: 25 },
    });
    expect(find(all.get('mirror-25')!, 'Upstream', 'echo-v2').spec.kube).toEqual({
      selector: { app: 'echo', version: 'v2' },
      serviceName: 'echo',
      serviceNamespace: 'echo',
      servicePort: 80,
    });
  });

  test('goes on beside a weight until it is ended', () => {
    expect([shadowing('weight-50').shadowing.percentage, shadowing('mirror-0')]).toEqual([25, undefined]);
  });

  test('adds its Upstream with the canary and removes it with stable, so that mirroring changes routes only', () => {
    const upstreams = [...all].map(([stage, objects]) => [
      stage,
      objects.filter(({ kind }) => kind === 'Upstream').length,
    ]);
    expect(upstreams).toEqual([
      ['baseline', 1],
      ['deploy', 2],
      ['mirror-25', 2],
      ['weight-50', 2],
      ['mirror-0', 2],
      ['promote', 2],
      ['retire', 1],
    ]);
  });
});

describe('options', () => {
  test('of routes are printed as given on every route', () => {
    const routeOptions = { timeout: '5s', retries: { numRetries: 2 } };
    expect(
      routes([Step.headerRoute(HeaderMatch.present('a')), Step.mirrorRoute(5)], 'mirror-5', { routeOptions }).map(
        (route) => route.options,
      ),
    ).toEqual([
      routeOptions,
      { ...routeOptions, shadowing: { upstream: { name: 'echo-v2', namespace: 'echo' }, percentage: 5 } },
    ]);
  });

  test('of the objects: namespaces, a table\'s weight, hosts and labels', () => {
    const app = echoApplication({ hosts: ['a.example', '*.b.example'], labels: { team: 'web' } });
    const objects = stages(
      app,
      plan,
      new GlooProvider({
        routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }),
        upstreamNamespace: 'gloo-system',
      }),
    ).get('header-test')!;
    expect(find(objects, 'VirtualService').metadata).toEqual({
      name: 'echo',
      namespace: 'gloo-system',
      labels: { team: 'web' },
    });
    expect(find(objects, 'VirtualService').spec.virtualHost.domains).toEqual(['a.example', '*.b.example']);
    expect(find(objects, 'VirtualService').spec.virtualHost.routes[0].routeAction.single.upstream).toEqual({
      name: 'echo',
      namespace: 'gloo-system',
    });
    expect(find(objects, 'Upstream').metadata.namespace).toBe('gloo-system');
    const weightedTable = new GlooProvider({ routes: GlooRoutes.routeTable({ labels, weight: -1 }) });
    expect(find(stages(application, plan, weightedTable).get('deploy')!, 'RouteTable').spec.weight).toBe(-1);
  });
});

describe('the canary\'s size', () => {
  test('is the number of its pods, and the rest of the stage stays as it was', () => {
    const app = echoApplication({ versions: { v1: httpEcho('v1', 4), v2: httpEcho('v2', 10) } });
    const all = stages(
      app,
      RolloutPlan.canary({
        stable: 'v1',
        canary: 'v2',
        steps: [Step.canaryScale(CanaryScale.percent(25)), Step.weight(25)],
      }),
      new GlooProvider({ routes: routeTable }),
    );
    const sizes = [...all].map(([stage, objects]) => [
      stage,
      ...objects.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.replicas),
    ]);
    expect(sizes).toEqual([
      ['baseline', 4],
      ['deploy', 4, 3],
      ['weight-25', 4, 3],
      ['scale-full', 4, 10],
      ['promote', 4, 10],
      ['retire', 10],
    ]);
  });
});

describe('one stage in a chart of one\'s own', () => {
  function glooApp(
    chart: Chart,
    stage: string,
    props: Partial<ConstructorParameters<typeof GlooApp>[2]> = {},
  ): GlooApp {
    return new GlooApp(chart, 'echo', { application, plan, stage, routes: routeTable, ...props });
  }

  test('is the same as in the rollout of all stages', () => {
    const chart = Testing.chart();
    glooApp(chart, 'weight-50');
    expect(Testing.synth(chart)).toEqual(
      stages(application, plan, new GlooProvider({ routes: routeTable })).get('weight-50'),
    );
  });

  test('may be one of the way back', () => {
    const chart = Testing.chart();
    glooApp(chart, 'rollback-route', { rollbackFrom: 'weight-50' });
    expect(find(Testing.synth(chart), 'RouteTable').spec.routes).toEqual([plain({ single: destination('v1') })]);
  });

  test('keeps patches on fields that the library does not model', () => {
    const chart = Testing.chart();
    const table = glooApp(chart, 'deploy').apiObjects.find(({ kind }) => kind === 'RouteTable')!;
    table.addJsonPatch(
      JsonPatch.add('/spec/routes/0/options', { transformations: { clearRouteCache: true } }),
      JsonPatch.add('/spec/unknown', 1),
    );
    expect(find(Testing.synth(chart), 'RouteTable').spec).toMatchObject({
      unknown: 1,
      routes: [{ options: { transformations: { clearRouteCache: true } } }],
    });
  });

  test('is refused with the stages that there are when it does not exist', () => {
    const app = Testing.app();
    glooApp(new Chart(app, 'web'), 'weight-25');
    expect(faultsOf(app)).toEqual([
      "[web/echo] The plan v1 → v2 has no stage 'weight-25'. Its stages are: " +
        'baseline, deploy, header-test, weight-0, weight-50, weight-100, promote, retire.',
    ]);
  });

  test('is refused directly below an app', () => {
    const app = Testing.app();
    new GlooApp(app, 'echo', { application, plan, stage: 'deploy', routes: routeTable });
    expect(faultsOf(app)).toEqual([
      '[echo] a stage must be below a Chart, but it is directly below the App: construct it with a Chart as scope',
    ]);
  });

  test('is refused beside another stage of the same application', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'web');
    glooApp(chart, 'deploy');
    new GlooApp(chart, 'again', { application, plan, stage: 'promote', routes: routeTable });
    expect(faultsOf(app)).toContain(
      '[web] the chart holds apps Deployment echo/echo-v1 more than once, ' +
        'so only the last one would take effect: write one stage of an application per chart',
    );
  });
});

describe('the platform\'s delegation', () => {
  test('is a VirtualService that selects RouteTables by label over all namespaces', () => {
    const chart = Testing.chart();
    new GlooDelegation(chart, 'delegation', { labels });
    expect(Testing.synth(chart)).toEqual([
      {
        apiVersion: 'gateway.solo.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'app', namespace: 'gloo-system' },
        spec: {
          virtualHost: {
            domains: ['*'],
            routes: [{ matchers: [{ prefix: '/' }], delegateAction: { selector: { labels, namespaces: ['*'] } } }],
          },
        },
      },
    ]);
  });

  test('can be limited to hosts, a prefix and namespaces', () => {
    const chart = Testing.chart();
    new GlooDelegation(chart, 'delegation', {
      labels,
      name: 'shop',
      namespace: 'edge',
      domains: ['shop.example'],
      prefix: '/api',
      namespaces: ['echo'],
    });
    const [{ metadata, spec }] = Testing.synth(chart);
    expect(metadata).toEqual({ name: 'shop', namespace: 'edge' });
    expect(spec.virtualHost).toEqual({
      domains: ['shop.example'],
      routes: [{ matchers: [{ prefix: '/api' }], delegateAction: { selector: { labels, namespaces: ['echo'] } } }],
    });
  });
});
