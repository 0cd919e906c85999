import { GatewayImplementation } from '../../../src';
import { exact, gateway, httpRoute, prefix, to } from '../../support/gateway-objects';
import { ask as askAny, asker, codesOf, http } from '../../support/gateway-questions';

const ask = asker(GatewayImplementation.ISTIO);
const expression = (value: string) => ({ path: { type: 'RegularExpression', value } });

/** A Gateway that hears one host. */
const GATEWAY = gateway([http({ hostname: 'web.example', allowedRoutes: { namespaces: { from: 'All' } } })]);

interface Written {
  readonly hostnames?: string[];
  /** The month in which the route was made. */
  readonly month?: number;
  readonly namespace?: string;
}

/** A route whose rules lead to one version. */
function route(name: string, version: string, matches: any[], written: Written = {}): any {
  const { hostnames, month, namespace = 'echo' } = written;
  const backend = { ...to(version), namespace: 'echo' };
  return httpRoute(
    matches.map((match) => ({ matches: [match], backendRefs: [backend] })),
    { parentRefs: [{ name: 'public', namespace: 'echo' }], hostnames },
    { name, namespace, creationTimestamp: month === undefined ? undefined : `2026-0${month}-01T00:00:00Z` },
  );
}

const GRANT = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: 'routes', namespace: 'echo' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ group: '', kind: 'Service' }],
  },
};
const answers = (routes: any[], paths: string[], objects: any[] = [GATEWAY, GRANT]) =>
  paths.map((path) => ask([...objects, ...routes], { url: `http://web.example${path}` }).toString());

describe('routes that write different hostnames, at Istio', () => {
  test('follow one another by age, though the paths of the younger one are longer', () => {
    const named = (month: number) => route('a', 'v1', [prefix('/a')], { hostnames: ['web.example'], month });
    const nameless = route('b', 'v2', [prefix('/a/b')], { month: 2 });
    expect([answers([named(1), nameless], ['/a/b', '/a']), answers([named(3), nameless], ['/a/b', '/a'])]).toEqual([
      ['v1 1', 'v1 1'],
      ['v2 1', 'v1 1'],
    ]);
  });

  test('are sorted together at the standard and at Envoy Gateway', () => {
    const routes = [
      route('a', 'v1', [prefix('/a')], { hostnames: ['web.example'], month: 1 }),
      route('b', 'v2', [prefix('/a/b')], { month: 2 }),
    ];
    expect(
      [GatewayImplementation.STANDARD, GatewayImplementation.ENVOY_GATEWAY].map((implementation) =>
        asker(implementation)([GATEWAY, ...routes], { url: 'http://web.example/a/b' }).toString(),
      ),
    ).toEqual(['v2 1', 'v2 1']);
  });

  test('follow one another by the text of the hostnames at one age, none of them first', () => {
    const routes = [
      route('a', 'v1', [prefix('/a'), prefix('/b')], { hostnames: ['web.example'], month: 1 }),
      route('b', 'v2', [prefix('/a')], { hostnames: ['*.example'], month: 1 }),
      route('c', 'v1', [exact('/c')], { hostnames: ['*.example'], month: 1 }),
      route('d', 'v2', [prefix('/c')], { month: 1 }),
    ];
    expect(answers(routes, ['/a', '/b', '/c'])).toEqual(['v2 1', 'v1 1', 'v2 1']);
  });

  test('have one place for each hostname, that of its oldest route', () => {
    const routes = [
      route('old', 'v1', [prefix('/old')], { hostnames: ['web.example'], month: 1 }),
      route('young', 'v1', [prefix('/a')], { hostnames: ['web.example'], month: 3 }),
      route('between', 'v2', [prefix('/a/b')], { month: 2 }),
    ];
    expect([answers(routes, ['/a/b']), answers(routes.slice(1), ['/a/b'])]).toEqual([['v1 1'], ['v2 1']]);
  });

  test('of the namespace of the proxies come first, and the oldest route of a hostname tells the namespace', () => {
    const foreign = (month: number) =>
      route('foreign', 'v1', [prefix('/a')], { hostnames: ['web.example'], month, namespace: 'shop' });
    const own = route('own', 'v1', [prefix('/own')], { hostnames: ['web.example'], month: 3 });
    const nameless = route('nameless', 'v2', [prefix('/a')], { month: 4 });
    expect([
      answers([foreign(1), nameless], ['/a']),
      answers([foreign(1), own, nameless], ['/a']),
      answers([foreign(5), own, nameless], ['/a']),
    ]).toEqual([['v2 1'], ['v2 1'], ['v1 1']]);
  });

  test('come first where the addresses of the Gateway say that its proxies run', () => {
    const runIn = (...values: string[]) => ({
      ...GATEWAY,
      spec: { ...GATEWAY.spec, addresses: values.map((value) => ({ type: 'Hostname', value })) },
    });
    const routes = [
      route('foreign', 'v1', [prefix('/a')], { hostnames: ['web.example'], month: 2, namespace: 'shop' }),
      route('own', 'v2', [prefix('/a')], { month: 1 }),
    ];
    const at = (found: any) => answers(routes, ['/a'], [found, GRANT]);
    expect([at(runIn('proxies.shop.svc.cluster.local')), at(runIn('proxies')), at(runIn('a.shop', 'b.echo'))]).toEqual([
      ['v1 1'],
      ['v2 1'],
      ['undetermined 1'],
    ]);
  });

  test('leave what takes every request to the end, whatever its age', () => {
    const routes = [
      route('a', 'v1', [prefix('/')], { hostnames: ['web.example'], month: 1 }),
      route('b', 'v2', [prefix('/a'), prefix('/')], { month: 2 }),
    ];
    expect(answers(routes, ['/a', '/b'])).toEqual(['v2 1', 'v1 1']);
  });

  test('keep a condition on every path in its place', () => {
    const routes = [
      route('a', 'v1', [prefix('/', { method: 'GET' })], { hostnames: ['web.example'], month: 1 }),
      route('b', 'v2', [prefix('/a')], { month: 2 }),
    ];
    expect(answers(routes, ['/a'])).toEqual(['v1 1']);
  });

  test('lose what stands behind a rule for everything of their own hostname', () => {
    const rest = route('rest', 'v1', [prefix('/')], { hostnames: ['web.example'], month: 1 });
    const late = route('late', 'v1', [expression('/a.*')], { hostnames: ['web.example'], month: 1 });
    const nameless = route('nameless', 'v2', [prefix('/a')], { month: 2 });
    expect([answers([rest, late, nameless], ['/a', '/ab']), answers([late, nameless], ['/a'])]).toEqual([
      ['v2 1', 'v1 1'],
      ['v1 1'],
    ]);
  });

  test('stand in the rules of each hostname that they write', () => {
    const routes = [
      route('both', 'v1', [prefix('/a')], { hostnames: ['web.example', '*.example'], month: 2 }),
      route('one', 'v2', [prefix('/a/b')], { hostnames: ['web.example'], month: 3 }),
    ];
    expect(answers(routes, ['/a/b', '/a'])).toEqual(['v1 1', 'v1 1']);
  });
});

describe('routes that do not tell their age, at Istio', () => {
  const named = route('a', 'v1', [prefix('/a')], { hostnames: ['web.example'] });
  const nameless = route('b', 'v2', [prefix('/a/b')]);

  test('may come first where they write different hostnames, and the note says what to write', () => {
    const found = ask([GATEWAY, named, nameless], { url: 'http://web.example/a/b' });
    expect([found.toString(), codesOf(found)]).toEqual(['undetermined 1', ['gateway-api-group-age-unknown']]);
    expect(answers([named, nameless], ['/a'])).toEqual(['v1 1']);
  });

  test('have an order where an age does not matter: one route, the same routes, what takes everything', () => {
    const twice = (name: string, version: string, path: string) =>
      route(name, version, [prefix(path)], { hostnames: ['web.example', '*.example'] });
    const rest = route('rest', 'v1', [prefix('/')], { hostnames: ['web.example'] });
    expect([
      answers([twice('a', 'v1', '/a'), twice('b', 'v2', '/a/b')], ['/a/b', '/a']),
      answers([rest, nameless], ['/a/b', '/']),
    ]).toEqual([
      ['v2 1', 'v1 1'],
      ['v2 1', 'v1 1'],
    ]);
  });

  test('are not before those of the namespace of the proxies', () => {
    const foreign = route('a', 'v1', [prefix('/a')], { hostnames: ['web.example'], namespace: 'shop' });
    expect(answers([foreign, nameless], ['/a/b'])).toEqual(['v2 1']);
  });

  test('may be behind a rule for everything of their hostname, so that either answers', () => {
    const everything = route('a', 'v1', [expression('.*')], { hostnames: ['web.example'] });
    const other = route('b', 'v2', [expression('.+')], { hostnames: ['web.example'] });
    expect(answers([everything, other], ['/a'])).toEqual(['undetermined 1']);
  });

  test('are answered by the rules of the standard where Istio is not told, and a note says that it may differ', () => {
    const found = askAny([GATEWAY, named, nameless], { url: 'http://web.example/a/b' });
    expect([found.toString(), codesOf(found).includes('gateway-api-implementations-differ')]).toEqual(['v2 1', true]);
  });
});

describe('routes of one age, at Istio', () => {
  test('are compared by names that go on, so that the longer name comes first', () => {
    const routes = [
      route('web', 'v1', [prefix('/a')], { month: 1 }),
      route('web-canary', 'v2', [prefix('/a')], { month: 1 }),
    ];
    expect(answers(routes, ['/a'])).toEqual(['v2 1']);
    expect(
      asker(GatewayImplementation.STANDARD)([GATEWAY, ...routes], { url: 'http://web.example/a' }).toString(),
    ).toBe('v1 1');
  });
});
