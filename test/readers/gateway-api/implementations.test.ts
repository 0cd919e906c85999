import { GatewayImplementation, NoteKind, Traffic } from '../../../src';
import { gateway, header, httpRoute, prefix, to, versionService } from '../../support/gateway-objects';
import { ask, codesOf, http } from '../../support/gateway-questions';

/** Envoy Gateway takes two headers before a method, the standard and Istio the method. */
const ROUTE = httpRoute([
  { matches: [prefix('/', { headers: [header('x', '1'), header('y', '1')] })], backendRefs: [to('v1')] },
  { matches: [prefix('/', { method: 'GET' })], backendRefs: [to('v2')] },
]);
const HEADERS: [string, string][] = [
  ['x', '1'],
  ['y', '1'],
];
const ofClass = (gatewayClassName: string) => {
  const made = gateway([http()]);
  return { ...made, spec: { ...made.spec, gatewayClassName } };
};
const gatewayClass = (name: string, controllerName: string) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name },
  spec: { controllerName },
});
const asked = (objects: any[], options = {}) => ask([ROUTE, ...objects], { headers: HEADERS, options });

describe('whose rules hold', () => {
  test('is told by the controller of the GatewayClass', () => {
    expect(
      asked([ofClass('edge'), gatewayClass('edge', 'gateway.envoyproxy.io/gatewayclass-controller')]).toString(),
    ).toBe('v1 1');
    expect(asked([ofClass('edge'), gatewayClass('edge', 'istio.io/gateway-controller')]).toString()).toBe('v2 1');
    expect(
      asked([ofClass('edge'), gatewayClass('other', 'gateway.envoyproxy.io/gatewayclass-controller')]).toString(),
    ).toBe('v2 1');
  });

  test('is told by an option before all, also by that of the standard', () => {
    const objects = [ofClass('edge'), gatewayClass('edge', 'istio.io/gateway-controller')];
    expect(
      [GatewayImplementation.ENVOY_GATEWAY, GatewayImplementation.STANDARD].map((implementation) =>
        asked(objects, { implementation }).toString(),
      ),
    ).toEqual(['v1 1', 'v2 1']);
  });

  test('is assumed by the well-known name of a class that is not among the objects, and a note says so', () => {
    const found = asked([ofClass('eg')]);
    expect([
      found.toString(),
      found.notes.find(({ code }) => code === 'gateway-api-implementation-assumed')?.kind,
    ]).toEqual(['v1 1', NoteKind.ASSUMED]);
    expect(asked([ofClass('eg'), gatewayClass('eg', 'example.com/other')]).toString()).toBe('v2 1');
  });

  test('may differ from Gateway to Gateway', () => {
    const second = { ...ofClass('istio'), metadata: { name: 'second', namespace: 'echo' } };
    const both = { ...ROUTE, spec: { ...ROUTE.spec, parentRefs: [{ name: 'public' }, { name: 'second' }] } };
    expect(ask([both, ofClass('eg'), second], { headers: HEADERS }).shares[0].undetermined?.code).toBe(
      'gateway-api-entries-differ',
    );
  });
});

describe('where the implementation is not known', () => {
  const departure = (found: ReturnType<typeof ask>) =>
    found.notes.find(({ code }) => code === 'gateway-api-implementations-differ')?.kind;

  test('the standard answers, and a note warns where a known one answers otherwise', () => {
    const found = asked([ofClass('any')]);
    expect([found.toString(), departure(found)]).toEqual(['v2 1', NoteKind.AMBIGUOUS]);
    expect(departure(ask([httpRoute([{ backendRefs: [to('v1')] }])]))).toBeUndefined();
  });

  test('the note is no warning where they differ only while pods are not ready', () => {
    const found = ask([httpRoute([{ backendRefs: [to('v1'), to('v2')] }])], { ready: { 'echo/echo-v2': 0 } });
    expect([found.toString(), departure(found)]).toEqual(['v1 1/2, 503 1/2', NoteKind.EXPLAINED]);
  });

  test('what the standard leaves open stays open, whatever the known ones do', () => {
    const found = ask([httpRoute([{ backendRefs: [to('v1', 0)] }])]);
    expect([found.toString(), codesOf(found)]).toEqual(['undetermined 1', ['gateway-api-weights-zero']]);
  });

  test('headers that proxies set are open', () => {
    expect(
      ask([
        httpRoute([
          { matches: [prefix('/', { headers: [header('x-forwarded-proto', 'http')] })], backendRefs: [to('v2')] },
          { backendRefs: [to('v1')] },
        ]),
      ]).toString(),
    ).toBe('undetermined 1');
  });
});

describe('an input that is whole', () => {
  const options = { complete: true };

  test('has no Gateway that is missing, no Service and no pods', () => {
    const nowhere = httpRoute([{ backendRefs: [to('v1')] }], { parentRefs: [{ name: 'nowhere' }] });
    expect(ask([nowhere], { options }).toString()).toBe('404 1');
    expect(ask([httpRoute([{ backendRefs: [to('v1'), { name: 'nowhere', port: 80 }] }])], { options }).toString()).toBe(
      'v1 1/2, 500 1/2',
    );
    expect(
      ask([versionService('v3')[0], httpRoute([{ backendRefs: [to('v1'), to('v3')] }])], { options }).toString(),
    ).toBe('v1 1/2, 503 1/2');
  });

  test('listens at the ports of its listeners only, and requests that tell routes apart go there', () => {
    const route = httpRoute([{ backendRefs: [to('v1')] }], { hostnames: ['a.example'] });
    const objects = [gateway([http({ port: 8080 })]), route];
    const at = (url: string, complete: boolean) => ask(objects, { url, options: { complete } }).toString();
    expect([at('http://a.example/', true), at('http://a.example:8080/', true)]).toEqual(['no listener 1', 'v1 1']);
    expect(at('http://a.example/', false)).toBe('v1 1');
    const requests = Traffic.of([...versionService('v1'), ...objects], options).requests();
    expect(requests.map(String)).toEqual(['GET http://a.example:8080/']);
  });

  test('has labels of namespaces as they are', () => {
    const open = (selector: any) =>
      gateway([http({ allowedRoutes: { namespaces: { from: 'Selector', selector } } })], { namespace: 'infra' });
    const route = httpRoute([{ backendRefs: [to('v1')] }], { parentRefs: [{ name: 'public', namespace: 'infra' }] });
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'echo', labels: { team: 'web' } } };
    const answers = (...objects: any[]) =>
      [
        { matchLabels: { team: 'web' } },
        { matchExpressions: [{ key: 'team', operator: 'In', values: ['web', 'app'] }] },
        { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['web'] }] },
        {
          matchExpressions: [
            { key: 'team', operator: 'Exists' },
            { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['echo'] },
          ],
        },
        { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
        {},
      ].map((selector) => ask([open(selector), route, ...objects], { options }).toString());
    expect(answers(namespace)).toEqual(['v1 1', 'v1 1', '404 1', 'v1 1', '404 1', 'v1 1']);
    expect(answers()).toEqual(['404 1', '404 1', 'v1 1', '404 1', 'v1 1', 'v1 1']);
  });
});

describe('a Gateway that the API server rejects is not there', () => {
  test.each<[string, any[]]>([
    ['no listener', []],
    ['two listeners of one port, protocol and hostname', [http(), http({ name: 'other' })]],
    ['TLS on plain HTTP', [http({ tls: { mode: 'Terminate' } })]],
    ['a port that is none', [http({ port: 70_000 })]],
    ['routes from a place that is none', [http({ allowedRoutes: { namespaces: { from: 'None' } } })]],
    ['a hostname that is none', [http({ hostname: '*' })]],
  ])('for %s', (_, listeners) => {
    const found = ask([gateway(listeners), httpRoute([{ backendRefs: [to('v1')] }])]);
    expect([found.toString(), found.notes.find(({ code }) => code === 'object-rejected')?.objects]).toEqual([
      'no listener 1',
      ['Gateway echo/public'],
    ]);
  });
});

test('the sentences of notes say who does what', () => {
  const found = ask([httpRoute([{ backendRefs: [to('v1'), { name: 'nowhere', port: 80 }] }])], {
    options: { complete: true },
  });
  expect(found.notes.find(({ code }) => code === 'gateway-api-service-missing')).toEqual({
    code: 'gateway-api-service-missing',
    kind: NoteKind.IGNORED,
    objects: ['HTTPRoute echo/echo', 'Service echo/nowhere'],
    message: 'Service echo/nowhere is not there, so the share of HTTPRoute echo/echo that leads to it gets 500',
    fix: 'Correct the name or the namespace, or add the Service.',
    source: 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api',
  });
});
