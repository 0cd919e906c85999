import { run, temporaryFolders } from '../support/command-line';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { rolloutObject } from '../support/rollout-objects';
import * as voyager from '../support/voyager-objects';

const folder = temporaryFolders();

/** What `check` finds in one state, as `severity rule: objects`. */
function found(objects: any[], ...args: string[]): string[] {
  const { path } = folder({ 'all.yaml': objects });
  const { findings } = JSON.parse(run('check', path, '--output', 'json', ...args).output);
  return findings.map((finding: any) => `${finding.severity} ${finding.rule}: ${finding.objects.join(', ')}`);
}

const [v1, v2, service] = gloo.echo();
const strict = gloo.upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } });
const app = (...routes: any[]) => gloo.virtualService(routes, ['app.example']);

describe('pitfalls of Gloo', () => {
  test('an Upstream with the port of the pods in the place of the port of the Service', () => {
    const wrong = gloo.upstream({ servicePort: 8080, subsetSpec: undefined });
    const { path } = folder({ 'all.yaml': [v1, service, wrong, app({ matchers: [{ prefix: '/' }], ...gloo.to() })] });
    const { findings } = JSON.parse(run('check', path, '--output', 'json').output);
    expect(findings[0]).toMatchObject({
      rule: 'gloo-upstream-port',
      severity: 'error',
      objects: ['Upstream echo/echo', 'Service echo/echo'],
      message:
        'servicePort 8080 is none of the ports of the Service (80), but the port of its pods: the Upstream has no ' +
        'endpoints, and all its requests are answered with 503',
      fix: 'Write servicePort: 80.',
      location: { document: 3 },
    });
    expect(findings[1]).toMatchObject({ rule: 'no-answer', request: 'GET http://app.example/' });
  });

  test('a canary without headers, as the chart of a text writes it, takes everything', () => {
    const canary = { matchers: [{ prefix: '/echo' }], ...gloo.to('v2') };
    const plain = { matchers: [{ prefix: '/echo' }], ...gloo.weighted({ v1: 50, v2: 50 }) };
    expect(found([v1, v2, service, strict, app(canary, plain)])).toEqual([
      'error route-without-requests: VirtualService gloo-system/app',
    ]);
    expect(
      found([
        v1,
        v2,
        service,
        strict,
        app({ ...canary, matchers: [{ prefix: '/echo', headers: [{ name: 'stage', value: 'canary' }] }] }, plain),
      ]),
    ).toEqual([]);
  });

  test('a route that names no version while pods of two run', () => {
    expect(found([v1, v2, service, strict, app({ matchers: [{ prefix: '/' }], ...gloo.to() })])).toContain(
      'warning gloo-unpinned-route: VirtualService gloo-system/app, Upstream echo/echo',
    );
  });

  test('a fallback to any version is told', () => {
    expect(found([v1, service, gloo.upstream(), app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })])).toEqual([
      'note gloo-any-endpoint: Upstream echo/echo',
    ]);
  });
});

describe('pitfalls of ingress-nginx', () => {
  const pods = (name: string, version: string, replicas = 1) => [
    nginx.deployment(name, replicas, { app: name, version }),
    nginx.service(name),
  ];
  const [stable, canary] = [pods('echo', 'v1'), pods('echo-canary', 'v2')];
  const [first, second, third] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z'];
  const main = nginx.ingress({ created: first });

  test.each<[string, any[], string[]]>([
    ['a sound canary', [main, nginx.canary({ 'canary-weight': '20' }, { created: second })], []],
    [
      'a total that the controller ignores',
      [main, nginx.canary({ 'canary-weight': '20', 'canary-weight-total': '50' }, { created: second })],
      ['error ingress-nginx-weight-total: Ingress echo/echo-canary'],
    ],
    [
      'a value without a header',
      [main, nginx.canary({ 'canary-weight': '20', 'canary-by-header-value': 'x' }, { created: second })],
      ['error ingress-nginx-no-header: Ingress echo/echo-canary'],
    ],
    [
      'a header without a value',
      [main, nginx.canary({ 'canary-by-header': 'X-Canary' }, { created: second })],
      ['note ingress-nginx-always-only: Ingress echo/echo-canary'],
    ],
    [
      'a value beside a pattern',
      [
        main,
        nginx.canary(
          { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'x', 'canary-by-header-pattern': 'z' },
          { created: second },
        ),
      ],
      ['warning ingress-nginx-two-conditions: Ingress echo/echo-canary'],
    ],
    [
      'a canary of another path',
      [main, nginx.canary({ 'canary-weight': '20' }, { created: second, path: '/echo' })],
      ['error ingress-nginx-unattached-canary: Ingress echo/echo-canary'],
    ],
    [
      'a pattern that the controller drops',
      [main, nginx.canary({ 'canary-by-header': 'x', 'canary-by-header-pattern': 'a{1,3}' }, { created: second })],
      ['warning read-otherwise: Ingress echo/echo-canary'],
    ],
    [
      'a weight that is no number',
      [main, nginx.canary({ 'canary-weight': '10%' }, { created: second })],
      ['error route-without-requests: Ingress echo/echo-canary, Ingress echo/echo', 'warning read-otherwise: Ingress echo/echo-canary'],
    ],
    [
      'a canary of another class',
      [main, nginx.canary({ 'canary-weight': '10' }, { created: second, className: 'other' })],
      ['error ingress-nginx-canary-other-class: Ingress echo/echo-canary, Ingress echo/echo'],
    ],
    [
      'a Service that another host shares',
      [
        main,
        nginx.canary({ 'canary-weight': '20' }, { created: second }),
        nginx.ingress({ name: 'other', host: 'b.example', created: third }),
      ],
      ['error ingress-nginx-leaking-canary: Ingress echo/other, Ingress echo/echo-canary'],
    ],
  ])('%s', (_, ingresses, expected) => {
    expect(found([...stable, ...canary, ...ingresses])).toEqual(expected);
  });

  test('a main backend without pods', () => {
    expect(
      found([...pods('echo', 'v1', 0), ...canary, main, nginx.canary({ 'canary-weight': '100' }, { created: second })]),
    ).toEqual([
      'error ingress-nginx-empty-primary: Ingress echo/echo, Service echo/echo',
      'error no-answer: Ingress echo/echo',
    ]);
  });
});

describe('pitfalls of Istio, the Gateway API, Argo Rollouts and Voyager', () => {
  const pods = ['v1', 'v2'].map((version) => istio.deployment(`echo-${version}`, 1, { app: 'echo', version }));

  test('a route to a subset that no DestinationRule has', () => {
    const rule = istio.destinationRule('echo', { v1: { version: 'v1' } });
    const route = istio.virtualService({
      hosts: ['echo'],
      http: [{ route: [istio.to('echo', 'v1', 90), istio.to('echo', 'v2', 10)] }],
    });
    expect(found([...pods, istio.service(), rule, route])).toEqual([
      'error istio-missing-subset: VirtualService echo/echo, DestinationRule echo/echo-rule',
      'error no-answer: Service echo/echo',
    ]);
  });

  test('routes after one that takes everything', () => {
    const route = istio.virtualService({
      hosts: ['echo'],
      http: [
        { route: [istio.to('echo')] },
        { match: [{ headers: { stage: { exact: 'canary' } } }], route: [istio.to('echo-canary')] },
      ],
    });
    expect(found([...pods, istio.service(), route])).toContain('error route-without-requests: VirtualService echo/echo');
  });

  test('a header rule that a longer path overtakes', () => {
    const backend = (name: string) => [{ name, port: 80 }];
    const path = (value: string) => ({ type: 'PathPrefix', value });
    const rules = [
      {
        matches: [{ path: path('/'), headers: [{ name: 'stage', value: 'canary' }] }],
        backendRefs: backend('echo-v2'),
      },
      { matches: [{ path: path('/api') }], backendRefs: backend('echo-v1') },
    ];
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'echo', namespace: 'echo' },
      spec: { parentRefs: [{ name: 'public' }], hostnames: ['app.example'], rules },
    };
    expect(found([route])).toContain('warning gateway-api-longer-path: HTTPRoute echo/echo');
  });

  test.each<[string, any, string]>([
    [
      'stable pods that shrink while ingress-nginx needs them',
      { dynamicStableScale: true, trafficRouting: { nginx: { stableIngress: 'echo' } } },
      'error argo-dynamic-stable-nginx: Rollout echo/echo',
    ],
    [
      'a total below 100 over ingress-nginx',
      { trafficRouting: { maxTrafficWeight: 50, nginx: { stableIngress: 'echo' } } },
      'error argo-total-nginx: Rollout echo/echo',
    ],
    [
      'headers that are alternatives',
      {
        trafficRouting: { managedRoutes: [{ name: 'lane' }], istio: { virtualService: { name: 'echo' } } },
        steps: [
          {
            setHeaderRoute: {
              name: 'lane',
              match: [
                { headerName: 'a', headerValue: { exact: 'x' } },
                { headerName: 'b', headerValue: { exact: 'z' } },
              ],
            },
          },
        ],
      },
      'warning argo-header-or: Rollout echo/echo',
    ],
    [
      'a Rollout that the controller rejects',
      { trafficRouting: { nginx: {} } },
      'error argo-rejected: Rollout echo/echo',
    ],
  ])('%s', (_, canary, expected) => {
    expect(found([rolloutObject('v1', { canaryService: 'echo-canary', stableService: 'echo', ...canary })])).toContain(
      expected,
    );
  });

  test("pods that are recreated for each weight, and Deployments that take each other's pods", () => {
    const recreated = (version: string) => {
      const deployment = voyager.weightedDeployment(version, 1, '50');
      return {
        ...deployment,
        spec: { ...deployment.spec, selector: { matchLabels: { app: 'httpd' } }, strategy: { type: 'Recreate' } },
      };
    };
    const ingress = voyager.voyager({ rules: [{ http: { paths: [{ path: '/', backend: voyager.to() }] } }] });
    expect(
      found([recreated('v1'), recreated('v2'), voyager.service('httpd', [{ port: 80 }], 'httpd'), ingress]),
    ).toEqual([
      'error voyager-recreate: Deployment httpd/httpd-v1',
      'error voyager-recreate: Deployment httpd/httpd-v2',
      'error voyager-shared-selector: Deployment httpd/httpd-v1, Deployment httpd/httpd-v2',
    ]);
  });
});

describe('what never gets into a cluster', () => {
  test('is an error, with the field', () => {
    const wrong = { ...v1, spec: { ...v1.spec, replicas: '2' } };
    const { path } = folder({
      'all.yaml': [wrong, service, gloo.upstream(), app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })],
    });
    const { findings } = JSON.parse(run('check', path, '--output', 'json').output);
    expect(findings.find((finding: any) => finding.rule === 'rejected-by-api-server')).toMatchObject({
      severity: 'error',
      objects: ['Deployment echo/echo-v1'],
      message:
        'the API server rejects Deployment echo/echo-v1: spec.replicas must be a whole number from 0 to ' +
        '2147483647, given "2"',
    });
  });
});

describe('two stages', () => {
  const stage = (...objects: any[]) => [service, strict, ...objects];
  const half = app({ matchers: [{ prefix: '/' }], ...gloo.weighted({ v1: 50, v2: 50 }) });
  const retired = () =>
    folder({
      '1/a.yaml': stage(v1, v2, half),
      '2/a.yaml': stage(v2, app({ matchers: [{ prefix: '/' }], ...gloo.to('v2') })),
    });

  test('are checked in every order that the way of applying allows, and the exit code tells', () => {
    const one = retired();
    const { code, output } = run('check', one.file('1'), one.file('2'), '--applied-by', 'argo-cd');
    expect(code).toBe(1);
    expect(one.without(output)).toBe(`error   no-ready-pod  [1 → 2]
    50 % of these requests are answered with 503: they are meant for v1, which has no ready pod
    request GET http://app.example/
    when    visible: Deployment echo/echo-v1 deleted; not yet: VirtualService gloo-system/app changed
    order   Deployment echo/echo-v1 deleted, VirtualService gloo-system/app changed (Argo CD)
    objects Deployment echo/echo-v1, VirtualService gloo-system/app
    file    1/a.yaml:31
    fix     Split it in two: first route all requests away from the objects that are removed and wait until the routers have the change, then remove them in a stage of its own.
    source  https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/

Read as:
  - 1 2: 2 stages (1 → 2)

1 error, 0 warnings, 0 notes in 2 stages.
`);
  });

  test('are judged in the order in which their folders are named, not by name', () => {
    const routed = (route: any) => gloo.virtualService([{ matchers: [{ prefix: '/' }], ...route }]);
    const both = [v1, v2, service, gloo.upstream(), routed(gloo.weighted({ v1: 50, v2: 50 }))];
    const one = folder({ 'old/a.yaml': both, 'new/a.yaml': [v2, service, gloo.upstream(), routed(gloo.to('v2'))] });
    const check = (...names: string[]) =>
      run('check', ...names.map((name) => one.file(name)), '--applied-by', 'flux').code;
    expect([check('old', 'new'), check('new', 'old')]).toEqual([1, 0]);
  });

  test('with PruneLast the route goes first in Argo CD, and then the pods are gone only after it', () => {
    const marked = {
      ...v1,
      metadata: { ...v1.metadata, annotations: { 'argocd.argoproj.io/sync-options': 'PruneLast=true' } },
    };
    const one = folder({
      '1/a.yaml': stage(marked, v2, half),
      '2/a.yaml': stage(v2, app({ matchers: [{ prefix: '/' }], ...gloo.to('v2') })),
    });
    expect(run('check', one.file('1'), one.file('2'), '--applied-by', 'argo-cd')).toMatchObject({ code: 0 });
  });

  test('without pruning nothing is deleted, and nothing goes wrong', () => {
    const one = retired();
    expect(run('check', one.file('1'), one.file('2'), '--applied-by', 'kubectl')).toMatchObject({ code: 0 });
  });

  test('are told to code scanning as SARIF 2.1.0', () => {
    const one = retired();
    const sarif = JSON.parse(
      run('check', one.file('1'), one.file('2'), '--applied-by', 'argo-cd', '--output', 'sarif').output,
    );
    const [{ tool, results }] = sarif.runs;
    expect(sarif.version).toBe('2.1.0');
    expect(tool.driver.rules.map(({ id }: any) => id)).toEqual(['no-ready-pod']);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      ruleId: 'no-ready-pod',
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 31 } } }],
    });
  });

  test('are told to a workflow of GitHub in one line for each finding, whatever is in the texts', () => {
    const odd = folder({
      'a,b:c/all.yaml': [{ ...v1, spec: { ...v1.spec, replicas: 'a\nb%' } }, service, strict, half],
    });
    const { output } = run('check', odd.path, '--output', 'github');
    const lines = odd.without(output).trim().split('\n');
    expect(lines.every((line) => /^::(error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::/.test(line))).toBe(
      true,
    );
    expect(lines.find((line) => line.includes('rejected-by-api-server'))).toBe(
      '::error file=a%2Cb%3Ac/all.yaml,line=1,title=rejected-by-api-server [.]::the API server rejects Deployment ' +
        'echo/echo-v1: spec.replicas must be a whole number from 0 to 2147483647, given "a\\nb%25"%0AFix: ' +
        'Write a whole number from 0 to 2147483647 as spec.replicas.',
    );
  });

  test('fail on warnings too where that is asked for', () => {
    const { path } = folder({
      'all.yaml': [v1, v2, service, gloo.upstream(), app({ matchers: [{ prefix: '/' }], ...gloo.to() })],
    });
    expect(run('check', path).code).toBe(0);
    expect(run('check', path, '--fail-on', 'warning').code).toBe(1);
  });
});

test('findings of several rollouts are told for each of them', () => {
  const one = folder({
    'a-00-baseline.k8s.yaml': [v1, service, gloo.upstream(), app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })],
    'a-01-deploy.k8s.yaml': [v1, service, gloo.upstream(), app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })],
    'b-00-baseline.k8s.yaml': [v1, service, strict, app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })],
    'b-01-deploy.k8s.yaml': [v1, v2, service, strict, app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })],
  });
  const { output } = run('check', one.path);
  expect(one.without(output)).toMatch(/^a\n\nnote {4}gloo-any-endpoint {2}\[00-baseline, 01-deploy\]\n/);
  expect(output).toMatch(/0 errors, 0 warnings, 1 note in 4 stages of 2 rollouts\.\n$/);
});

test('the parts of a stage that a delivery divides are one stage', () => {
  const routes = [app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })];
  const one = folder({
    'a-00-baseline-workloads.k8s.yaml': [v1, service, strict],
    'a-00-baseline-routes.k8s.yaml': routes,
    'a-01-deploy-workloads.k8s.yaml': [v1, v2, service, strict],
    'a-01-deploy-routes.k8s.yaml': routes,
  });
  expect(run('check', one.path).output).toBe(
    `Read as:\n  - ${one.path}/a: 2 stages (00-baseline → 01-deploy)\n\n0 errors, 0 warnings, 0 notes in 2 stages.\n`,
  );
  expect(run('traffic', one.path).output).toMatch(
    /^STAGE +REQUEST +WHO ANSWERS\n00-baseline +GET http:\/\/app\.example\/ +v1 100 %\n01-deploy /,
  );
});

test('a Deployment that does not select its own pods never gets into a cluster', () => {
  const odd = { ...v1, spec: { ...v1.spec, selector: { matchLabels: { app: 'other' } } } };
  expect(found([odd, service, strict, app({ matchers: [{ prefix: '/' }], ...gloo.to('v1') })])).toEqual([
    'error rejected-by-api-server: Deployment echo/echo-v1',
  ]);
});

test('input without any object is a fault, so that a failed pipe does not look like success', () => {
  const { path } = folder({ 'empty.yaml': '# nothing\n' });
  expect(run('check', path)).toEqual({
    code: 2,
    output: '',
    errors: `cdk8s-rollouts check: ${path}: contains no Kubernetes object\n`,
  });
});
