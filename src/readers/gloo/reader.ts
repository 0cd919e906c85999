import { conditionsOf } from './conditions';
import { compareByPath, flatRoutes } from './delegation';
import { Destinations, RejectedRoute } from './destinations';
import { FlatRoute, KEPT } from './flat-route';
import { Listener, listenersFor, serves } from './gateways';
import { matches, normalized } from './matching';
import { pitfallsOf } from './pitfalls';
import { redirectStatus } from './route-faults';
import { GLOO_SHAPES } from './shapes';
import { RejectedVirtualServices, virtualServiceFor, virtualServices } from './virtual-hosts';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Share } from '../engine/share';
import { Split } from '../engine/split';
import { agreed, undetermined } from '../engine/whole-split';

/**
 * Reads the objects of Gloo Edge 1.12 and later (semantics of 1.22 over Envoy 1.36): VirtualService domains,
 * delegation to RouteTables, matchers, destinations with subsets and their fallback.
 *
 * @internal
 */
export class GlooReader implements RouterReader {
  public readonly router = 'Gloo Edge';
  public readonly shapes = GLOO_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return ['VirtualService', 'RouteTable'].some((kind) => index.all('gateway.solo.io', kind).length > 0);
  }

  public entries(): Entry[] {
    return [Entry.gateway()];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return virtualServices(index, []).flatMap((service) => conditionsOf(service, preparedIn(index)(service).routes));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index, virtualServices(index, []).map((service) => ({ service, routes: preparedIn(index)(service).routes })));
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
    const notes: string[] = [];
    const services = virtualServices(index, notes);
    const listeners = listenersFor(request, index);
    const ways = listeners.map((listener) => ({ name: listener.name, split: onListener(listener, services, index, request, readiness) }));
    return ways.length === 0
      ? new Split([answered(404)], [...notes, `no Gateway listens for ${request.scheme}`])
      : agreed(ways, 'it depends on the gateway\'s port', notes);
  }
}

function onListener(listener: Listener, services: KubernetesObject[], index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const notes: string[] = [];
  try {
    const service = virtualServiceFor(listener, request, services, notes);
    if (!service) {
      return new Split([answered(404)], [...notes, `no VirtualService of ${listener.name} has a domain for ${request.authority} over ${request.scheme}`]);
    }
    const settings = listener.http.options?.httpConnectionManagerSettings ?? {};
    if (settings.pathWithEscapedSlashesAction !== undefined && /%(2f|5c)/i.test(request.path)) {
      notes.push(`${listener.name} has a pathWithEscapedSlashesAction, which is not evaluated: the path is taken as sent`);
    }
    notes.push(...rejectedElsewhere(listener, service, services, index));
    return firstMatch(preparedIn(index)(service), request, normalized(request.path, settings), index, readiness, notes);
  } catch (error) {
    if (error instanceof RejectedVirtualServices) {
      return undetermined(error.message, notes);
    }
    throw error;
  }
}

/** All VirtualServices of a listener are one route configuration, which Envoy takes or refuses as a whole. */
function rejectedElsewhere(listener: Listener, service: KubernetesObject, services: KubernetesObject[], index: ObjectIndex): string[] {
  return services.filter((other) => other !== service && serves(listener, other)).flatMap((other) => preparedIn(index)(other).rejections);
}

/** A VirtualService with its routes in order: all that can be known before a request comes. */
interface Prepared {
  readonly routes: FlatRoute[];
  /** What delegation drops, and what it takes in another way than it is written. */
  readonly notes: string[];
  /** The routes that Gloo or Envoy rejects. */
  readonly rejections: string[];
}

const preparedIn = memoizeByObject((index: ObjectIndex) => memoizeByObject((service: KubernetesObject): Prepared => {
  const notes: string[] = [];
  const routes = flatRoutes(service, index, notes);
  const rejections = routes
    .flatMap((route) => answer(route, index, PodReadiness.allReady()).rejection ?? [])
    .map((rejection) => `${rejection}; ${KEPT} until that is mended`);
  return { routes, notes: [...notes, ...unread(routes)], rejections };
}));

/** What of a route's configuration is not read. */
function unread(routes: FlatRoute[]): string[] {
  return routes.filter(({ route }) => route.optionsConfigRefs).map(({ source }) => `${source} refers to RouteOption objects, which are not read`);
}

function firstMatch(service: Prepared, request: HttpRequest, path: string, index: ObjectIndex, readiness: PodReadiness, before: string[]): Split {
  const { routes } = service;
  const notes = [...before, ...service.notes, ...service.rejections];
  const matching = routes.filter((route) => route.matchers.some((matcher) => matches(matcher, request, path)));
  const candidates = matching
    .filter((route, position) => !matching.slice(0, position).some((earlier) => !areTied(earlier, route)))
    .map((route) => answer(route, index, readiness));
  if (candidates.length === 0) {
    return new Split([answered(404)], notes);
  }
  const [{ split }] = candidates;
  if (candidates.every((candidate) => candidate.split.isSameTraffic(split))) {
    return new Split(split.shares, [...notes, ...split.notes]);
  }
  const ways = candidates.map((candidate) => `${candidate.route.source} (${candidate.split})`).join(' or ');
  return undetermined(`ambiguous: ${ways} may come first, since the tables have the same weight and the routes the same path, and headers do not decide the order`, [...notes, ...candidates.flatMap((candidate) => candidate.split.notes)]);
}

/** Whether the order of two routes is undefined: equal paths in different tables of equal weight. */
function areTied(left: FlatRoute, right: FlatRoute): boolean {
  const fork = left.path.findIndex((step, level) => step.table !== right.path[level]?.table || step.group !== right.path[level]?.group);
  return fork >= 0 && left.path[fork].group === right.path[fork]?.group && compareByPath(left, right) === 0;
}

/** What a route does with a request that it takes. */
interface Answer {
  readonly route: FlatRoute;
  readonly split: Split;
  /** Why Gloo rejects the route, and with it the change that it belongs to. */
  readonly rejection?: string;
}

function answer(route: FlatRoute, index: ObjectIndex, readiness: PodReadiness): Answer {
  const notes: string[] = [];
  try {
    if (route.invalid) {
      throw new RejectedRoute(route.invalid);
    }
    return { route, split: new Split(sharesOf(route, new Destinations(index, readiness, notes)), notes) };
  } catch (error) {
    if (error instanceof RejectedRoute) {
      const rejection = `${route.source} is rejected (${error.message})`;
      return { route, split: new Split([new Share({ fraction: Fraction.ONE, undetermined: `${rejection}, and ${KEPT}` })], notes), rejection };
    }
    throw error;
  }
}

function sharesOf({ route, namespace, source }: FlatRoute, destinations: Destinations): Share[] {
  if (route.redirectAction) {
    return [answered(redirectStatus(route.redirectAction.responseCode)!)];
  }
  if (route.directResponseAction) {
    return [answered(route.directResponseAction.status)];
  }
  if (!route.routeAction) {
    return [new Share({ fraction: Fraction.ONE, undetermined: `${source} is answered by GraphQL` })];
  }
  const abort = route.options?.faults?.abort;
  const aborted = abort?.percentage ? Fraction.percent(abort.percentage) : Fraction.ZERO;
  const forwarded = destinations.sharesOf(route.routeAction, namespace);
  const rest = Fraction.ONE.minus(aborted);
  return [
    ...forwarded.map((share) => new Share({ ...share, fraction: share.fraction.times(rest) })),
    new Share({ fraction: aborted, status: abort?.httpStatus }),
  ];
}

function answered(status: number): Share {
  return new Share({ fraction: Fraction.ONE, status });
}
