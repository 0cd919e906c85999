import { GeneratedCase } from './generated-case';
import { age, HEADERS, VALUES } from './istio-words';
import { Random } from './random';
import { request } from './requests';

const HOSTNAMES = [['web.example'], ['*.example'], ['web.example', 'x.test'], ['b.example', 'web.example']];

/** One to three HTTPRoutes at a gateway of the Gateway API that Istio runs. */
export function httpRouteCase(random: Random): Omit<GeneratedCase, 'name' | 'with'> {
  const routes = random.many(random.pick([1, 1, 2, 3]), () => ({
    parentRefs: [{ name: 'public' }],
    ...random.maybe(0.85, 'hostnames', () => random.pick(HOSTNAMES)),
    rules: random.many(random.pick([1, 2, 3, 4]), () => rule(random)),
  }));
  return {
    rule: 'HTTPRoutes at a gateway',
    objects: [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: 'istio' },
        spec: { controllerName: 'istio.io/gateway-controller' },
      },
      gateway(random),
      ...routes.map((spec, i) => ({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: `routes-${i}`, namespace: 'shop', creationTimestamp: age(random) },
        spec,
      })),
    ],
    requests: random.many(6, () => request(random, random.pick(HOSTS))),
  };
}

const HOSTS = ['web.example', 'web.example', 'web.example', 'b.example', 'c.d.example', 'x.test'];

function gateway(random: Random): any {
  const listeners = random.pick<any[]>([
    [{ name: 'http' }], [{ name: 'http' }], [{ name: 'narrow', hostname: '*.example' }, { name: 'all' }],
    [{ name: 'one', hostname: 'web.example' }, { name: 'wide', hostname: '*.example' }],
  ]);
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'shop' },
    spec: { gatewayClassName: 'istio', listeners: listeners.map((one) => ({ ...one, port: 80, protocol: 'HTTP' })) },
  };
}

function rule(random: Random): any {
  const matches = random.maybe(0.9, 'matches', () => random.many(random.pick([1, 1, 1, 2]), () => match(random)));
  if (random.isOne(0.06)) {
    const requestRedirect = { hostname: 'else.example', statusCode: random.pick([301, 302]) };
    return { ...matches, filters: [{ type: 'RequestRedirect', requestRedirect }] };
  }
  return { ...matches, backendRefs: random.many(random.pick([1, 1, 2, 3]), () => backend(random)) };
}

function match(random: Random): any {
  const conditions = (names: readonly string[], values: readonly string[]) => (
    random.sample(names, random.pick([1, 1, 2])).map((name) => ({ name, value: random.pick(values) }))
  );
  return {
    ...random.maybe(0.8, 'path', () => ({
      type: random.pick(['PathPrefix', 'PathPrefix', 'PathPrefix', 'Exact']),
      value: random.pick(['/', '/a', '/a/', '/a/b', '/ab', '/b', '/a.b', '/A']),
    })),
    ...random.maybe(0.35, 'headers', () => conditions(HEADERS, VALUES)),
    ...random.maybe(0.2, 'queryParams', () => conditions(['x', 'y'], ['1', '2'])),
    ...random.maybe(0.15, 'method', () => random.pick(['GET', 'POST'])),
  };
}

function backend(random: Random): any {
  return {
    name: random.pick(['web-v1', 'web-v1', 'web-v2', 'web-v2', 'other', 'web', 'missing']),
    port: random.isOne(0.04) ? 81 : 80,
    ...random.maybe(0.7, 'weight', () => random.pick([0, 1, 3, 10])),
  };
}
