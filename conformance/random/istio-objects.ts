import { ASKED_HEADERS, pathMatch, textMatch, textOrPresence } from './istio-words';
import { Random } from './random';

/** A VirtualService of the namespace shop. */
export function virtualService(name: string, spec: any, creationTimestamp: string): any {
  const metadata = { name, namespace: 'shop', creationTimestamp };
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec };
}

/** The subsets that destinations name; v3 has no pods. */
export function destinationRule(): any {
  const subsets = ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } }));
  const metadata = { name: 'web', namespace: 'shop' };
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: { host: 'web', subsets } };
}

/** The gateway that routes are bound to: on one port or two, for all hosts or some. */
export function gateway(random: Random): any {
  const hosts = random.pick([['*'], ['*'], ['*.example'], ['web.example', '*.test'], ['shop/*'], ['./*']]);
  const servers = random.pick([[80], [80], [80, 8080]])
    .map((number) => ({ hosts, port: { name: `http-${number}`, number, protocol: 'HTTP' } }));
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers },
  };
}

/** Where a route is meant for: at the edge, in sidecars, or in a VirtualService that another one delegates to. */
export type Place = 'gateway' | 'mesh' | 'leaf';

const METHODS = [{ exact: 'POST' }, { exact: 'GET' }, { regex: 'P.*' }, { prefix: 'P' }];
const AUTHORITIES = [{ exact: 'web.example' }, { prefix: 'web' }, { regex: '.*example' }];
const GATEWAYS = ['istio-system/public', 'mesh', 'istio-system/none'];

/** A match entry. */
export function matchEntry(random: Random, place: Place): any {
  return {
    ...random.maybe(0.6, 'uri', () => pathMatch(random)),
    ...random.maybe(0.15, 'ignoreUriCase', () => true),
    ...random.maybe(0.35, 'headers', () => byName(random, ASKED_HEADERS)),
    ...random.maybe(0.15, 'withoutHeaders', () => byName(random, ASKED_HEADERS)),
    ...random.maybe(0.15, 'queryParams', () => byName(random, ['x', 'y'])),
    ...random.maybe(0.12, 'method', () => random.pick(METHODS)),
    ...random.maybe(0.08, 'authority', () => random.pick(AUTHORITIES)),
    ...random.maybe(0.03, 'scheme', () => random.pick([{ exact: 'http' }, { exact: 'https' }])),
    ...random.maybe(0.08, 'port', () => random.pick([80, 8080])),
    ...random.maybe(place === 'leaf' ? 0 : 0.05, 'gateways', () => [random.pick(GATEWAYS)]),
    ...random.maybe(place === 'mesh' ? 0.06 : 0, 'sourceNamespace', () => random.pick(['shop', 'else'])),
    ...random.maybe(0.04, 'name', () => 'named'),
  };
}

function byName(random: Random, names: readonly string[]): any {
  return Object.fromEntries(random.sample(names, random.pick([1, 1, 2])).map((name) => [name, textOrPresence(random)]));
}

const REDIRECTS = [{ uri: '/r' }, { authority: 'else.example', redirectCode: 308 }, { uri: '/r', redirectCode: 302 }];

/** A route: conditions, and what happens to the requests that hold them. */
export function route(random: Random, place: Place): any {
  const match = random.maybe(0.85, 'match', () => (
    random.many(random.pick([1, 1, 1, 2, 3]), () => matchEntry(random, place))
  ));
  const kind = random.next();
  if (kind < 0.06) {
    return { ...match, redirect: random.pick(REDIRECTS) };
  }
  if (kind < 0.12) {
    return { ...match, directResponse: { status: random.pick([200, 403, 418, 503]) } };
  }
  return {
    ...match,
    ...random.maybe(0.1, 'fault', () => ({
      abort: { httpStatus: random.pick([418, 503]), percentage: { value: random.pick([0, 10, 50, 100]) } },
    })),
    ...random.maybe(0.08, 'rewrite', () => ({ uri: '/rewritten' })),
    ...random.maybe(0.06, 'mirror', () => ({ host: 'other' })),
    ...random.maybe(0.05, 'corsPolicy', () => ({ allowOrigins: [textMatch(random)] })),
    ...random.maybe(0.05, 'timeout', () => '5s'),
    route: destinations(random),
  };
}

/** Destinations with weights: of one with or without a weight, of several always with one. */
export function destinations(random: Random): any[] {
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const isWeighted = count > 1 || random.isOne(0.2);
  return random.many(count, () => ({
    destination: destination(random),
    ...(isWeighted ? { weight: random.pick([0, 1, 3, 10, 50, 100]) } : {}),
  }));
}

function destination(random: Random): any {
  return random.pick<any>([
    ...['v1', 'v1', 'v2', 'v2', 'v3', 'v9'].map((subset) => ({ host: 'web', subset })),
    ...['web', 'other', 'web-v1', 'missing'].map((host) => ({ host })),
    { host: 'web-v2.shop.svc.cluster.local', port: { number: 80 } },
    { host: 'other', port: { number: 81 } },
  ]);
}
