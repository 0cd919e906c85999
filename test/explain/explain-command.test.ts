import { run, temporaryFolders } from '../support/command-line';
import * as gatewayApi from '../support/gateway-objects';
import * as nginx from '../support/ingress-objects';
import { ECHO, PUBLIC, publicRoutes, toVersion } from '../support/istio-traffic';

const folder = temporaryFolders();

function explain(objects: any[], ...args: string[]): string {
  const one = folder({ 'a.yaml': objects });
  const { code, output, errors } = run('explain', one.file('a.yaml'), ...args);
  expect([code, errors]).toEqual([0, '']);
  return output;
}

/** What is said of each route: its id without the object, and the last column. */
function reasons(objects: any[], ...args: string[]): string[] {
  const [{ routes }] = JSON.parse(explain(objects, ...args, '--output', 'json'));
  return routes.map(({ route, verdict, needs, takenBy, isYounger }: any) =>
    [route.replace(/^\S+ /, ''), verdict, ...(needs ?? []), ...(takenBy ?? []), ...(isYounger ? ['younger'] : [])].join(' | '),
  );
}

const stable = [nginx.deployment('echo', 1, { app: 'echo', version: 'v1' }), nginx.service()];
const other = [nginx.deployment('echo-canary', 1, { app: 'echo-canary', version: 'v2' }), nginx.service('echo-canary')];
const ingress = (annotations: any) => [...stable, ...other, nginx.ingress(), nginx.canary(annotations)];
const URL = ['--url', 'http://a.example/'];

describe('a request lacks of a route', () => {
  const lane = publicRoutes([
    toVersion('v2', { uri: { prefix: '/echo' }, headers: { stage: { exact: 'canary' }, region: { regex: 'eu|us' } }, method: { exact: 'POST' } }),
    toVersion('v1'),
  ]);

  test('each part that the router asks for, and no other', () => {
    const asked = (...args: string[]) => reasons([...ECHO, PUBLIC, lane], ...args)[0];
    const id = 'echo/echo spec.http[0]';
    expect(asked('--url', 'http://app.example/')).toBe(`${id} | parts | path | method | header stage | header region`);
    expect(asked('--url', 'http://app.example/echo/x', '--method', 'POST', '--header', 'region: us')).toBe(`${id} | parts | header stage`);
    expect(asked('--url', 'http://other.example/echo', '--method', 'POST', '--header', 'region: us', '--header', 'stage: canary')).toBe(
      `${id} | parts | host`,
    );
    expect(asked('--url', 'http://app.example/echo', '--method', 'POST', '--header', 'region: us', '--header', 'stage: canary')).toBe(
      `${id} | takes`,
    );
  });

  test('the absence of a header', () => {
    const objects = [...ECHO, PUBLIC, publicRoutes([toVersion('v2', { withoutHeaders: { beta: {} } }), toVersion('v1')])];
    expect(reasons(objects, '--url', 'http://app.example/', '--header', 'beta: x')).toEqual([
      'echo/echo spec.http[0] | parts | header beta',
      'echo/echo spec.http[1] | takes',
    ]);
    expect(explain(objects, '--url', 'http://app.example/', '--header', 'beta: x')).toContain('needs, for example, no header beta');
  });

  test('nothing, where a route before it takes everything', () => {
    const objects = [...ECHO, PUBLIC, publicRoutes([toVersion('v1'), toVersion('v2', { headers: { stage: { exact: 'canary' } } })])];
    expect(reasons(objects, '--url', 'http://app.example/')).toEqual([
      'echo/echo spec.http[0] | takes',
      'echo/echo spec.http[1] | order | VirtualService echo/echo spec.http[0]',
    ]);
    expect(explain(objects, '--url', 'http://app.example/', '--version', 'v2')).toBe(`GET http://app.example/: v1 100 %

v2 gets none of it, and no request is known that it answers. Its pods are those of Deployment echo/echo-v2.

ROUTE                                  GIVES     THIS REQUEST
VirtualService echo/echo spec.http[0]  v1 100 %  is taken by it
VirtualService echo/echo spec.http[1]  -         would go to VirtualService echo/echo spec.http[0], even as GET http://app.example/ [stage: canary], which fulfils the route
`);
  });

  test('nothing, where a longer path of another object takes it', () => {
    const route = (name: string, value: string, version: string) =>
      gatewayApi.httpRoute([{ matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [gatewayApi.to(version)] }], {}, { name });
    const objects = [...gatewayApi.BOTH, route('web', '/', 'v2'), route('api', '/api', 'v1')];
    expect(reasons(objects, '--url', 'http://a.example/api/x')).toEqual([
      'echo/web spec.rules[0] | order | HTTPRoute echo/api spec.rules[0]',
      'echo/api spec.rules[0] | takes',
    ]);
    expect(explain(objects, '--url', 'http://a.example/api/x')).toContain('fulfils the route, and goes to HTTPRoute echo/api spec.rules[0]');
  });

  test('more than eight parts', () => {
    const headers = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`h${index}`, { exact: 'v' }]));
    const objects = [...ECHO, PUBLIC, publicRoutes([toVersion('v2', { headers }), toVersion('v1')])];
    expect(reasons(objects, '--url', 'http://app.example/')[0].split(' | ')).toHaveLength(12);
  });

  test('the age of its object', () => {
    const objects = [...gatewayApi.BOTH, ...gatewayApi.oldAndNew()];
    expect(reasons(objects, ...URL)).toEqual([
      'echo/old spec.rules[0] | takes',
      'echo/new spec.rules[0] | order | HTTPRoute echo/old spec.rules[0] | younger',
    ]);
    expect(explain(objects, ...URL)).toContain('fulfils the route, and goes to HTTPRoute echo/old spec.rules[0], whose object is older');
  });
});

describe('a version gets nothing of a request', () => {
  const said = (objects: any[], version = 'v2', ...args: string[]) =>
    explain(objects, ...URL, '--version', version, ...args).split('\n')[2];

  test('where it has a weight of 0', () => {
    expect(said(ingress({ 'canary-weight': '0' }))).toBe('v2 gets none of it: it has a weight of 0 in Ingress echo/echo-canary.');
    expect(said(ingress({ 'canary-weight': '20' }))).toBe('v2 answers 20 % of it.');
  });

  test('where it has no pods, or both', () => {
    const empty = (annotations: any) =>
      ingress(annotations).map((object) =>
        object.kind === 'Deployment' && object.metadata.name === 'echo-canary' ? { ...object, spec: { ...object.spec, replicas: 0 } } : object,
      );
    expect(said(empty({ 'canary-weight': '20' }))).toBe('v2 gets none of it: Deployment echo/echo-canary has no pods.');
    expect(said(empty({ 'canary-weight': '0' }))).toBe(
      'v2 gets none of it: Deployment echo/echo-canary has no pods, and it has a weight of 0 in Ingress echo/echo-canary.',
    );
  });

  test('where other routes lead to it', () => {
    expect(said(ingress({ 'canary-by-header': 'stage', 'canary-by-header-value': 'canary' }))).toBe(
      'v2 gets none of it: the routes that lead to v2 do not take this request.',
    );
  });

  test('as nobody knows, where the answer is undetermined', () => {
    const route = (name: string, version: string) =>
      gatewayApi.httpRoute([{ backendRefs: [gatewayApi.to(version)] }], {}, { name });
    expect(said([...gatewayApi.BOTH, route('a', 'v1'), route('b', 'v2')])).toBe('Whether v2 answers is not known: see the notes.');
  });

  test('where no workload has it', () => {
    expect(said(ingress({ 'canary-weight': '20' }), 'v3')).toBe(
      'No workload has pods with the label version: v3. The versions are v1, v2.',
    );
  });
});

describe('explain', () => {
  test('looks at one state, of one router, and at one request', () => {
    const two = folder({ 'e-00-a.k8s.yaml': ingress({}), 'e-01-b.k8s.yaml': ingress({}) });
    expect(run('explain', two.path, ...URL).errors).toBe(
      'cdk8s-rollouts explain: explain looks at one state, and there are 2 (00-a, 01-b): name the files of one\n',
    );
    const one = folder({ 'a.yaml': ingress({}), 'none.yaml': stable });
    expect(run('explain', one.file('a.yaml')).errors).toBe(
      'cdk8s-rollouts explain: explain needs --url: the request that you want to have explained\n',
    );
    expect(run('explain', one.file('none.yaml'), ...URL).errors).toBe(
      'cdk8s-rollouts explain: there are no routes of a known router among the objects\n',
    );
  });

  test('tells each entry where there are several', () => {
    const http = [toVersion('v2', { gateways: ['mesh'] }), toVersion('v1')];
    const objects = [...ECHO, PUBLIC, { ...publicRoutes(http), spec: { hosts: ['app.example'], gateways: ['public', 'mesh'], http } }];
    const entries = JSON.parse(explain(objects, '--url', 'http://app.example/', '--output', 'json'));
    expect(entries.map(({ entry, split }: any) => [entry, split[0].version])).toEqual([
      ['gateway echo/public', 'v1'],
      ['mesh', 'v2'],
    ]);
  });
});
