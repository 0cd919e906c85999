import { Entry, HttpRequest, Traffic, Unrouted } from '../../../src';
import { deployment, gateway, server, to, virtualService } from '../../support/istio-objects';
import { answer, answerOf, codesOf, ECHO, PUBLIC, publicRoutes, toVersion } from '../../support/istio-traffic';

const URL = 'http://app.example/';

describe('entries', () => {
  const [first, second] = [gateway([server(['*'])], 'first'), gateway([server(['*'])], 'second', { istio: 'private' })];
  const bound = (name: string, version: string) =>
    virtualService({ hosts: ['app.example'], gateways: [name], http: [toVersion(version)] }, name);
  const objects = [
    ...ECHO,
    first,
    second,
    bound('first', 'v1'),
    bound('second', 'v2'),
    virtualService({ hosts: ['echo'], http: [toVersion('v2')] }),
  ];

  test('are the gateways by what they select, and the mesh', () => {
    expect(Traffic.of(objects).entries().map(String)).toEqual(['gateway echo/first', 'gateway echo/second', 'mesh']);
    expect(Traffic.of(objects).entries(HttpRequest.to(URL)).map(String)).toEqual([
      'gateway echo/first',
      'gateway echo/second',
    ]);
    expect(Traffic.of(objects).entries(HttpRequest.to('http://echo.echo/')).map(String)).toEqual(['mesh']);
  });

  test('are asked one by one; left open, they have to agree', () => {
    expect(
      [Entry.gateway('echo/first'), Entry.gateway('echo/second')].map((entry) => answer(objects, URL, entry)),
    ).toEqual(['v1 1', 'v2 1']);
    expect(answerOf(objects, URL).shares[0].undetermined?.code).toBe('istio-entries-differ');
  });

  test('of one selector are one', () => {
    const same = [...ECHO, first, gateway([server(['*'], 8080)], 'third'), bound('first', 'v1')];
    expect(Traffic.of(same).entries().map(String)).toEqual(['gateway echo/first, echo/third']);
  });
});

describe('listeners', () => {
  test('where nothing listens, the connection is refused', () => {
    const [share] = answerOf([...ECHO, PUBLIC, publicRoutes([toVersion('v1')])], 'https://app.example/').shares;
    expect(share.unrouted).toBe(Unrouted.NO_LISTENER);
  });

  test('the first server of a port decides what it carries', () => {
    const both = (...protocols: string[]) => {
      const servers = protocols.map((protocol) => server(['*'], 80, protocol));
      return answer([...ECHO, gateway(servers), publicRoutes([toVersion('v1')])], URL);
    };
    expect([both('HTTP', 'TCP'), both('TCP', 'HTTP'), both('HTTP', 'HTTP2')]).toEqual([
      'v1 1',
      'no listener 1',
      'v1 1',
    ]);
  });

  test.each<[string, any]>([
    [
      'an abort with the status 600',
      { fault: { abort: { httpStatus: 600, percentage: { value: 1 } } }, route: [to('echo', 'v1')] },
    ],
    ['a redirect with 304', { redirect: { uri: '/x', redirectCode: 304 } }],
    [
      'weights above 32 bits',
      { route: [to('echo', 'v1', 2147483647), to('echo', 'v2', 2147483647), to('echo', 'v1', 3)] },
    ],
  ])('Envoy refuses all routes of a listener because of %s', (_, route) => {
    const other = virtualService({ hosts: ['b.example'], gateways: ['web'], http: [toVersion('v1')] }, 'other');
    const objects = [...ECHO, PUBLIC, publicRoutes([{ ...route, match: [{ uri: { prefix: '/a' } }] }]), other];
    const found = answerOf(objects, 'http://b.example/');
    expect([found.shares[0].unrouted, codesOf(found)]).toEqual([Unrouted.NO_LISTENER, ['istio-envoy-refuses']]);
  });
});

describe('what happens before routes are matched at a gateway', () => {
  const either = (match: any) => [...ECHO, PUBLIC, publicRoutes([toVersion('v2', match), toVersion('v1')])];

  test("x-forwarded-proto is the connection's, and a route that asks for http takes everybody", () => {
    const objects = either({ headers: { 'x-forwarded-proto': { exact: 'http' } } });
    expect(answer(objects, URL, undefined, { 'x-forwarded-proto': 'https' })).toBe('v2 1');
  });

  test('x-envoy-internal of a client is not believed', () => {
    expect(
      answer(either({ headers: { 'x-envoy-internal': { exact: 'true' } } }), URL, undefined, {
        'x-envoy-internal': 'true',
      }),
    ).toBe('v1 1');
  });

  test('authorities are compared as they are written', () => {
    const objects = either({ authority: { exact: 'app.example' } });
    expect(['http://app.example/', 'http://APP.example/'].map((url) => answer(objects, url))).toEqual(['v2 1', 'v1 1']);
  });

  test('methods in lower case get 400', () => {
    const request = HttpRequest.to(URL, { method: 'get' });
    expect(Traffic.of(either({})).split(request).toString()).toBe('400 1');
  });

  test('preflights of a route with a corsPolicy are answered with 200, after faults', () => {
    const cors = { allowOrigins: [{ exact: 'https://a.example' }] };
    const ask = (origin: string, extra: any = {}) => {
      const headers = { origin, 'access-control-request-method': 'GET' };
      const objects = [
        ...ECHO,
        PUBLIC,
        publicRoutes([{ ...toVersion('v1'), corsPolicy: { ...cors, ...extra.cors }, ...extra.route }]),
      ];
      return Traffic.of(objects)
        .split(HttpRequest.to(URL, { method: 'OPTIONS', headers }))
        .toString();
    };
    expect([ask('https://a.example'), ask('https://b.example')]).toEqual(['200 1', 'v1 1']);
    expect(ask('https://b.example', { cors: { unmatchedPreflights: 'IGNORE' } })).toBe('200 1');
    expect(
      ask('https://a.example', { route: { fault: { abort: { httpStatus: 500, percentage: { value: 50 } } } } }),
    ).toBe('500 1/2, 200 1/2');
  });
});

describe('the pods of a gateway', () => {
  const routes = publicRoutes([toVersion('v2', { sourceNamespace: 'edge' }), toVersion('v1')]);

  test('are those of its workload, where it is among the objects', () => {
    const workload = deployment('ingress', 1, { istio: 'ingressgateway' }, 'edge');
    expect(answer([...ECHO, PUBLIC, workload, routes], URL)).toBe('v2 1');
  });

  test('are taken to be in istio-system otherwise', () => {
    expect(answer([...ECHO, PUBLIC, routes], URL)).toBe('v1 1');
  });
});

test('a redirect to HTTPS counts for hosts that every namespace may use, and not for those of one', () => {
  const redirect = (host: string) => {
    const secured = gateway([server([host], 80, 'HTTP', { httpsRedirect: true })]);
    return answer(
      [...ECHO, secured, virtualService({ hosts: ['b.example'], gateways: ['web'], http: [toVersion('v1')] })],
      URL,
    );
  };
  expect(['app.example', '*/app.example', './app.example'].map(redirect)).toEqual(['301 1', '301 1', '404 1']);
});
