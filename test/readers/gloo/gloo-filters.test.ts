import { HttpRequest, PodReadiness, Traffic } from '../../../src';
import { answerOf, codesOf } from '../../support/gloo-answers';
import { ask, delegating, echo, routeTable, service, to, upstream, virtualService } from '../../support/gloo-objects';

const base = [...echo(), upstream()];
const withOptions = (options: any, ...routes: any[]) => {
  const plain = virtualService(routes.length === 0 ? [to('v1')] : routes);
  return [...base, { ...plain, spec: { virtualHost: { ...plain.spec.virtualHost, options } } }];
};
const optionObject = (kind: string, name: string, options: any) => ({
  apiVersion: 'gateway.solo.io/v1',
  kind,
  metadata: { name, namespace: 'echo' },
  spec: { options },
});
const refs = (...names: string[]) => ({
  optionsConfigRefs: { delegateOptions: names.map((name) => ({ name, namespace: 'echo' })) },
});

describe('CORS', () => {
  const cors = { allowOrigin: ['https://app.example'], allowOriginRegex: ['https://[a-z]+\\.example'] };
  const headers = (origin: string) => ({ 'origin': origin, 'access-control-request-method': 'GET' });
  const preflight = (objects: any[], origin: string) =>
    Traffic.of(objects).split(HttpRequest.to('/', { method: 'OPTIONS', headers: headers(origin) }));

  test('preflights of origins that the policy names are answered by Envoy', () => {
    const split = preflight(withOptions({ cors }), 'https://other.example');
    expect([split.toString(), codesOf(split)]).toEqual(['200 1', ['gloo-cors-preflight']]);
  });

  test('preflights of other origins are routed', () => {
    expect(preflight(withOptions({ cors }), 'https://app.test').toString()).toBe('v1 1');
  });

  test('other requests are routed', () => {
    const request = HttpRequest.to('/', { headers: headers('https://app.example') });
    expect(Traffic.of(withOptions({ cors })).split(request).toString()).toBe('v1 1');
  });

  test('a route has its own policy, or none', () => {
    const route = (own: any) => withOptions({ cors }, { ...to('v1'), options: { cors: own } });
    expect(preflight(route({ allowOrigin: ['https://app.test'] }), 'https://app.test').toString()).toBe('200 1');
    expect(preflight(route({ ...cors, disableForRoute: true }), 'https://app.example').toString()).toBe('v1 1');
  });

  test('a redirect has none', () => {
    expect(
      preflight(withOptions({ cors }, { redirectAction: { hostRedirect: 'x' } }), 'https://app.example').toString(),
    ).toBe('301 1');
  });
});

describe('CSRF', () => {
  const policy = (numerator: number, more = {}) => ({
    csrf: { filterEnabled: { defaultValue: { numerator } }, ...more },
  });
  const post = (objects: any[], headers: any, method = 'POST') =>
    Traffic.of(objects).split(HttpRequest.to('http://app.example/', { method, headers }));

  test.each<[any, string]>([
    [{ origin: 'http://evil.example' }, '403 1'],
    [{ origin: 'http://app.example' }, 'v1 1'],
    [{ referer: 'http://app.example/page' }, 'v1 1'],
    [{}, '403 1'],
  ])('requests that change something come from their own origin: %j', (headers, expected) => {
    expect(post(withOptions(policy(100)), headers).toString()).toBe(expected);
  });

  test('other requests are let through', () => {
    expect(post(withOptions(policy(100)), { origin: 'http://evil.example' }, 'GET').toString()).toBe('v1 1');
  });

  test('it is on for a part of the requests, by default for none, and other origins may be named', () => {
    const evil = { origin: 'http://evil.example' };
    expect(post(withOptions(policy(25)), evil).toString()).toBe('403 1/4, v1 3/4');
    expect(post(withOptions({ csrf: {} }), evil).toString()).toBe('v1 1');
    expect(post(withOptions(policy(100, { additionalOrigins: [{ suffix: '.example' }] })), evil).toString()).toBe(
      'v1 1',
    );
  });
});

describe('faults', () => {
  const faults = (abort: any, delay?: any) => [
    ...base,
    virtualService([{ ...to('v1'), options: { faults: { abort, delay } } }]),
  ];
  const half = { percentage: 50, httpStatus: 503 };

  test('a delay shorter than a second takes the abort beside it away', () => {
    expect(answerOf(ask(faults(half, { percentage: 1, fixedDelay: '0.5s' })))).toBe('v1 1, gloo-delay-short');
    expect(answerOf(ask(faults(half, { percentage: 1, fixedDelay: '1m' })))).toBe('v1 1/2, 503 1/2');
    expect(answerOf(ask(faults(half, { percentage: 1, fixedDelay: '1500ms' })))).toBe('v1 1/2, 503 1/2');
  });

  test('percentages count in millionths', () => {
    expect(ask(faults({ percentage: 0.00019, httpStatus: 503 })).toString()).toBe('v1 999999/1000000, 503 1/1000000');
  });
});

describe('rate limits', () => {
  test('leave open who answers, since that depends on the clients', () => {
    const split = ask(withOptions({ ratelimit: { localRatelimit: { maxTokens: 1 } } }));
    expect(split.shares.map(({ undetermined }) => undetermined?.code)).toEqual(['gloo-rate-limit']);
  });
});

describe('options in objects of their own', () => {
  const abort = (httpStatus: number) => ({ faults: { abort: { percentage: 100, httpStatus } } });

  test('count for a route that refers to them, unless it has its own', () => {
    const option = optionObject('RouteOption', 'o', abort(418));
    expect(ask([...base, option, virtualService([{ ...to('v1'), ...refs('o') }])]).toString()).toBe('418 1');
    expect(
      ask([...base, option, virtualService([{ ...to('v1'), ...refs('o'), options: abort(500) }])]).toString(),
    ).toBe('500 1');
  });

  test('of several the first one counts', () => {
    const options = [optionObject('RouteOption', 'a', abort(500)), optionObject('RouteOption', 'b', abort(418))];
    expect(ask([...base, ...options, virtualService([{ ...to('v1'), ...refs('a', 'b') }])]).toString()).toBe('500 1');
  });

  test('are handed down to a RouteTable', () => {
    const delegation = delegating([{ prefix: '/' }], refs('o'));
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    expect(ask([...base, optionObject('RouteOption', 'o', abort(418)), delegation, table]).toString()).toBe('418 1');
  });

  test('count for a virtual host, too', () => {
    const plain = virtualService([to('v1')]);
    const referring = { ...plain, spec: { virtualHost: { ...plain.spec.virtualHost, ...refs('o') } } };
    const option = optionObject('VirtualHostOption', 'o', {
      csrf: { filterEnabled: { defaultValue: { numerator: 100 } } },
    });
    expect(
      Traffic.of([...base, option, referring])
        .split(HttpRequest.to('/', { method: 'PUT' }))
        .toString(),
    ).toBe('403 1');
  });

  test('that are missing are told', () => {
    expect(codesOf(ask([...base, virtualService([{ ...to('v1'), ...refs('o') }])]))).toEqual([
      'gloo-options-missing',
    ]);
  });
});

describe('what Envoy does before any route', () => {
  const header = (name: string, value?: string) => [
    ...base,
    virtualService([{ matchers: [{ prefix: '/', headers: [{ name, value }] }], ...to('v2') }, to('v1')]),
  ];

  test.each<[string, any[], any, string]>([
    ['adds x-forwarded-proto', header('x-forwarded-proto', 'http'), {}, 'v2 1'],
    [
      "believes the client's x-forwarded-proto",
      header('x-forwarded-proto', 'https'),
      { 'x-forwarded-proto': 'https' },
      'v2 1',
    ],
    ['adds x-request-id', header('x-request-id'), {}, 'v2 1'],
    ['adds no x-forwarded-for', header('x-forwarded-for'), {}, 'v1 1'],
    ['takes x-envoy-internal away', header('x-envoy-internal', 'true'), { 'x-envoy-internal': 'true' }, 'v1 1'],
    ['takes connection away', header('connection'), { connection: 'close' }, 'v1 1'],
  ])('%s', (_, objects, headers, expected) => {
    expect(ask(objects, '/', headers).toString()).toBe(expected);
  });

  test('knows the client by its address where the Gateway says so', () => {
    const gateway = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway: { options: { httpConnectionManagerSettings: { useRemoteAddress: true } } } },
    };
    expect(ask([...header('x-forwarded-for'), gateway]).toString()).toBe('v2 1');
    expect(
      ask([...header('x-forwarded-proto', 'https'), gateway], '/', { 'x-forwarded-proto': 'https' }).toString(),
    ).toBe('v1 1');
  });

  test('refuses methods that it does not know', () => {
    expect(
      Traffic.of(header('a'))
        .split(HttpRequest.to('/', { method: 'get' }))
        .toString(),
    ).toBe('400 1');
  });

  test.each<[string, any, string]>([
    ['an underscore that is refused', { headersWithUnderscoresAction: 'REJECT_CLIENT_REQUEST' }, '400 1'],
    ['an underscore that is dropped', { headersWithUnderscoresAction: 'DROP_HEADER' }, 'v1 1'],
    ['an underscore', {}, 'v2 1'],
  ])('asks the settings about headers with %s', (_, httpConnectionManagerSettings, expected) => {
    const spec = { httpGateway: { options: { httpConnectionManagerSettings } } };
    const gateway = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec,
    };
    expect(ask([...header('a_b'), gateway], '/', { a_b: '1' }).toString()).toBe(expected);
  });
});

describe('the pods of a Service', () => {
  const [v1, v2] = echo();
  const own = (spec: any) => ({ ...service(), spec: { ...service().spec, ...spec } });

  test('count while they are not ready where it publishes their addresses', () => {
    const notReady = PodReadiness.allReady().withReadyPods('echo/echo-v2', 0);
    const objects = (spec: any) => [v1, v2, own(spec), upstream(), virtualService([to('v2')])];
    expect(ask(objects({ publishNotReadyAddresses: true }), '/', {}, notReady).toString()).toBe('v2 1');
    expect(ask(objects({}), '/', {}, notReady).toString()).toBe('v1 1');
  });

  test('are none where it is an ExternalName', () => {
    const split = ask([
      v1,
      v2,
      own({ type: 'ExternalName', externalName: 'x.example' }),
      upstream(),
      virtualService([to('v2')]),
    ]);
    expect([split.toString(), codesOf(split)]).toEqual(['503 1', ['gloo-external-name']]);
  });
});

test('destinations of an UpstreamGroup are in its namespace unless they name another', () => {
  const destinations = ['v1', 'v2'].map((version) => ({
    destination: { upstream: { name: 'echo' }, subset: { values: { version } } },
    weight: 1,
  }));
  const group = {
    apiVersion: 'gloo.solo.io/v1',
    kind: 'UpstreamGroup',
    metadata: { name: 'g', namespace: 'echo' },
    spec: { destinations },
  };
  const route = virtualService([{ routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } }]);
  expect(ask([...base, group, route]).toString()).toBe('v1 1/2, v2 1/2');
});
