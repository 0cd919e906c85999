import { HttpRequest, NoteKind, Traffic } from '../../../src';
import { answerOf, codesOf } from '../../support/gloo-answers';
import {
  ask,
  delegating,
  destination,
  echo,
  routeTable,
  service,
  to,
  upstream,
  virtualService,
  weighted,
} from '../../support/gloo-objects';

/** What Gloo serves when objects with a fault are applied to a proxy that has no configuration yet. */

const base = [...echo(), upstream()];
const host = (name: string, ...routes: any[]) => virtualService(routes, [`${name}.example`], name);
const sound = host('sound', to('v1'));
const at = (name: string, ...objects: any[]) => ask([...base, ...objects], `http://${name}.example/`);

describe('a fault by which Gloo holds one VirtualService back', () => {
  const cyclic = routeTable('t', [{ delegateAction: { ref: { name: 't', namespace: 'echo' } } }]);

  test.each<[string, any[]]>([
    ['gloo-route-without-action', [host('faulty', {}, to('v1'))]],
    ['gloo-expression-invalid', [host('faulty', { matchers: [{ regex: '(' }], ...to('v1') }, to('v1'))]],
    [
      'gloo-expression-invalid',
      [host('faulty', { ...to('v1'), options: { hostRewritePathRegex: { pattern: { regex: '(' } } } })],
    ],
    [
      'gloo-delegation-cycle',
      [cyclic, host('faulty', { delegateAction: { ref: { name: 't', namespace: 'echo' } } })],
    ],
    [
      'gloo-delegation-matchers',
      [host('faulty', { matchers: [{ prefix: '/' }, { prefix: '/a' }], delegateAction: {} })],
    ],
    ['gloo-domain-empty', [virtualService([to('v1')], ['', 'faulty.example'], 'faulty')]],
  ])('leaves the hosts of others alone: %s', (code, objects) => {
    expect(answerOf(at('sound', sound, ...objects))).toBe('v1 1');
    expect(answerOf(at('faulty', sound, ...objects))).toBe(`404 1, ${code}`);
    const alone = Traffic.of([...base, ...objects], { complete: true }).split(HttpRequest.to('http://faulty.example/'));
    expect(answerOf(alone)).toBe(`no listener 1, ${code}`);
  });

  test('says what a proxy does that runs already', () => {
    expect(at('faulty', sound, host('faulty', {})).notes[0]).toEqual({
      code: 'gloo-route-without-action',
      kind: NoteKind.REJECTED,
      objects: ['VirtualService gloo-system/faulty'],
      field: 'spec.virtualHost.routes[0]',
      message:
        'route 1 of VirtualService gloo-system/faulty has no action: Gloo holds VirtualService ' +
        'gloo-system/faulty back. On a first apply ' +
        'its hosts have no routes; a proxy that runs already keeps the last valid version of it',
      fix: 'Add a routeAction, a redirectAction, a directResponseAction or a delegateAction.',
      source: 'projects/gateway/pkg/translator/converter.go of solo-io/gloo',
    });
  });

  test('lets a wider domain of another VirtualService answer', () => {
    const wide = virtualService([to('v2')], ['*'], 'wide');
    expect(answerOf(at('faulty', wide, host('faulty', {})))).toBe('v2 1, gloo-route-without-action');
    expect(answerOf(at('sound', wide, sound, virtualService([{}], ['*.org'], 'faulty')))).toBe('v1 1');
  });

  test('is told of two VirtualServices for every host, one with * and one without domains', () => {
    const [star, none] = [virtualService([to('v1')], ['*'], 'a'), virtualService([to('v2')], [], 'b')];
    expect(answerOf(at('sound', sound, star, none))).toBe('v1 1');
    expect(answerOf(at('other', sound, star, none))).toBe('404 1, gloo-domain-repeated');
  });
});

describe('a fault for which Envoy refuses all routes of a listener', () => {
  test.each<[string, any]>([
    ['gloo-weights-zero', weighted({ v1: 0, v2: null })],
    ['gloo-destinations-empty', { routeAction: { multi: {} } }],
    ['gloo-destination-missing', { routeAction: { single: {} } }],
    ['gloo-upstream-group-missing', { routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } }],
    ['gloo-upstream-group-missing', { routeAction: { upstreamGroup: { name: 'g' } } }],
    ['gloo-direct-response-status', { directResponseAction: { status: 150 } }],
    ['gloo-redirect-code', { redirectAction: { responseCode: 302 } }],
    [
      'gloo-rewrites',
      { ...to('v1'), options: { prefixRewrite: '/a', regexRewrite: { pattern: { regex: 'a' }, substitution: 'b' } } },
    ],
  ])('takes the hosts of others away: %s', (code, route) => {
    expect(answerOf(at('sound', sound, host('faulty', route)))).toBe(`no listener 1, ${code}`);
  });

  test('is a body longer than the Gateway allows', () => {
    const gateway = (routeOptions: any) => ({
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway: {}, routeOptions },
    });
    const long = host('long', { directResponseAction: { status: 200, body: 'x'.repeat(5000) } });
    expect(answerOf(at('sound', sound, long, gateway({})))).toBe('no listener 1, gloo-direct-response-body');
    expect(answerOf(at('long', sound, long, gateway({ maxDirectResponseBodySizeBytes: 5000 })))).toBe('200 1');
  });
});

describe('a fault that Gloo reports and serves all the same', () => {
  const keys = { routeAction: { single: { ...destination(), subset: { values: { zone: 'a' } } } } };

  test.each<[string, string, any]>([
    ['v1 1/2, v2 1/2', 'gloo-subset-keys', keys],
    ['v1 1', 'gloo-path-invalid', { ...to('v1'), options: { prefixRewrite: '/b/../c' } }],
    ['301 1', 'gloo-path-invalid', { redirectAction: { pathRedirect: '/a//b' } }],
    ['v1 1', 'gloo-abort-invalid', { ...to('v1'), options: { faults: { abort: { percentage: 50 } } } }],
  ])('%s, %s', (split, code, route) => {
    expect(answerOf(at('faulty', sound, host('faulty', route)))).toBe(`${split}, ${code}`);
    expect(at('sound', sound, host('faulty', route)).notes).toEqual([]);
  });

  test('loses the destinations after a subset that the Upstream does not have', () => {
    const multi = {
      destinations: [
        { destination: keys.routeAction.single, weight: 1 },
        { destination: destination('v1'), weight: 99 },
      ],
    };
    expect(answerOf(at('faulty', host('faulty', { routeAction: { multi } })))).toBe(
      'v1 1/2, v2 1/2, gloo-subset-keys, gloo-destinations-lost',
    );
  });
});

describe('what does not reach Gloo', () => {
  test.each<[string, any]>([
    ['spec.virtualHost.options.faults', virtualService([to('v1')], ['*'], 'app', { virtualHost: {} })],
    ['spec.virtualHost.routes[0].matchers[0].path', virtualService([{ matchers: [{ path: '/' }], ...to('v1') }])],
    ['spec.virtualHost.routes[0].options.timeout', virtualService([{ ...to('v1'), options: { timeout: '5' } }])],
    [
      'spec.virtualHost.routes[0].redirectAction.responseCode',
      virtualService([{ redirectAction: { responseCode: 'GONE' } }]),
    ],
  ])('has a field or a name that its proto does not know: %s', (field, object) => {
    const { domains, routes } = object.spec.virtualHost;
    const faulty = field.endsWith('faults')
      ? { ...object, spec: { virtualHost: { domains, routes, options: { faults: {} } } } }
      : object;
    const split = ask([...base, faulty]);
    expect([split.toString(), split.notes]).toMatchObject([
      '404 1',
      [
        { code: 'gloo-unknown-field', kind: NoteKind.REJECTED, objects: ['VirtualService gloo-system/app'], field },
        { code: 'gloo-no-virtual-service' },
      ],
    ]);
  });

  test('is as if it were not there: a RouteTable', () => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1'), option: {} }]);
    expect(answerOf(ask([...base, delegating(), table]))).toBe('404 1, gloo-unknown-field');
  });

  test('is as if it were not there: an Upstream', () => {
    const policy = upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NONSENSE' } });
    expect(answerOf(ask([...echo(), policy, virtualService([to('v1')])]))).toBe('503 1, gloo-unknown-field');
  });

  test.each<[string, any]>([
    ['no type', { kube: undefined }],
    ['an outlier detection without an interval', { outlierDetection: { consecutive5xx: 3 } }],
    [
      'a health check without thresholds',
      { healthChecks: [{ timeout: '1s', interval: '5s', httpHealthCheck: { path: '/' } }] },
    ],
    [
      'a health check that checks nothing',
      { healthChecks: [{ timeout: '1s', interval: '5s', healthyThreshold: 1, unhealthyThreshold: 1 }] },
    ],
  ])('is an Upstream with %s, which Gloo removes', (_, spec) => {
    const plain = upstream();
    expect(
      answerOf(ask([...echo(), { ...plain, spec: { ...plain.spec, ...spec } }, virtualService([to('v1')])])),
    ).toBe('503 1, gloo-upstream-invalid');
  });
});

describe('objects that are all that there is', () => {
  test('lack the Secret of an Upstream that speaks TLS', () => {
    const sslConfig = { secretRef: { name: 's', namespace: 'echo' } };
    const secure = { ...upstream(), spec: { ...upstream().spec, sslConfig } };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'echo' } };
    expect(answerOf(whole(...echo(), secure, everything))).toBe('503 1, gloo-upstream-invalid');
    expect(answerOf(whole(...echo(), secure, secret, everything))).toBe('v1 1');
  });

  const whole = (...objects: any[]) => Traffic.of(objects, { complete: true }).split(HttpRequest.to('/'));
  const everything = virtualService([to('v1')]);

  test.each<[string, any[], string]>([
    ['gloo-upstream-missing', [...echo(), everything], '503 1'],
    ['gloo-service-missing', [upstream(), everything], '503 1'],
    ['gloo-no-pods', [service(), upstream(), everything], '503 1'],
    ['gloo-delegation-nowhere', [...base, delegating()], '404 1'],
    ['gloo-listener-empty', [...base, routeTable('t', [to('v1')])], 'no listener 1'],
  ])('lack what they refer to: %s', (code, objects, expected) => {
    const split = whole(...objects);
    expect([split.toString(), codesOf(split)]).toEqual([expected, [code]]);
  });

  test('lose the share of a Service that is missing', () => {
    const multi = {
      destinations: [
        { destination: destination('v1'), weight: 1 },
        { destination: { upstream: { name: 'gone', namespace: 'echo' } }, weight: 1 },
      ],
    };
    const split = whole(
      ...base,
      upstream({ subsetSpec: undefined }, 'gone'),
      virtualService([{ routeAction: { multi } }]),
    );
    expect(split.toString()).toBe('v1 1/2, 503 1/2');
  });
});
