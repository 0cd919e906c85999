import { GatewayImplementation } from '../../../src';
import { exact, gateway, header, httpRoute, prefix, to, versionService } from '../../support/gateway-objects';
import { asker, codesOf, http, Question } from '../../support/gateway-questions';

const ask = asker(GatewayImplementation.ENVOY_GATEWAY);
const answer = (objects: any[], question?: Question) => ask(objects, question).toString();
const rule = (version: string, ...matches: any[]) => ({
  matches: matches.length > 0 ? matches : undefined,
  backendRefs: [to(version)],
});
const expression = (value: string) => ({ path: { type: 'RegularExpression', value } });

describe('precedence at Envoy Gateway', () => {
  test.each<[string, any, any, Question]>([
    [
      'two headers before a method, which counts as one header',
      prefix('/', { headers: [header('x', '1'), header('y', '1')] }),
      prefix('/', { method: 'GET' }),
      {
        headers: [
          ['x', '1'],
          ['y', '1'],
        ],
      },
    ],
    [
      'an exact header before an expression',
      prefix('/', { headers: [header('x', '1')] }),
      prefix('/', { headers: [header('x', '.*', 'RegularExpression')] }),
      { headers: [['x', '1']] },
    ],
    [
      'an exact parameter before an expression',
      prefix('/', { queryParams: [{ name: 'q', value: '1' }] }),
      prefix('/', { queryParams: [{ name: 'q', value: '.*', type: 'RegularExpression' }] }),
      { url: 'http://a.example/?q=1' },
    ],
    [
      'a slash at the end of a prefix, which is one more character',
      prefix('/a/'),
      prefix('/a', { headers: [header('x', '1')] }),
      { url: 'http://a.example/a', headers: [['x', '1']] },
    ],
    ['an exact path before an expression', exact('/ab'), expression('/a.*'), { url: 'http://a.example/ab' }],
    ['an expression before a prefix', expression('/a.*'), prefix('/ab'), { url: 'http://a.example/ab' }],
    ['the longer expression first', expression('/a[b]*c?'), expression('/a.*'), { url: 'http://a.example/ab' }],
  ])('has %s', (_, first, second, question) => {
    expect([
      answer([httpRoute([rule('v1', first), rule('v2', second)])], question),
      answer([httpRoute([rule('v2', second), rule('v1', first)])], question),
    ]).toEqual(['v1 1', 'v1 1']);
  });

  test('has routes of one age by namespace, then by name: a comes before a-b', () => {
    const metadata = { creationTimestamp: '2026-01-01T00:00:00Z', name: 'x' };
    const route = (namespace: string, version: string) =>
      httpRoute(
        [{ backendRefs: [{ ...to(version), namespace: 'echo' }] }],
        { parentRefs: [{ name: 'public', namespace: 'echo' }] },
        { ...metadata, namespace },
      );
    const grant = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'all', namespace: 'echo' },
      spec: {
        from: ['a', 'a-b'].map((namespace) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace })),
        to: [{ group: '', kind: 'Service' }],
      },
    };
    const open = gateway([http({ allowedRoutes: { namespaces: { from: 'All' } } })]);
    expect(answer([open, grant, route('a-b', 'v2'), route('a', 'v1')])).toBe('v1 1');
  });
});

describe('requests at Envoy Gateway', () => {
  const paths = httpRoute([rule('v1', prefix('/a/b')), rule('v2')]);

  test.each([
    ['repeated slashes are one', '/a//b', 'v1 1'],
    ['dot segments are resolved', '/x/../a/b', 'v1 1'],
    ['a backslash is a slash', '/a\\b', 'v1 1'],
    ['an escaped slash is answered with a redirect', '/a%2Fb', '307 1'],
    ['an escaped backslash too', '/a/b%5cc', '307 1'],
  ])('%s', (_, path, expected) => {
    expect(answer([paths], { url: `http://a.example${path}` })).toBe(expected);
  });

  test('a header with an underscore is refused', () => {
    expect([
      answer([paths], { headers: [['x_user', 'qa']] }),
      answer([paths], { headers: [['x-user', 'qa']] }),
    ]).toEqual(['400 1', 'v2 1']);
  });

  test('any line of a header may match, and names that differ in case are two conditions', () => {
    const lane = httpRoute([rule('v2', prefix('/', { headers: [header('stage', 'canary')] })), rule('v1')]);
    const two = httpRoute([
      rule('v2', prefix('/', { headers: [header('Stage', 'a'), header('stage', 'b')] })),
      rule('v1'),
    ]);
    expect(
      answer([lane], {
        headers: [
          ['stage', 'x'],
          ['stage', 'canary'],
        ],
      }),
    ).toBe('v2 1');
    expect([
      answer([two], { headers: [['stage', 'a']] }),
      answer([two], {
        headers: [
          ['stage', 'a'],
          ['stage', 'b'],
        ],
      }),
    ]).toEqual(['v1 1', 'v2 1']);
  });

  test('a condition on the header Host is one on the host', () => {
    const route = httpRoute([rule('v2', prefix('/', { headers: [header('Host', 'a.example')] })), rule('v1')]);
    expect([answer([route]), answer([route], { url: 'http://b.example/' })]).toEqual(['v2 1', 'v1 1']);
  });

  test('expressions are compared with the whole value, and a rule with one that is none is left out', () => {
    const route = httpRoute([
      rule('v2', prefix('/', { headers: [header('x', 'qa', 'RegularExpression')] })),
      rule('v1'),
    ]);
    const broken = httpRoute([rule('v2', expression('/a(')), rule('v1')]);
    expect([answer([route], { headers: [['x', 'qa']] }), answer([route], { headers: [['x', 'my-qa']] })]).toEqual([
      'v2 1',
      'v1 1',
    ]);
    const found = ask([broken]);
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1', ['envoy-gateway-expression']]);
  });
});

describe('backends at Envoy Gateway', () => {
  const split = (...weights: [string, number][]) =>
    httpRoute([{ backendRefs: weights.map(([version, weight]) => to(version, weight)) }]);
  const lost = (weight: number) => ({ name: 'nowhere', port: 80, weight });

  test('without a ready pod leave their share to the others', () => {
    const found = ask([split(['v1', 3], ['v2', 1])], { ready: { 'echo/echo-v2': 0 } });
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1', ['envoy-gateway-share-moves']]);
  });

  test('where no pod is ready, get requests pod by pod, whatever their weights are', () => {
    const found = ask([split(['v1', 3], ['v2', 1])], { ready: { 'echo/echo-v1': 0, 'echo/echo-v2': 0 } });
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1/2, v2 1/2', ['envoy-gateway-panic']]);
  });

  test('without any pod keep their share, which is 503', () => {
    const [service, deployment] = versionService('v3');
    const gone = { ...deployment, spec: { ...deployment.spec, replicas: 0 } };
    expect(answer([service, gone, split(['v1', 3], ['v3', 1])])).toBe('503 1/4, v1 3/4');
  });

  test('that lead nowhere are 500, and 503 where another one has no pods', () => {
    const [service, deployment] = versionService('v3');
    const gone = { ...deployment, spec: { ...deployment.spec, replicas: 0 } };
    expect(answer([httpRoute([{ backendRefs: [to('v1', 3), lost(1)] }])])).toBe('500 1/4, v1 3/4');
    expect(answer([service, gone, httpRoute([{ backendRefs: [to('v1', 2), to('v3', 1), lost(1)] }])])).toBe(
      '503 1/2, v1 1/2',
    );
    expect(answer([service, gone, httpRoute([{ backendRefs: [to('v3', 1), lost(1)] }])])).toBe('500 1');
  });

  test('beside one that leads nowhere, or with filters, send requests also to pods that are not ready', () => {
    const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x', value: 'a' }] } }];
    const ready = { 'echo/echo-v2': 0 };
    expect(answer([httpRoute([{ backendRefs: [to('v1'), { ...to('v2'), filters }] }])], { ready })).toBe(
      'v1 1/2, v2 1/2',
    );
    expect(answer([httpRoute([{ backendRefs: [to('v1', 1), to('v2', 1), lost(2)] }])], { ready })).toBe(
      '500 1/2, v1 1/4, v2 1/4',
    );
  });

  test('of weight 0 only, or none, are 500', () => {
    expect([answer([split(['v1', 0], ['v2', 0])]), answer([httpRoute([{}])])]).toEqual(['500 1', '500 1']);
  });

  test('that are no Services, lead outside or have only a port of UDP are 500 for their share', () => {
    const service = (name: string, spec: any) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'echo' },
      spec,
    });
    const external = service('out', { type: 'ExternalName', externalName: 'out.example', ports: [{ port: 80 }] });
    const udp = service('udp', { selector: { version: 'v2' }, ports: [{ port: 80, protocol: 'UDP' }] });
    const beside = (backend: any) => httpRoute([{ backendRefs: [to('v1'), backend] }]);
    expect(answer([beside({ group: 'a.example', kind: 'Thing', name: 'a' })])).toBe('500 1/2, v1 1/2');
    expect(answer([external, beside({ name: 'out', port: 80 })])).toBe('500 1/2, v1 1/2');
    expect(answer([udp, beside({ name: 'udp', port: 80 })])).toBe('500 1/2, v1 1/2');
  });

  test('with publishNotReadyAddresses have all their pods', () => {
    const [service, deployment] = versionService('v3', { publishNotReadyAddresses: true });
    expect(answer([service, deployment, split(['v1', 1], ['v3', 1])], { ready: { 'echo/echo-v3': 0 } })).toBe(
      'v1 1/2, v3 1/2',
    );
  });
});

describe('filters at Envoy Gateway', () => {
  const filtered = (...filters: any[]) => httpRoute([{ filters, backendRefs: [to('v1')] }]);
  const mirror = (backendRef: any) => ({ type: 'RequestMirror', requestMirror: { backendRef } });
  const reference = (name: string, kind = 'HTTPRouteFilter') => ({
    type: 'ExtensionRef',
    extensionRef: { group: 'gateway.envoyproxy.io', kind, name },
  });
  const cors = { type: 'CORS', cors: { allowOrigins: ['https://*.a.example'] } };

  test('that mirror to what is not there make the rule answer 500', () => {
    expect(
      [
        { name: 'nowhere', port: 80 },
        { name: 'echo-v2', port: 81 },
        { name: 'echo-v2', port: 80, namespace: 'other' },
        to('v2'),
      ].map((to_) => answer([filtered(mirror(to_))])),
    ).toEqual(['500 1', '500 1', '500 1', 'v1 1']);
  });

  test('that it does not know make the rule answer 500, others answer as they say', () => {
    const direct = {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'HTTPRouteFilter',
      metadata: { name: 'gone', namespace: 'echo' },
      spec: { directResponse: { statusCode: 410 } },
    };
    expect([answer([filtered(reference('nowhere'))]), answer([direct, filtered(reference('gone'))])]).toEqual([
      '500 1',
      '410 1',
    ]);
    expect(
      answer([httpRoute([rule('v2', prefix('/b')), { filters: [reference('a', 'Other')], backendRefs: [to('v1')] }])], {
        url: 'http://a.example/b',
      }),
    ).toBe('v2 1');
  });

  test('that give a header a value that is none make the rule answer 500', () => {
    const modifier = (value: string) => ({
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'x', value }] },
    });
    expect([answer([filtered(modifier('two  blanks'))]), answer([filtered(modifier('one blank'))])]).toEqual([
      '500 1',
      'v1 1',
    ]);
  });

  test('of CORS let a rule for one method take its preflight requests', () => {
    const route = httpRoute([{ ...filtered(cors).spec.rules[0], matches: [prefix('/', { method: 'GET' })] }]);
    const preflight = (origin: string): Question => ({
      method: 'OPTIONS',
      headers: [
        ['origin', origin],
        ['access-control-request-method', 'GET'],
      ],
    });
    const origins = ['https://app.a.example', 'https://other.example'];
    expect(origins.map((origin) => answer([route], preflight(origin)))).toEqual(['200 1', 'undetermined 1']);
    expect(answer([route], { method: 'OPTIONS' })).toBe('404 1');
  });

  test('that write an address for the host make the rule answer 500', () => {
    const rewrite = (hostname: string) => ({ type: 'URLRewrite', urlRewrite: { hostname } });
    expect(['10.0.0.1', 'b.example'].map((hostname) => answer([filtered(rewrite(hostname))]))).toEqual([
      '500 1',
      'v1 1',
    ]);
  });

  test('of CORS answer preflight requests of origins that they allow', () => {
    const preflight = (origin: string): Question => ({
      method: 'OPTIONS',
      headers: [
        ['origin', origin],
        ['access-control-request-method', 'GET'],
      ],
    });
    expect(
      ['https://app.a.example', 'https://other.example'].map((origin) => answer([filtered(cors)], preflight(origin))),
    ).toEqual(['200 1', 'v1 1']);
    expect(answer([filtered(cors)], { method: 'OPTIONS' })).toBe('v1 1');
  });
});

describe('listeners at Envoy Gateway', () => {
  const route = (sectionName: string, version: string, hostnames?: string[]) =>
    httpRoute([rule(version)], { parentRefs: [{ name: 'public', sectionName }], hostnames }, { name: version });

  test('of one port are one table of hosts: a hostname without routes leaves the host to a wider one', () => {
    const listeners = gateway([
      http({ name: 'one', hostname: 'a.example' }),
      http({ name: 'two', hostname: '*.example' }),
    ]);
    expect(answer([listeners, route('two', 'v2')])).toBe('v2 1');
    expect(answer([listeners, route('two', 'v2', ['a.example'])])).toBe('404 1');
  });

  test('with two protocols on one port do not serve, nor do those that allow kinds they cannot have', () => {
    const both = gateway([http(), { name: 'tcp', port: 80, protocol: 'TCP' }]);
    const kinds = gateway([http({ allowedRoutes: { kinds: [{ kind: 'TCPRoute' }, { kind: 'HTTPRoute' }] } })]);
    expect([both, kinds].map((one) => answer([one, httpRoute([rule('v1')])]))).toEqual([
      'no listener 1',
      'no listener 1',
    ]);
  });

  test('go on to no wider hostname where the rules of the most specific one do not take a request', () => {
    const wide = httpRoute([rule('v1')], { hostnames: ['*.example'] }, { name: 'wide' });
    const own = httpRoute([rule('v2', prefix('/only'))], { hostnames: ['a.example'] }, { name: 'own' });
    expect(['/only', '/else'].map((path) => answer([wide, own], { url: `http://a.example${path}` }))).toEqual([
      'v2 1',
      '404 1',
    ]);
  });
});

test('a ReferenceGrant of version v1 counts in a cluster and not in a file, so its share is undetermined', () => {
  const route = httpRoute(
    [{ backendRefs: [{ ...to('v1'), namespace: 'echo' }] }],
    { parentRefs: [{ name: 'public', namespace: 'echo' }] },
    { namespace: 'infra' },
  );
  const grant = (version: string) => ({
    apiVersion: `gateway.networking.k8s.io/${version}`,
    kind: 'ReferenceGrant',
    metadata: { name: 'a', namespace: 'echo' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }],
      to: [{ group: '', kind: 'Service' }],
    },
  });
  const open = gateway([http({ allowedRoutes: { namespaces: { from: 'All' } } })]);
  expect(['v1', 'v1beta1'].map((version) => answer([open, route, grant(version)]))).toEqual(['undetermined 1', 'v1 1']);
});

test('an object that cannot be decoded leaves all undetermined: files are not loaded, clusters take the rest', () => {
  const namespace = (label: unknown) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'x', labels: { y: label } },
  });
  const route = httpRoute([rule('v1')]);
  expect([answer([route, namespace(true)]), answer([route, namespace('true')])]).toEqual(['undetermined 1', 'v1 1']);
});
