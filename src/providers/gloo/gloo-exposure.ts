import { Construct } from 'constructs';
import { HttpPath, HttpPathKind } from '../../application';
import { perApp } from '../per-app';

/** An application's, or the platform's, share of a Gloo gateway. @internal */
export interface GlooExposure {
  /** Whose share it is: the application's id, or the VirtualService of the platform. */
  readonly owner: string;
  /** The namespace of the object that holds the routes. */
  readonly namespace: string;
  /** The domains of the VirtualService; none for a RouteTable. */
  readonly domains: string[];
  /** The paths of an application. */
  readonly paths: HttpPath[];
  /** Whether prefixes that are the beginning of another's are meant. */
  readonly acceptPrefixOverlap: boolean;
  /** The RouteTable of an application, if its routes are in one. */
  readonly table?: {
    /** The labels given for delegation. */
    readonly group: Labels;
    /** All the labels that are written. */
    readonly labels: Labels;
    readonly weight: number;
  };
  /** What the platform hands to RouteTables; undefined for an application. */
  readonly delegates?: { readonly labels: Labels; readonly namespaces: string[]; readonly prefix: string };
}

type Labels = { [key: string]: string };

/** All exposures of a cdk8s app, and what of them collides, as far as it is known. */
interface Exposures {
  readonly known: Map<string, GlooExposure>;
  /** Owners to faults, as of the number of exposures then. */
  collisions?: { readonly count: number; readonly byOwner: Map<string, string[]> };
}

const exposuresOf = perApp<Exposures>(() => ({ known: new Map() }));

/** Notes that an application is exposed; the same exposure in another stage is the same. @internal */
export function expose(scope: Construct, exposure: GlooExposure): void {
  const { owner, domains, paths, table, delegates } = exposure;
  exposuresOf(scope).known.set(JSON.stringify([owner, domains, paths.map(String), table, delegates]), exposure);
}

/** What of an application collides with the others in the same cdk8s app; each collision is told once. @internal */
export function collisionFaults(scope: Construct, owner: string): string[] {
  const exposures = exposuresOf(scope);
  if (exposures.collisions?.count !== exposures.known.size) {
    exposures.collisions = { count: exposures.known.size, byOwner: allCollisions([...exposures.known.values()]) };
  }
  return exposures.collisions.byOwner.get(owner) ?? [];
}

function allCollisions(exposures: GlooExposure[]): Map<string, string[]> {
  const platforms = exposures.filter(({ delegates }) => delegates);
  const byOwner = new Map<string, string[]>();
  exposures.forEach((exposure, index) => {
    const others = exposures.slice(0, index).filter((other) => other.owner !== exposure.owner);
    const pairs = others.flatMap((other) => [...domainFaults(other, exposure), ...prefixFaults(other, exposure, platforms)]);
    byOwner.set(exposure.owner, [...(byOwner.get(exposure.owner) ?? []), ...pairs, ...delegationFaults(exposure, platforms)]);
  });
  return byOwner;
}

function domainFaults(one: GlooExposure, other: GlooExposure): string[] {
  return one.domains
    .filter((domain) => other.domains.includes(domain))
    .map((domain) => `Gloo: ${one.owner} and ${other.owner} both have a VirtualService for the domain '${domain}', and Gloo rejects both: give each its own hosts, or share one VirtualService by GlooRoutes.routeTable() and GlooDelegation`);
}

function prefixFaults(one: GlooExposure, other: GlooExposure, platforms: GlooExposure[]): string[] {
  if (!one.table || !other.table || !inOneGroup(one, other, platforms)) {
    return [];
  }
  const pairs = one.paths.flatMap((path) => other.paths.map((otherPath) => [{ exposure: one, path }, { exposure: other, path: otherPath }]));
  return pairs.flatMap(([left, right]) => pairFault(left, right) ?? pairFault(right, left) ?? []);
}

/** Whether two tables are delegated to together: by a delegation of this app, or by all we know of another's. */
function inOneGroup(one: GlooExposure, other: GlooExposure, platforms: GlooExposure[]): boolean {
  if (platforms.some((platform) => selects(platform, one) || selects(platform, other))) {
    return platforms.some((platform) => selects(platform, one) && selects(platform, other));
  }
  const [left, right] = [one.table!.group, other.table!.group];
  return carries(left, right) || carries(right, left);
}

/**
 * Gloo drops the routes of a table that do not begin with the delegated prefix, with a warning in a status at most;
 * a table that nobody selects is not served at all.
 */
function delegationFaults(team: GlooExposure, platforms: GlooExposure[]): string[] {
  if (!team.table || platforms.length === 0) {
    return [];
  }
  const selecting = platforms.filter((platform) => selects(platform, team));
  if (selecting.length === 0) {
    const offers = platforms.map(({ owner, delegates }) => `${owner} selects ${JSON.stringify(delegates!.labels)} in ${delegates!.namespaces.join(', ')}`);
    return [`Gloo: no delegation of this app selects the RouteTable of ${team.owner}, labelled ${JSON.stringify(team.table.labels)} in ${team.namespace} (${offers.join('; ')}), so its requests get 404: make them agree, or keep a platform that is applied elsewhere in an app of its own`];
  }
  const prefixes = selecting.map(({ delegates }) => delegates!.prefix);
  return team.paths
    .filter(({ path }) => !prefixes.some((prefix) => path.startsWith(prefix)))
    .map((path) => `Gloo: ${selecting[0].owner} delegates paths that begin with ${prefixes[0]}, so Gloo drops ${path} of ${team.owner} with no more than a warning: expose ${team.owner} below ${prefixes[0]}, or delegate a shorter prefix`);
}

function selects({ delegates }: GlooExposure, { table, namespace }: GlooExposure): boolean {
  return !!delegates && !!table && carries(table.labels, delegates.labels) && (delegates.namespaces.includes('*') || delegates.namespaces.includes(namespace));
}

function carries(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

interface ExposedPath {
  readonly exposure: GlooExposure;
  readonly path: HttpPath;
}

/** Whether the path of one application takes requests of the other's. */
function pairFault(taker: ExposedPath, taken: ExposedPath): string | undefined {
  const [short, long] = [taker.path.path, taken.path.path];
  const [first, second] = [taker.exposure, taken.exposure];
  if (short === long && taker.path.kind === taken.path.kind) {
    return `Gloo: ${first.owner} and ${second.owner} both expose ${taker.path} in one group of RouteTables, and which one answers is not defined: give each its own path`;
  }
  if (taker.path.kind !== HttpPathKind.PREFIX || !long.startsWith(short)) {
    return undefined;
  }
  if (first.table!.weight < second.table!.weight) {
    return `Gloo: ${second.owner} is never reached at ${taken.path}, because the RouteTable of ${first.owner} comes first (weight ${first.table!.weight} before ${second.table!.weight}) and its prefix ${short} takes those requests: give ${second.owner} the lower weight`;
  }
  const atBoundary = short === long || short.endsWith('/') || long[short.length] === '/';
  if (atBoundary || first.acceptPrefixOverlap) {
    return undefined;
  }
  return `Gloo: the prefix '${short}' of ${first.owner} is the beginning of '${long}' of ${second.owner}, and to Gloo a prefix is a string: whenever the table of ${second.owner} is missing or comes later, ${first.owner} gets its requests. End the prefix with a slash, rename one of them, or set acceptPrefixOverlap on ${first.owner}`;
}
