import { run, temporaryFolders } from '../support/command-line';

/**
 * What routers' documentation and end-to-end tests say that requests get, asked of the command line with manifests as
 * people write them by hand. None of them is made by this library.
 */

const folder = temporaryFolders();

/** Who answers, as `version percent`; a status where nobody does. */
function ask(yaml: string, url: string, ...more: string[]): string {
  const { path } = folder({ 'all.yaml': yaml });
  const { code, output, errors } = run('traffic', path, '--url', url, '--output', 'json', ...more);
  expect([code, errors]).toEqual([0, '']);
  return JSON.parse(output)
    .split.map(({ version, status, percent }: any) => `${status ?? version} ${percent}`)
    .join(', ');
}

const deployment = (name: string, labels: string, replicas = 1, namespace = 'default') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: main, image: main }] }
---`;
const service = (name: string, selector: string, port = 80, namespace = 'default') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { ${selector} }
  ports: [{ port: ${port}, name: http }]
---`;

describe(
  'ingress-nginx, as its end-to-end tests of canaries have it (test/e2e/annotations/canary.go of ' +
    'kubernetes/ingress-nginx)',
  () => {
    const ingress = (
      name: string,
      backend: string,
      annotations = '',
      host = 'foo',
      created = '2024-01-01T00:00:00Z',
    ) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: default
  creationTimestamp: "${created}"
  annotations: { ${annotations} }
spec:
  ingressClassName: nginx
  rules:
    - host: ${host}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${backend}, port: { number: 80 } } } }] }
---`;
    const A = 'nginx.ingress.kubernetes.io';
    const pods =
      deployment('main', 'app: main, version: main') +
      deployment('canary', 'app: canary, version: canary') +
      service('main', 'app: main') +
      service('canary', 'app: canary');
    const state = (canary: string) =>
      pods +
      ingress('main', 'main') +
      ingress('canary', 'canary', `${A}/canary: "true", ${canary}`, 'foo', '2024-01-02T00:00:00Z');

    test.each<[string, string[], string]>([
      [`${A}/canary-by-header: CanaryByHeader`, ['--header', 'CanaryByHeader: always'], 'canary 100'],
      [`${A}/canary-by-header: CanaryByHeader`, ['--header', 'CanaryByHeader: never'], 'main 100'],
      [`${A}/canary-by-header: CanaryByHeader`, ['--header', 'CanaryByHeader: badheadervalue'], 'main 100'],
      [
        `${A}/canary-by-header: CanaryByHeader, ${A}/canary-by-header-value: DoCanary`,
        ['--header', 'CanaryByHeader: DoCanary'],
        'canary 100',
      ],
      [
        `${A}/canary-by-header: CanaryByHeader, ${A}/canary-by-header-value: DoCanary`,
        ['--header', 'CanaryByHeader: always'],
        'main 100',
      ],
      [
        `${A}/canary-by-header: CanaryByHeader, ${A}/canary-by-header-pattern: "^Do[A-Z][a-z]+y$"`,
        ['--header', 'CanaryByHeader: DoCanary'],
        'canary 100',
      ],
      [
        `${A}/canary-by-header: CanaryByHeader, ${A}/canary-by-header-pattern: "^Do[A-Z][a-z]+y$"`,
        ['--header', 'CanaryByHeader: Docanary'],
        'main 100',
      ],
      [`${A}/canary-by-cookie: Canary-By-Cookie`, ['--header', 'Cookie: Canary-By-Cookie=always'], 'canary 100'],
      [`${A}/canary-by-cookie: Canary-By-Cookie`, ['--header', 'Cookie: Canary-By-Cookie=never'], 'main 100'],
      [`${A}/canary-by-cookie: Canary-By-Cookie`, ['--header', 'Cookie: Canary-By-Cookie=badcookievalue'], 'main 100'],
      [`${A}/canary-weight: "0"`, [], 'main 100'],
      [`${A}/canary-weight: "100"`, [], 'canary 100'],
      [`${A}/canary-weight: "50"`, [], 'main 50, canary 50'],
      [`${A}/canary-weight: "100", ${A}/canary-weight-total: "1000"`, [], 'main 90, canary 10'],
      [
        `${A}/canary-weight: "100", ${A}/canary-by-header: CanaryByHeader`,
        ['--header', 'CanaryByHeader: never'],
        'main 100',
      ],
    ])('%s, %p: %s', (annotations, headers, expected) => {
      expect(ask(state(annotations), 'http://foo/', ...headers)).toBe(expected);
    });

    test('a canary of a host that no main Ingress has is not served', () => {
      expect(
        ask(
          pods +
            ingress('canary', 'canary', `${A}/canary: "true", ${A}/canary-weight: "100"`, 'bar') +
            ingress('main', 'main'),
          'http://bar/',
        ),
      ).toBe('404 100');
    });
  },
);

describe('Istio, as its traffic management tasks have it (https://istio.io/latest/docs/tasks/traffic-management/)', () => {
  const pods =
    ['v1', 'v2', 'v3']
      .map((version) => deployment(`reviews-${version}`, `app: reviews, version: ${version}`))
      .join('') + service('reviews', 'app: reviews', 9080);
  const rule = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: default }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
    - { name: v3, labels: { version: v3 } }
---`;
  const routes = (http: string) => `${pods}${rule}
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: default }
spec:
  hosts: [reviews]
  http:
${http}`;
  const to = (subset: string, weight?: number) =>
    `{ destination: { host: reviews, subset: ${subset} }${weight === undefined ? '' : `, weight: ${weight}`} }`;
  const byUser =
    `    - { match: [{ headers: { end-user: { exact: jason } } }], route: [${to('v2')}] }\n    - { ` +
    `route: [${to('v1')}] }`;

  test('one user gets another version', () => {
    expect(ask(routes(byUser), 'http://reviews:9080/reviews', '--header', 'end-user: jason')).toBe('v2 100');
    expect(ask(routes(byUser), 'http://reviews:9080/reviews', '--header', 'end-user: somebody')).toBe('v1 100');
  });

  test('half of the requests are shifted', () => {
    expect(ask(routes(`    - { route: [${to('v1', 50)}, ${to('v3', 50)}] }`), 'http://reviews:9080/')).toBe(
      'v1 50, v3 50',
    );
  });

  test('an aborted share is one for each user that the fault is for', () => {
    const aborted =
      '    - { match: [{ headers: { end-user: { exact: jason } } }], fault: { abort: { percentage: { ' +
      `value: 100 }, httpStatus: 500 } }, route: [${to('v1')}] }\n    - { route: [${to('v1')}] }`;
    expect(ask(routes(aborted), 'http://reviews:9080/', '--header', 'end-user: jason')).toBe('500 100');
    expect(ask(routes(aborted), 'http://reviews:9080/')).toBe('v1 100');
  });
});

describe('the Gateway API, as its guides and conformance tests have it (https://gateway-api.sigs.k8s.io/guides/)', () => {
  const pods = ['v1', 'v2']
    .map(
      (version) =>
        deployment(`infra-${version}`, `app: infra, version: ${version}`) +
        service(`infra-${version}`, `app: infra, version: ${version}`, 8080),
    )
    .join('');
  const route = (rules: string) => `${pods}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: matching, namespace: default }
spec:
  parentRefs: [{ name: same-namespace }]
  rules:
${rules}`;
  const to = (version: string, weight?: number) =>
    `{ name: infra-${version}, port: 8080${weight === undefined ? '' : `, weight: ${weight}`} }`;
  const matching = `    - { matches: [{ path: { type: PathPrefix, value: / } }, { headers: [{ name: version, value: one }] }], backendRefs: [${to('v1')}] }
    - { matches: [{ path: { type: PathPrefix, value: /v2 } }, { headers: [{ name: version, value: two }] }], backendRefs: [${to('v2')}] }`;

  test.each<[string, string[], string]>([
    ['/', [], 'v1 100'],
    ['/example', [], 'v1 100'],
    ['/', ['--header', 'Version: one'], 'v1 100'],
    ['/v2', [], 'v2 100'],
    ['/v2/example', [], 'v2 100'],
    ['/v2example', [], 'v1 100'],
    ['/', ['--header', 'Version: two'], 'v2 100'],
    ['/foo', ['--header', 'Version: one'], 'v1 100'],
  ])('%s with %p goes to %s', (path, headers, expected) => {
    expect(ask(route(matching), `http://any.example${path}`, ...headers)).toBe(expected);
  });

  test('weights are proportions, a backend of weight 0 gets nothing, and without a weight it is 1', () => {
    expect(ask(route(`    - { backendRefs: [${to('v1', 70)}, ${to('v2', 30)}] }`), 'http://any.example/')).toBe(
      'v1 70, v2 30',
    );
    expect(ask(route(`    - { backendRefs: [${to('v1', 1)}, ${to('v2', 0)}] }`), 'http://any.example/')).toBe('v1 100');
    expect(ask(route(`    - { backendRefs: [${to('v1', 3)}, ${to('v2')}] }`), 'http://any.example/')).toBe(
      'v1 75, v2 25',
    );
  });
});

describe(
  'Gloo Edge, as its guide on subsets has it ' +
    '(https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/)',
  () => {
    const upstream = `
apiVersion: gloo.solo.io/v1
kind: Upstream
metadata: { name: echo, namespace: gloo-system }
spec:
  kube:
    serviceName: echo
    serviceNamespace: echo
    servicePort: 8080
    selector: { app: echo }
    subsetSpec: { selectors: [{ keys: [version] }] }
---`;
    const pods =
      ['v1', 'v2']
        .map((version) => deployment(`echo-${version}`, `app: echo, version: ${version}`, 1, 'echo'))
        .join('') + service('echo', 'app: echo', 8080, 'echo');
    const destination = (version: string) =>
      `{ upstream: { name: echo, namespace: gloo-system }, subset: { values: { version: ${version} } } }`;
    const routes = (list: string) => `${pods}${upstream}
apiVersion: gateway.solo.io/v1
kind: VirtualService
metadata: { name: echo, namespace: gloo-system }
spec:
  virtualHost:
    domains: ["*"]
    routes:
${list}`;
    const toV1 = `      - { matchers: [{ prefix: / }], routeAction: { single: ${destination('v1')} } }`;

    test('a header leads to the canary, all others to the first version', () => {
      const both = routes(
        '      - { matchers: [{ headers: [{ name: stage, value: canary }], prefix: / }], routeAction: { single: ' +
          `${destination('v2')} } }\n${toV1}`,
      );
      expect([ask(both, 'http://localhost/', '--header', 'stage: canary'), ask(both, 'http://localhost/')]).toEqual([
        'v2 100',
        'v1 100',
      ]);
    });

    test('weights of 0 and 100 are everything', () => {
      const multi = (one: number, other: number) =>
        routes(
          '      - { matchers: [{ prefix: / }], routeAction: { multi: { destinations: [{ destination: ' +
            `${destination('v1')}, weight: ${one} }, { destination: ${destination('v2')}, weight: ${other} }] } } }`,
        );
      expect([
        ask(multi(100, 0), 'http://localhost/'),
        ask(multi(50, 50), 'http://localhost/'),
        ask(multi(0, 100), 'http://localhost/'),
      ]).toEqual(['v1 100', 'v1 50, v2 50', 'v2 100']);
    });
  },
);
