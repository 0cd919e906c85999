import { conditionsOf, Pass, StepRoute } from '../progress/pass';
import { hostName, weightedPlaces } from '../validation/virtual-service-routes';

/** Where a VirtualService leads, in the eyes of a Rollout. @internal */
export interface Targets {
  readonly canaryService?: string;
  readonly stableService?: string;
  readonly canarySubset?: string;
  readonly stableSubset?: string;
  readonly additionalSubsets: string[];
  /** The host of the DestinationRule. */
  readonly host?: string;
}

/**
 * The HTTP routes after what the controller has done to them, one reconciliation after the other.
 *
 * @param names the routes whose weights the Rollout sets; the only one where it names none
 * @param managed the managed routes, in the order that they get
 * @internal
 */
export function httpAfter(
  http: any[],
  passes: readonly Pass[],
  targets: Targets,
  names: string[],
  managed: string[],
): any[] {
  return passes.reduce((routes, { closesRoutes, route, weight }) => {
    const own = closesRoutes ? routes.filter(({ name }) => !managed.includes(name)) : routes;
    const opened = route === undefined ? own : ordered(withRoute(own, route, targets, names), managed);
    return weight === undefined ? opened : weighted(opened, weight, targets, names, managed);
  }, http);
}

/**
 * The route of a step instead of the one of its name; without conditions it is closed (SetHeaderRoute,
 * SetMirrorRoute).
 */
function withRoute(http: any[], step: StepRoute, targets: Targets, names: string[]): any[] {
  const others = http.filter(({ name }) => name !== step.route.name);
  const conditions = conditionsOf(step);
  if (conditions === undefined) {
    return others;
  }
  const base = weightedPlaces(others, names).map((place) => others[place])[0]?.route ?? [];
  return step.kind === 'header'
    ? [...others, headerRoute(step.route.name, conditions, base, targets)]
    : [mirrorRoute(step.route, conditions, base, targets), ...others];
}

/**
 * It has nothing of the route beside it but the port of its first destination: no path, no rewrite. Its entries are
 * OR (createHeaderRoute).
 */
function headerRoute(name: string, conditions: any[], base: any[], targets: Targets): any {
  const match = conditions.map(({ headerName, headerValue }: any) => ({ headers: { [headerName]: headerValue } }));
  return { name, match, route: [{ destination: canaryDestination(base, targets), weight: 100 }] };
}

/** It has the destinations of the route beside it, and sends copies to the canary (createMirrorRoute). */
function mirrorRoute({ name, percentage = 100 }: any, conditions: any[], base: any[], targets: Targets): any {
  const match = conditions.map(({ method, path, headers }: any) => ({ method, uri: path, headers }));
  return {
    name,
    match,
    route: base,
    mirror: canaryDestination(base, targets),
    mirrorPercentage: { value: percentage },
  };
}

function canaryDestination(base: any[], { host, canaryService, canarySubset }: Targets): any {
  const port = base[0]?.destination?.port?.number;
  return {
    host: host || canaryService,
    ...(port === undefined ? {} : { port: { number: port } }),
    ...(canarySubset === undefined ? {} : { subset: canarySubset }),
  };
}

/** Managed routes first, in their order; routes of one name come together (getOrderedVirtualServiceRoutes). */
function ordered(http: any[], managed: string[]): any[] {
  const byName = new Map<string, any[]>(managed.map((name) => [name, []]));
  for (const route of http) {
    const name = route.name ?? '';
    byName.set(name, [...(byName.get(name) ?? []), route]);
  }
  return [...byName.values()].flat();
}

/**
 * An open mirror route is weighed too; where the Rollout names no route, it is then the only one
 * (generateVirtualServicePatches).
 */
function weighted(http: any[], weight: number, targets: Targets, names: string[], managed: string[]): any[] {
  const mirrors = http
    .filter(({ name, mirror }) => mirror !== undefined && managed.includes(name))
    .map(({ name }) => name);
  const places = new Set(weightedPlaces(http, [...names, ...mirrors]));
  return http.map((route, place) =>
    places.has(place) ? { ...route, route: patched(route.route ?? [], targets, weight) } : route,
  );
}

/** One change of a route, by the place that its destination had before any change. */
interface Patch {
  readonly place: number;
  readonly weight: number;
  readonly isDeletion: boolean;
  readonly host: string;
}

/** More reconciliations than it ever takes until nothing changes. */
const MAX_ROUNDS = 10;

/**
 * The route when the controller is done with it. It deletes destinations by the places that they had at first, so that
 * what it sets after a deletion meets the next one; then it looks again (processRoutes, patchVirtualService).
 */
function patched(given: any[], targets: Targets, weight: number): any[] {
  let destinations = given;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const patches = patchesOf(destinations, targets, weight);
    if (patches.length === 0) {
      break;
    }
    destinations = patches.reduce(applied, destinations);
  }
  return destinations;
}

/**
 * Services are compared by the first part of their hosts; what is neither stable nor canary and has a weight is
 * deleted.
 */
function patchesOf(destinations: any[], targets: Targets, weight: number): Patch[] {
  const additional = destinations.filter((one) => targets.additionalSubsets.includes(one.destination?.subset));
  const kept = additional.reduce((sum, one) => sum + (one.weight ?? 0), 0);
  return destinations.flatMap((one, place): Patch[] => {
    const [host, actual] = [hostName(one), one.weight ?? 0];
    const isKept = host === '' || targets.additionalSubsets.includes(one.destination?.subset);
    const wanted = isCanary(one, targets)
      ? weight
      : isStable(one, targets)
        ? Math.max(0, 100 - weight - kept)
        : undefined;
    return (wanted === undefined && isKept) || actual === (wanted ?? 0)
      ? []
      : [{ place, weight: wanted ?? 0, isDeletion: wanted === undefined, host }];
  });
}

function applied(destinations: any[], { place, weight, isDeletion, host }: Patch): any[] {
  if (place >= destinations.length) {
    return [...destinations, { destination: { host }, weight }];
  }
  return isDeletion
    ? destinations.filter((_, index) => index !== place)
    : destinations.map((one, index) => (index === place ? { ...one, weight } : one));
}

function isCanary(one: any, { canaryService, canarySubset }: Targets): boolean {
  return has(one, canaryService, canarySubset);
}

function isStable(one: any, { stableService, stableSubset }: Targets): boolean {
  return has(one, stableService, stableSubset);
}

function has(one: any, service: string | undefined, subset: string | undefined): boolean {
  const host = hostName(one);
  return host !== '' && (host === service || (subset !== undefined && one.destination?.subset === subset));
}
