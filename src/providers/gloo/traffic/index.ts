import { compareByPath, flatRoutes } from './delegation';
import { Destinations, RejectedRoute } from './destinations';
import { FlatRoute } from './flat-route';
import { matches } from './matching';
import { virtualServicesFor } from './virtual-hosts';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { TrafficEvaluator } from '../../../traffic/evaluator';
import { idOf, ObjectIndex } from '../../../traffic/object-index';
import { Share } from '../../../traffic/share';
import { Split } from '../../../traffic/split';
import { World } from '../../../traffic/world';

const REDIRECTS: Record<string, number> = { MOVED_PERMANENTLY: 301, FOUND: 302, SEE_OTHER: 303, TEMPORARY_REDIRECT: 307, PERMANENT_REDIRECT: 308 };

/**
 * Reads the objects of Gloo Edge 1.12 and later (semantics of 1.22 over Envoy 1.36): VirtualService domains,
 * delegation to RouteTables, matchers, destinations with subsets and their fallback.
 *
 * @internal
 */
export class GlooTraffic implements TrafficEvaluator {
  public readonly router = 'Gloo Edge';

  public claims(index: ObjectIndex): boolean {
    return ['VirtualService', 'RouteTable'].some((kind) => index.all('gateway.solo.io', kind).length > 0);
  }

  public split(index: ObjectIndex, request: HttpRequest, world: World): Split {
    const notes: string[] = [];
    const services = virtualServicesFor(request, index, notes);
    if (services.length > 1) {
      const names = services.map(idOf).join(' and ');
      return undetermined(`the VirtualServices ${names} claim the same domain: Gloo rejects them, and the proxy keeps its last valid configuration`, notes);
    }
    if (services.length === 0) {
      return new Split([new Share({ fraction: Fraction.ONE, status: 404 })], [...notes, `no VirtualService has a domain for ${request.authority} over ${request.scheme}`]);
    }
    const routes = flatRoutes(services[0], index, notes);
    const rejected = routes.filter((route) => route.invalid).map((route) => `${route.source} is rejected: ${route.invalid}; the proxy keeps its last valid configuration until that is mended`);
    return this.firstMatch(routes, request, new Destinations(index, world, notes), [...rejected], notes);
  }

  private firstMatch(routes: FlatRoute[], request: HttpRequest, destinations: Destinations, rejected: string[], notes: string[]): Split {
    const matching = routes.filter((route) => route.matchers.some((matcher) => isUsable(matcher) && matches(matcher, request)));
    const candidates = matching.filter((route, position) => !matching.slice(0, position).some((earlier) => !areTied(earlier, route)));
    if (candidates.length === 0) {
      return new Split([new Share({ fraction: Fraction.ONE, status: 404 })], [...notes, ...rejected]);
    }
    const splits = candidates.map((route) => answer(route, destinations));
    if (splits.every((split) => split.isSameTraffic(splits[0]))) {
      return new Split(splits[0].shares, [...notes, ...rejected, ...splits[0].notes]);
    }
    const ways = candidates.map((route, position) => `${route.source} (${splits[position]})`).join(' or ');
    return undetermined(`ambiguous: ${ways} may come first, since the tables have the same weight and the routes the same path, and headers do not decide the order`, [...notes, ...rejected]);
  }
}

/** Whether the order of two routes is undefined: equal paths in different tables of equal weight. */
function areTied(left: FlatRoute, right: FlatRoute): boolean {
  const fork = left.path.findIndex((step, level) => step.table !== right.path[level]?.table || step.group !== right.path[level]?.group);
  return fork >= 0 && left.path[fork].group === right.path[fork]?.group && compareByPath(left, right) === 0;
}

/** Matchers that Gloo rejects cannot be evaluated, but the reason is told with the route. */
function isUsable(matcher: any): boolean {
  return ['prefix', 'exact', 'regex', 'connectMatcher'].some((kind) => matcher[kind] !== undefined);
}

function answer({ route, namespace, source, invalid }: FlatRoute, destinations: Destinations): Split {
  if (invalid) {
    return undetermined(`${source} is rejected (${invalid}), and the proxy keeps its last valid configuration`, []);
  }
  const abort = route.options?.faults?.abort;
  const aborted = abort?.percentage ? Fraction.percent(abort.percentage) : Fraction.ZERO;
  const shares = actionShares(route, namespace, source, destinations).map((share) => new Share({ ...share, fraction: share.fraction.times(Fraction.ONE.minus(aborted)) }));
  return new Split([...shares, new Share({ fraction: aborted, status: abort?.httpStatus })]);
}

function actionShares(route: any, namespace: string | undefined, source: string, destinations: Destinations): Share[] {
  if (route.redirectAction) {
    const code = route.redirectAction.responseCode ?? 'MOVED_PERMANENTLY';
    return [new Share({ fraction: Fraction.ONE, status: REDIRECTS[code] ?? [301, 302, 303, 307, 308][code] })];
  }
  if (route.directResponseAction) {
    return [new Share({ fraction: Fraction.ONE, status: route.directResponseAction.status })];
  }
  if (!route.routeAction) {
    return [new Share({ fraction: Fraction.ONE, undetermined: `${source} is answered by GraphQL` })];
  }
  try {
    return destinations.sharesOf(route.routeAction, namespace);
  } catch (error) {
    if (error instanceof RejectedRoute) {
      return [new Share({ fraction: Fraction.ONE, undetermined: `${source} is rejected (${error.message}), and the proxy keeps its last valid configuration` })];
    }
    throw error;
  }
}

function undetermined(reason: string, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}
