import { App, Testing } from 'cdk8s';
import {
  Application,
  GatewayApiCanary,
  GatewayApiNaming,
  GatewayApiOptions,
  GatewayApiProvider,
  HeaderMatch,
  HttpPath,
  RolloutDeployer,
  RolloutPlan,
  StagedRollout,
  Step,
} from '../../../src';
import { echoApplication, faultsOf, find, stages } from '../../support/rollouts';

const canary = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
const PUBLIC: GatewayApiOptions = { gateways: [{ name: 'public' }] };

function routeOf(
  stage: string,
  steps: Step[],
  options: GatewayApiOptions = PUBLIC,
  application: Application = echoApplication(),
): any {
  return find(stages(application, canary(...steps), new GatewayApiProvider(options)).get(stage)!, 'HTTPRoute');
}

function rulesOf(stage: string, steps: Step[], options?: GatewayApiOptions, application?: Application): any[] {
  return routeOf(stage, steps, options, application).spec.rules;
}

const backend = (name: string, weight: number) => ({ group: '', kind: 'Service', name, port: 80, weight });
const plain = [{ path: { type: 'PathPrefix', value: '/' } }];

describe('the stages over the Gateway API', () => {
  const all = stages(
    echoApplication(),
    canary(Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20)),
    new GatewayApiProvider(PUBLIC),
  );
  const rules = (stage: string) => find(all.get(stage)!, 'HTTPRoute').spec.rules;

  test('change what is added, routed or removed, and never two of these', () => {
    expect(
      [...all].map(([id, objects]) => [id, objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)]),
    ).toEqual([
      ['baseline', ['Deployment echo-v1', 'Service echo-v1', 'HTTPRoute echo']],
      ...['deploy', 'header-test', 'weight-20', 'promote'].map((id) => [
        id,
        ['Deployment echo-v1', 'Deployment echo-v2', 'Service echo-v1', 'Service echo-v2', 'HTTPRoute echo'],
      ]),
      ['retire', ['Deployment echo-v2', 'Service echo-v2', 'HTTPRoute echo']],
    ]);
  });

  test('lead from stable to the canary', () => {
    const lane = {
      matches: [{ ...plain[0], headers: [{ name: 'stage', type: 'Exact', value: 'canary' }] }],
      backendRefs: [backend('echo-v2', 1)],
    };
    expect(rules('baseline')).toEqual([{ matches: plain, backendRefs: [backend('echo-v1', 1)] }]);
    expect(rules('deploy')).toEqual(rules('baseline'));
    expect(rules('header-test')).toEqual([lane, { matches: plain, backendRefs: [backend('echo-v1', 1)] }]);
    expect(rules('weight-20')).toEqual([
      lane,
      { matches: plain, backendRefs: [backend('echo-v1', 80), backend('echo-v2', 20)] },
    ]);
    expect(rules('promote')).toEqual([{ matches: plain, backendRefs: [backend('echo-v2', 1)] }]);
    expect(rules('retire')).toEqual(rules('promote'));
  });

  test('end where the next release begins, byte for byte, whatever Services are called', () => {
    for (const naming of Object.values(GatewayApiNaming)) {
      const app = Testing.app();
      const provider = new GatewayApiProvider({ ...PUBLIC, naming });
      const plan = canary(Step.weight(20));
      const one = new StagedRollout(app, 'one', { application: echoApplication(), plan, provider });
      const next = new StagedRollout(app, 'next', { application: echoApplication(), plan: plan.next('v3'), provider });
      expect(next.chart('baseline').toJson()).toEqual(one.chart('retire').toJson());
    }
  });
});

describe('the rules of an HTTPRoute', () => {
  test('repeat a lane for every path, since a longer path beats any header', () => {
    const application = echoApplication({ paths: [HttpPath.prefix('/'), HttpPath.exact('/api')] });
    const [lane] = rulesOf(
      'header-test',
      [Step.headerRoute(HeaderMatch.exact('a', 'b'), HeaderMatch.exact('c', 'd'))],
      PUBLIC,
      application,
    );
    const headers = [{ name: 'a', type: 'Exact', value: 'b' }, { name: 'c', type: 'Exact', value: 'd' }];
    expect(lane.matches).toEqual([
      { path: { type: 'PathPrefix', value: '/' }, headers },
      { path: { type: 'Exact', value: '/api' }, headers },
    ]);
  });

  test('have a weight with decimals as whole numbers of a larger total', () => {
    expect(rulesOf('weight-0-125', [Step.weight(0.125)])[0].backendRefs).toEqual([
      backend('echo-v1', 99875),
      backend('echo-v2', 125),
    ]);
  });

  test('mirror a percentage of the plain route', () => {
    const [rule] = rulesOf('mirror-5', [Step.mirrorRoute(5)]);
    const { weight: _, ...target } = backend('echo-v2', 0);
    expect(rule.filters).toEqual([{ type: 'RequestMirror', requestMirror: { backendRef: target, percent: 5 } }]);
    expect(rulesOf('mirror-0', [Step.mirrorRoute(5), Step.mirrorRoute(0)])[0].filters).toBeUndefined();
  });

  test.each<[HeaderMatch, string]>([
    [HeaderMatch.regex('a', 'b|c'), '^(?:b|c)$'],
    [HeaderMatch.prefix('a', 'b.c'), '^b\\.c.*$'],
    [HeaderMatch.present('a'), '^.*$'],
  ])('anchor an expression, which an implementation may or may not do: %s', (match, value) => {
    const [lane] = rulesOf('header-test', [Step.headerRoute(match)], { ...PUBLIC, acceptRegularExpressions: true });
    expect(lane.matches[0].headers).toEqual([{ name: 'a', type: 'RegularExpression', value }]);
  });

  test('say what the API server would add, so that a sync sees no difference', () => {
    expect(
      routeOf(
        'baseline',
        [],
        { gateways: [{ name: 'public', namespace: 'infra', sectionName: 'http' }] },
        echoApplication({ hosts: ['app.example'] }),
      ).spec,
    ).toEqual({
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: 'public',
          namespace: 'infra',
          sectionName: 'http',
        },
      ],
      hostnames: ['app.example'],
      rules: [{ matches: plain, backendRefs: [backend('echo-v1', 1)] }],
    });
  });
});

describe('what is written beside an HTTPRoute', () => {
  const objects = (options: GatewayApiOptions, stage = 'deploy') =>
    stages(echoApplication(), canary(Step.weight(20)), new GatewayApiProvider(options)).get(stage)!;

  test('is a Gateway, with HTTPS where there is a certificate', () => {
    const written = objects({ gateway: { className: 'istio', tlsSecretName: 'tls' } });
    expect(find(written, 'Gateway').spec).toEqual({
      gatewayClassName: 'istio',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP' },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'tls' }] },
        },
      ],
    });
    expect(find(written, 'HTTPRoute').spec.parentRefs).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'echo' },
    ]);
  });

  test('is a ReferenceGrant where it is in another namespace', () => {
    const written = objects({ ...PUBLIC, routeNamespace: 'infra' });
    expect(find(written, 'HTTPRoute').metadata.namespace).toBe('infra');
    expect(find(written, 'HTTPRoute').spec.rules[0].backendRefs[0]).toEqual({
      ...backend('echo-v1', 1),
      namespace: 'echo',
    });
    expect(find(written, 'ReferenceGrant')).toMatchObject({
      metadata: { namespace: 'echo' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }],
        to: [{ group: '', kind: 'Service' }],
      },
    });
  });

  test('may be Services by role, which are there at all times', () => {
    const options = { ...PUBLIC, naming: GatewayApiNaming.BY_ROLE };
    const selected = (stage: string) =>
      objects(options, stage)
        .filter(({ kind }) => kind === 'Service')
        .map(({ metadata, spec }) => `${metadata.name} ${spec.selector.version}`);
    const weights = (stage: string) =>
      find(objects(options, stage), 'HTTPRoute').spec.rules[0].backendRefs.map(
        ({ name, weight }: any) => `${name} ${weight}`,
      );
    expect(
      ['baseline', 'deploy', 'weight-20', 'promote', 'retire'].map((stage) => [
        stage,
        ...selected(stage),
        ...weights(stage),
      ]),
    ).toEqual([
      ['baseline', 'echo v1', 'echo-canary v1', 'echo 100', 'echo-canary 0'],
      ['deploy', 'echo v1', 'echo-canary v2', 'echo 100', 'echo-canary 0'],
      ['weight-20', 'echo v1', 'echo-canary v2', 'echo 80', 'echo-canary 20'],
      ['promote', 'echo v2', 'echo-canary v2', 'echo 0', 'echo-canary 100'],
      ['retire', 'echo v2', 'echo-canary v2', 'echo 100', 'echo-canary 0'],
    ]);
  });

  test('may be touched by a deployer, where it is', () => {
    const chart = Testing.chart();
    new RolloutDeployer(chart, 'deployer', {
      application: echoApplication(),
      provider: new GatewayApiProvider({ gateway: { className: 'a' }, routeNamespace: 'infra' }),
    });
    const roles = Testing.synth(chart)
      .filter(({ kind }) => kind === 'Role')
      .map(({ metadata, rules }) => [metadata.namespace, rules.flatMap((rule: any) => rule.resources)]);
    expect(roles).toEqual([
      ['echo', ['services', 'deployments', 'referencegrants']],
      ['infra', ['gateways', 'httproutes']],
    ]);
  });

  test('is what one stage in a chart of one\'s own has too', () => {
    const chart = Testing.chart();
    new GatewayApiCanary(chart, 'echo', {
      application: echoApplication(),
      plan: canary(Step.weight(20)),
      stage: 'weight-20',
      ...PUBLIC,
    });
    expect(Testing.synth(chart)).toEqual(objects(PUBLIC, 'weight-20'));
  });
});

describe('over the Gateway API is refused', () => {
  function faults(
    options: GatewayApiOptions,
    steps: Step[] = [],
    application: Application = echoApplication(),
  ): string[] {
    const app = Testing.app();
    new StagedRollout(app, 'echo', { application, plan: canary(...steps), provider: new GatewayApiProvider(options) });
    return faultsOf(app);
  }

  test.each<[string, GatewayApiOptions, Step[], Application, string[]]>([
    [
      'no Gateway',
      {},
      [],
      echoApplication(),
      [
        'Gateway API: there is no Gateway, so no request would reach the application: name the Gateways ' +
          "that expose it, gateways: [{ name: 'public' }], or have one written, gateway: { className: '…' }",
      ],
    ],
    [
      'an empty list of Gateways',
      { gateways: [] },
      [],
      echoApplication(),
      [
        'Gateway API: gateways is an empty list, so no request would reach the application: ' +
          "name the Gateways that expose it, gateways: [{ name: 'public' }]",
      ],
    ],
    [
      'a Gateway that nothing is exposed at',
      { gateways: [{ name: 'other' }], gateway: { className: 'A', port: 443, tlsSecretName: 'tls' } },
      [],
      echoApplication(),
      [
        "Gateway API: the GatewayClass 'A' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
        'Gateway API: the Gateway uses port 443 for HTTPS, ' +
          'so it cannot serve plain HTTP there: give it another port for HTTP',
        "Gateway API: the Gateway 'echo' is written but missing in gateways, " +
          'so it would get no requests for the application: list it there too, or omit gateways',
      ],
    ],
    [
      'a Gateway that is none',
      { gateway: 'istio' as any },
      [],
      echoApplication(),
      [
        "Gateway API: gateway must be a map of options, given 'istio': " +
          "write for example gateway: { className: 'istio' }",
      ],
    ],
    [
      'an expression that nobody has accepted',
      PUBLIC,
      [Step.headerRoute(HeaderMatch.regex('a', 'b|c'))],
      echoApplication(),
      [
        'plan v1 → v2: step 1, headerRoute(a matches b|c): Gateway API leaves to each implementation whether ' +
          'it supports regular expressions for headers, their dialect and their anchoring. Use HeaderMatch.exact, ' +
          'or, if your implementation uses RE2 expressions, set acceptRegularExpressions: true',
      ],
    ],
    [
      'an analysis',
      PUBLIC,
      [Step.analysis({ templates: ['a'] })],
      echoApplication(),
      [
        'plan v1 → v2: step 1, analysis(a): Gateway API does not measure, ' +
          'and its stages are applied by hand or by a commit. Write a Step.pause() and measure ' +
          'before the next stage, or use ArgoRolloutsProvider with TrafficRouting.gatewayApi()',
      ],
    ],
    [
      'a path that no HTTPRoute has',
      PUBLIC,
      [],
      echoApplication({
        paths: [HttpPath.prefix('/a/../b'), HttpPath.exact('/a%2fb'), HttpPath.exact(`/${'x'.repeat(1024)}`)],
      }),
      [
        "Gateway API: the path '/a/../b' contains '/../', " +
          'which an HTTPRoute must not contain: write the path in its simplest form',
        "Gateway API: the path '/a%2fb' contains '%2f', " +
          'which an HTTPRoute must not contain: write the path in its simplest form',
        `Gateway API: the path '/${'x'.repeat(79)}…' has 1025 characters, ` +
          'but an HTTPRoute takes 1024 at most: expose a shorter prefix',
      ],
    ],
    [
      'more lanes than rules',
      PUBLIC,
      [...Array(16).keys()].map((n) => Step.headerRoute(HeaderMatch.exact('a', `b${n}`))),
      echoApplication(),
      [
        'Gateway API: 16 header routes for 1 path exceed the 16 rules ' +
          'and 128 matches of an HTTPRoute: use fewer header routes or paths',
      ],
    ],
    [
      'a prefix that is too long once it is an expression',
      { ...PUBLIC, acceptRegularExpressions: true },
      [Step.headerRoute(HeaderMatch.prefix('a', '.'.repeat(2047)))],
      echoApplication(),
      [
        "Gateway API: the value for header 'a' has 2047 characters, " +
          '4098 as an expression, and an HTTPRoute takes 4096 at most: match its beginning',
      ],
    ],
    [
      'a header of too many characters',
      PUBLIC,
      [Step.headerRoute(HeaderMatch.exact('x'.repeat(257), 'a'))],
      echoApplication(),
      [
        `Gateway API: the header '${'x'.repeat(80)}…' has 257 characters, ` +
          'but an HTTPRoute takes 256 at most: choose a shorter one',
      ],
    ],
    [
      'a naming that is none',
      { ...PUBLIC, naming: 'x' as any, routeNamespace: 'A' },
      [],
      echoApplication(),
      [
        "Gateway API: naming must be a GatewayApiNaming, given 'x': write for example GatewayApiNaming.BY_ROLE",
        "Gateway API: the routeNamespace 'A' is not a DNS label: " +
          'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      'a canary Service whose name is too long',
      { ...PUBLIC, naming: GatewayApiNaming.BY_ROLE },
      [],
      echoApplication({ name: 'x'.repeat(60) }),
      [
        `Gateway API: the canary's Service '${'x'.repeat(60)}-canary' is not a Service name: use at most ` +
          '63 lower-case letters, digits and dashes, with a letter at the beginning and no dash at the end',
      ],
    ],
  ])('%s', (_, options, steps, application, expected) => {
    expect(faults(options, steps, application)).toEqual(expected.map((fault) => `[echo] ${fault}`));
  });

  test('one prefix for two applications, with and without a slash at its end', () => {
    const app = new App({ outdir: Testing.app().outdir });
    for (const [name, path] of [['echo', '/a'], ['shop', '/a/']]) {
      const application = echoApplication({ name, hosts: ['app.example'], paths: [HttpPath.prefix(path)] });
      new StagedRollout(app, name, { application, plan: canary(), provider: new GatewayApiProvider(PUBLIC) });
    }
    expect(faultsOf(app)).toEqual([
      expect.stringContaining("echo/echo and echo/shop both expose /a… for the host 'app.example'"),
    ]);
  });

  test('nothing where two applications are at different listeners of a Gateway', () => {
    const app = new App({ outdir: Testing.app().outdir });
    for (const name of ['echo', 'shop']) {
      const application = echoApplication({ name, hosts: ['app.example'] });
      const provider = new GatewayApiProvider({ gateways: [{ name: 'public', sectionName: name }] });
      new StagedRollout(app, name, { application, plan: canary(), provider });
    }
    expect(faultsOf(app)).toEqual([]);
  });

  test('a Gateway that is written in one namespace and named in another', () => {
    const provider = { gateway: { className: 'any', name: 'g' }, gateways: [{ name: 'g', namespace: 'other' }] };
    expect(faults(provider, [], echoApplication())).toEqual([
      "[echo] Gateway API: the Gateway 'g' is written but missing in gateways, " +
        'so it would get no requests for the application: list it there too, or omit gateways',
    ]);
  });

  test('one path for two applications', () => {
    const app = new App({ outdir: Testing.app().outdir });
    for (const name of ['echo', 'shop']) {
      const application = echoApplication({ name, hosts: ['app.example'] });
      new StagedRollout(app, name, { application, plan: canary(), provider: new GatewayApiProvider(PUBLIC) });
    }
    expect(faultsOf(app)).toEqual([
      "[echo] Gateway API: echo/echo and echo/shop both expose /… for the host 'app.example' at the " +
        'Gateway echo/public, so the older HTTPRoute gets all requests: give each its own path or host',
    ]);
  });
});
