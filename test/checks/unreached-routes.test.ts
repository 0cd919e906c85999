import { GeneratedRequest } from '../../conformance/random/generated-case';
import { istioCase } from '../../conformance/random/istio-cases';
import { HttpRequest, StateCheck, Traffic } from '../../src';
import * as gatewayApi from '../support/gateway-objects';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { ECHO, PUBLIC, publicRoutes, toVersion } from '../support/istio-traffic';
import { BOTH, rolloutObject, SERVICES } from '../support/rollout-objects';
import * as voyager from '../support/voyager-objects';

/** Severity, objects and message of each route that gets no request. */
function unreached(objects: any[]): string[] {
  return new StateCheck({ objects }).findings
    .filter(({ rule }) => rule === 'route-without-requests')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe('a route that gets no request is found', () => {
  test('over Istio behind a route for everything, also in the mesh', () => {
    const http = [toVersion('v1'), toVersion('v2', { headers: { lane: { exact: 'test' } } })];
    const never =
      'error: VirtualService echo/echo spec.http[1] never gets a request: ' +
      'VirtualService echo/echo spec.http[0] takes all of them';
    expect(unreached([...ECHO, PUBLIC, publicRoutes(http)])).toEqual([never]);
    expect(unreached([...ECHO, istio.virtualService({ hosts: ['echo'], http }, 'echo')])).toEqual([never]);
  });

  test('over Istio in a delegate, with both VirtualServices', () => {
    const root = publicRoutes([{ match: [{ uri: { prefix: '/a' } }], delegate: { name: 'leaf' } }]);
    const leaf = istio.virtualService({ http: [toVersion('v1'), toVersion('v2', { uri: { prefix: '/a/b' } })] }, 'leaf');
    const [finding] = new StateCheck({ objects: [...ECHO, PUBLIC, root, leaf] }).findings;
    expect(finding).toMatchObject({
      rule: 'route-without-requests',
      severity: 'error',
      message:
        'VirtualService echo/leaf spec.http[1] never gets a request: VirtualService echo/leaf spec.http[0] takes all ' +
        'of them',
      objects: ['VirtualService echo/leaf'],
    });
    expect(String(finding.request)).toBe('GET http://app.example/a/b');
  });

  test('over the Gateway API in the younger of two HTTPRoutes', () => {
    const objects = [...gatewayApi.BOTH, ...gatewayApi.oldAndNew()];
    expect(unreached(objects)).toEqual([
      expect.stringMatching(/^error: HTTPRoute \S*new spec\.rules\[0\] never gets a request: HTTPRoute \S*old spec/),
    ]);
  });

  test('over ingress-nginx in a canary that nothing chooses', () => {
    const stable = [nginx.deployment('echo', 1, { app: 'echo' }), nginx.service()];
    const other = [nginx.deployment('echo-canary', 1, { app: 'echo-canary' }), nginx.service('echo-canary')];
    const main = nginx.ingress({ created: '2024-01-01T00:00:00Z' });
    const canary = (annotations: any) => nginx.canary(annotations, { created: '2024-01-02T00:00:00Z' });
    expect(unreached([...stable, ...other, main, canary({})])).toEqual([
      'error: Ingress echo/echo-canary a.example/ never gets a request: Ingress echo/echo a.example/ takes all of them',
    ]);
    // What is written as switched off, and the main Ingress beside a canary with everything, are as they should be.
    for (const meant of [{ 'canary-weight': '0' }, { 'canary-weight': '100' }, { 'canary-by-header': 'x' }]) {
      expect(unreached([...stable, ...other, main, canary(meant)])).toEqual([]);
    }
  });

  test('over Gloo behind a prefix', () => {
    const at = (matcher: any, action: any) => ({ matchers: [matcher], ...action });
    const routes = [at({ prefix: '/' }, gloo.to('v1')), at({ exact: '/a', methods: ['POST'] }, gloo.to('v2'))];
    const objects = [
      ...gloo.echo(),
      gloo.upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } }),
      gloo.virtualService(routes),
    ];
    expect(unreached(objects)).toEqual([
      'error: VirtualService gloo-system/app spec.virtualHost.routes[1] never gets a request: ' +
        'VirtualService gloo-system/app spec.virtualHost.routes[0] takes all of them',
    ]);
  });

  test('over Voyager where two paths have one condition', () => {
    const service = (name: string) => ({ ...voyager.service(name), metadata: { name, namespace: 'httpd' } });
    const rules = (...paths: [string, string][]) => [
      { host: 'a.example', http: { paths: paths.map(([path, name]) => ({ path, backend: voyager.to(name) })) } },
    ];
    const objects = [service('one'), service('two'), voyager.voyager({ rules: rules(['/a', 'one'], ['/a/', 'two']) })];
    expect(unreached(objects)).toEqual([
      expect.stringMatching(/^(error|warning): Ingress httpd\/httpd a\.example:80\/a\/? /),
    ]);
  });

  test('only as a warning where the other route asks for more, which all evaluated requests fulfil', () => {
    const http = [toVersion('v1', { uri: { regex: '/echo.{0,2}' } }), toVersion('v2', { uri: { prefix: '/echo' } })];
    expect(unreached([...ECHO, PUBLIC, publicRoutes(http)])).toEqual([
      'warning: VirtualService echo/echo spec.http[1] gets none of the evaluated requests that fulfil its ' +
        'conditions: VirtualService echo/echo spec.http[0] takes them',
    ]);
  });
});

describe('a route is none that gets no request', () => {
  test.each<[string, any[]]>([
    ['where it leads to the same', [toVersion('v1'), toVersion('v1', { uri: { prefix: '/a' } })]],
    ['where it asks for what requests do not tell', [
      toVersion('v1', { headers: { x: { exact: 'a' } } }),
      toVersion('v2', { headers: { x: { exact: 'a' } }, sourceLabels: { app: 'a' } }),
    ]],
    ['where the one before it asks for a header', [toVersion('v2', { headers: { x: { exact: 'a' } } }), toVersion('v1')]],
    ['where only some of its paths are taken', [toVersion('v2', { uri: { exact: '/a' } }), toVersion('v1')]],
    ['where an expression may leave something out', [
      toVersion('v1', { uri: { prefix: '/any/' } }),
      toVersion('v2', { uri: { regex: '/any/?[0-9]+' } }),
    ]],
  ])('%s', (_, http) => {
    expect(unreached([...ECHO, PUBLIC, publicRoutes(http)])).toEqual([]);
  });

  test('which Istio drops already: that is told by itself', () => {
    const root = publicRoutes([
      { match: [{ uri: { prefix: '/a' } }], delegate: { name: 'leaf' } },
      toVersion('v1'),
    ]);
    const leaf = istio.virtualService({ http: [toVersion('v2', { uri: { prefix: '/b' } })] }, 'leaf');
    expect(unreached([...ECHO, PUBLIC, root, leaf])).toEqual([]);
  });
});

/** A request of a generated case. */
function sent({ url, method, headers = [] }: GeneratedRequest): HttpRequest {
  const split = (line: string) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()];
  return headers.reduce((request, line) => {
    const [name, value] = split(line);
    return request.withHeader(name, value);
  }, HttpRequest.to(url, { method }));
}

test('no request reaches a route of which that is an error, over random routes of Istio and the Gateway API', () => {
  let found = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const { objects, requests } = istioCase('any', seed);
    const errors = new StateCheck({ objects }).findings.filter(
      ({ rule, severity }) => rule === 'route-without-requests' && severity === 'error',
    );
    const traffic = Traffic.of(objects);
    for (const router of errors.length === 0 ? [] : traffic.routers) {
      const all = [...traffic._requestClasses(router).all, ...requests.map(sent)];
      const reached = all.flatMap((request) =>
        traffic.entries(request, router).flatMap((entry) => {
          return traffic.at(entry).split(request, undefined, router).shares.flatMap(({ routes }) => routes);
        }),
      );
      for (const { message } of errors) {
        expect([...new Set(reached)].filter((route) => message.startsWith(`${route} never`))).toEqual([]);
      }
      found += errors.length;
    }
  }
  expect(found).toBeGreaterThan(20);
});

describe('a header route that a controller opens', () => {
  const backends = ['echo-stable', 'echo-canary'].map((name, place) => ({ name, port: 80, weight: place === 0 ? 100 : 0 }));
  const httpRoute = (name: string, rules: any[], creationTimestamp: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'echo', creationTimestamp },
    spec: { parentRefs: [{ name: 'public' }], hostnames: ['a.example'], rules },
  });
  const path = { type: 'PathPrefix', value: '/' };
  const lane = { type: 'Exact', name: 'x-lane', value: 'canary' };
  const rollout = rolloutObject('v2', {
    ...BOTH,
    steps: [
      { setCanaryScale: { weight: 100 } },
      { setHeaderRoute: { name: 'lane', match: [{ headerName: 'x-lane', headerValue: { exact: 'canary' } }] } },
      { pause: {} },
    ],
    trafficRouting: {
      managedRoutes: [{ name: 'lane' }],
      plugins: { 'argoproj-labs/gatewayAPI': { httpRoutes: [{ name: 'web', useHeaderRoutes: true }], namespace: 'echo' } },
    },
  });
  const main = httpRoute('web', [{ matches: [{ path }], backendRefs: backends }], '2024-01-02T00:00:00Z');

  test('is found where an older HTTPRoute takes its requests, with the step', () => {
    const rule = { matches: [{ path, headers: [lane] }], backendRefs: backends.slice(0, 1) };
    const own = httpRoute('own', [rule], '2024-01-01T00:00:00Z');
    const findings = new StateCheck({ objects: [...SERVICES, rollout, main, own] }).findings;
    expect(findings.filter(({ rule: one }) => one === 'route-without-requests')).toMatchObject([
      {
        severity: 'error',
        message:
          'HTTPRoute echo/web spec.rules[1] never gets a request: HTTPRoute echo/own spec.rules[0] takes all of them',
        moment: 'step 1 of Rollout echo/echo',
      },
    ]);
  });

  test('does not tell again, at its step, what is wrong at rest already', () => {
    const rule = { matches: [{ path, headers: [{ ...lane, value: 'other' }] }], backendRefs: backends.slice(0, 1) };
    const hidden = { ...rule, backendRefs: [{ name: 'echo-canary', port: 80 }] };
    const own = httpRoute('own', [rule, hidden], '2024-01-01T00:00:00Z');
    const findings = new StateCheck({ objects: [...SERVICES, rollout, main, own] }).findings;
    const found = findings.filter(({ rule: one }) => one === 'route-without-requests');
    expect(found.map(({ objects, moment }) => [objects[0], moment])).toEqual([
      ['HTTPRoute echo/own', undefined],
    ]);
  });

  test('is no finding where nothing takes its requests', () => {
    expect(unreached([...SERVICES, rollout, main])).toEqual([]);
  });
});
