import { FlatRoute } from './flat-route';
import { neededHeaders, takes, takesPath } from './matching';
import { areBeside, areTied } from './route-order';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { HeaderIndex } from '../../engine/header-index';
import { ReceivedRequest } from '../../envoy';
import { VirtualHost } from '../gateways/virtual-host';

/**
 * The routes of which one takes a request: mostly one; several where the order of some is open, or where the objects
 * do not tell whether the request fulfils a condition.
 *
 * @returns whether one of them takes it for certain, too
 * @internal
 */
export function candidatesFor(
  host: VirtualHost,
  request: ReceivedRequest,
): { routes: FlatRoute[]; isTaken: boolean } {
  const routes: FlatRoute[] = [];
  for (const route of routesFor(host).of(request).of(request.request)) {
    const verdict = takes(route, request);
    if (verdict === 'yes') {
      return { routes: [...routes, route, ...tiedWith(route, host, request)], isTaken: true };
    }
    if (verdict === 'unknown') {
      routes.push(route);
    }
  }
  return { routes, isTaken: false };
}

/** Routes are kept for so many paths, and for so many pairs of a path and a route. */
const MAX_PATHS = 2_000;
const MAX_KEPT = 1_000_000;

/** The routes that are for a path: clients ask the same paths again and again, and expressions are slow. */
class RoutesByPath {
  private readonly known = new Map<string, HeaderIndex<FlatRoute>>();

  constructor(private readonly routes: FlatRoute[]) {}

  of(request: ReceivedRequest): HeaderIndex<FlatRoute> {
    const known = this.known.get(request.path);
    if (known !== undefined) {
      return known;
    }
    if (this.known.size >= MAX_PATHS || this.known.size * this.routes.length >= MAX_KEPT) {
      this.known.clear();
    }
    const found = new HeaderIndex(this.routes.filter((route) => takesPath(route, request)), neededHeaders);
    this.known.set(request.path, found);
    return found;
  }
}

const routesFor = memoizeByObject(({ routes }: VirtualHost) => new RoutesByPath(routes));

/** Later routes that may stand before a route, unless one stands between that takes the request for certain. */
function tiedWith(route: FlatRoute, host: VirtualHost, request: ReceivedRequest): FlatRoute[] {
  const taking = [route];
  const found: FlatRoute[] = [];
  for (const later of tiesIn(host)(route)) {
    const verdict = taking.every((one) => areBeside(one, later)) ? takes(later, request) : 'no';
    if (verdict !== 'no') {
      found.push(later);
    }
    if (verdict === 'yes') {
      taking.push(later);
    }
  }
  return found;
}

/** The later routes that are tied with a route: the same for every request. */
const tiesIn = memoizeByObject(({ routes }: VirtualHost) =>
  memoizeByObject((route: FlatRoute): FlatRoute[] => {
    return route.step === undefined
      ? []
      : routes.slice(routes.indexOf(route) + 1).filter((later) => areTied(route, later));
  }),
);
