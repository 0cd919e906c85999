import { Construct, IConstruct } from 'constructs';
import { GlooRoutes } from './gloo-routes';
import { HttpPath, HttpPathKind } from '../../application';

/** An application's, or the platform's, share of a Gloo gateway. @internal */
export interface GlooExposure {
  readonly owner: string;
  readonly routes: GlooRoutes;
  readonly domains: string[];
  readonly paths: HttpPath[];
  readonly acceptPrefixOverlap: boolean;
  /** What the platform hands to RouteTables; undefined for an application. */
  readonly delegates?: { readonly labels: { [key: string]: string }; readonly prefix: string };
}

/** All exposures of a cdk8s app, and what of them collides, as far as it is known. */
interface Exposures {
  readonly byOwner: Map<string, GlooExposure>;
  /** Owners to faults, as of the number of exposures then. */
  collisions?: { readonly count: number; readonly byOwner: Map<string, string[]> };
}

const EXPOSURES = new WeakMap<IConstruct, Exposures>();

/** Notes that an application is exposed; the same application in another stage is the same exposure. @internal */
export function expose(scope: Construct, exposure: GlooExposure): void {
  exposuresOf(scope).byOwner.set(exposure.owner, exposure);
}

/** What of an application collides with the others in the same cdk8s app; each collision is told once. @internal */
export function collisionFaults(scope: Construct, owner: string): string[] {
  const exposures = exposuresOf(scope);
  if (exposures.collisions?.count !== exposures.byOwner.size) {
    exposures.collisions = { count: exposures.byOwner.size, byOwner: allCollisions([...exposures.byOwner.values()]) };
  }
  return exposures.collisions.byOwner.get(owner) ?? [];
}

function allCollisions(exposures: GlooExposure[]): Map<string, string[]> {
  return new Map(exposures.map((exposure, index) => [exposure.owner, exposures.slice(0, index).flatMap((other) => [
    ...domainFaults(other, exposure),
    ...prefixFaults(other, exposure),
    ...delegationFaults(other, exposure, exposures),
    ...delegationFaults(exposure, other, exposures),
  ])]));
}

function exposuresOf(scope: Construct): Exposures {
  const exposures = EXPOSURES.get(scope.node.root) ?? { byOwner: new Map() };
  EXPOSURES.set(scope.node.root, exposures);
  return exposures;
}

function domainFaults(one: GlooExposure, other: GlooExposure): string[] {
  return one.domains
    .filter((domain) => other.domains.includes(domain))
    .map((domain) => `Gloo: ${one.owner} and ${other.owner} both have a VirtualService for the domain '${domain}', and Gloo rejects both: give each its own hosts, or share one VirtualService by GlooRoutes.routeTable() and GlooDelegation`);
}

function prefixFaults(one: GlooExposure, other: GlooExposure): string[] {
  const tables = [one.routes.table, other.routes.table];
  const inOneGroup = tables[0] && tables[1] && Object.entries(tables[0].labels).some(([key, value]) => tables[1]!.labels[key] === value);
  if (!inOneGroup) {
    return [];
  }
  const pairs = one.paths.flatMap((path) => other.paths.map((otherPath) => [{ exposure: one, path }, { exposure: other, path: otherPath }]));
  return pairs.flatMap(([left, right]) => pairFault(left, right) ?? pairFault(right, left) ?? []);
}

/** Gloo drops the routes of a table that do not begin with the delegated prefix, with a warning in a status at most. */
function delegationFaults(platform: GlooExposure, team: GlooExposure, all: GlooExposure[]): string[] {
  if (!platform.delegates || !selects(platform, team)) {
    return [];
  }
  const prefixes = all.filter((other) => selects(other, team)).map((other) => other.delegates!.prefix);
  return team.paths
    .filter(({ path }) => !prefixes.some((prefix) => path.startsWith(prefix)))
    .map((path) => `Gloo: ${platform.owner} delegates paths that begin with ${platform.delegates!.prefix}, so Gloo drops ${path} of ${team.owner} with no more than a warning: expose ${team.owner} below ${platform.delegates!.prefix}, or delegate a shorter prefix`);
}

function selects(platform: GlooExposure, team: GlooExposure): boolean {
  const { table } = team.routes;
  return !!platform.delegates && !!table && Object.entries(platform.delegates.labels).every(([key, value]) => table.labels[key] === value);
}

interface ExposedPath {
  readonly exposure: GlooExposure;
  readonly path: HttpPath;
}

/** Whether the path of one application takes requests of the other's. */
function pairFault(taker: ExposedPath, taken: ExposedPath): string | undefined {
  const [short, long] = [taker.path.path, taken.path.path];
  if (short === long && taker.path.kind === taken.path.kind) {
    return `Gloo: ${taker.exposure.owner} and ${taken.exposure.owner} both expose ${taker.path} in one group of RouteTables, and which one answers is not defined: give each its own path`;
  }
  if (taker.path.kind !== HttpPathKind.PREFIX || !long.startsWith(short)) {
    return undefined;
  }
  const weight = (exposed: ExposedPath) => exposed.exposure.routes.table?.weight ?? 0;
  if (weight(taker) < weight(taken)) {
    return `Gloo: ${taken.exposure.owner} is never reached at ${taken.path}, because the RouteTable of ${taker.exposure.owner} comes first (weight ${weight(taker)} before ${weight(taken)}) and its prefix ${short} takes those requests: give ${taken.exposure.owner} the lower weight`;
  }
  const atBoundary = short === long || short.endsWith('/') || long[short.length] === '/';
  if (atBoundary || taker.exposure.acceptPrefixOverlap) {
    return undefined;
  }
  return `Gloo: the prefix '${short}' of ${taker.exposure.owner} is the beginning of '${long}' of ${taken.exposure.owner}, and to Gloo a prefix is a string: whenever the table of ${taken.exposure.owner} is missing or comes later, ${taker.exposure.owner} gets its requests. End the prefix with a slash, rename one of them, or set acceptPrefixOverlap on ${taker.exposure.owner}`;
}
