import { Construct } from 'constructs';
import { HttpPath, HttpPathKind } from '../../application';
import { AppRegistry } from '../registry/app-registry';
import { Claim, ClaimKind, Collision } from '../registry/claim';
import { meetingPairs } from '../registry/meeting-pairs';

/**
 * The claim of an application or of a GlooDelegation at a Gloo gateway. The owner is the application's id, or the
 * VirtualService of the delegation.
 *
 * @internal
 */
export interface GlooClaim extends Claim {
  /** The namespace of the object that holds the routes. */
  readonly namespace: string;
  /** The domains of the VirtualService; empty for a RouteTable. */
  readonly domains: string[];
  /** The paths of an application. */
  readonly paths: HttpPath[];
  /** Whether the application's prefixes may be the beginning of another application's path. */
  readonly acceptPrefixOverlap: boolean;
  /** The application's RouteTable, if its routes are in one. */
  readonly table?: {
    /** The labels that GlooRoutes.routeTable() got. */
    readonly group: Labels;
    /** All labels of the written RouteTable. */
    readonly labels: Labels;
    readonly weight: number;
  };
  /** What a GlooDelegation delegates; undefined for an application. */
  readonly delegates?: { readonly labels: Labels; readonly namespaces: string[]; readonly prefix: string };
}

type Labels = { [key: string]: string };

const ROUTES: ClaimKind<GlooClaim> = { collisions: allCollisions };

/** Adds the claim of an application or of a GlooDelegation. @internal */
export function claimRoutes(scope: Construct, claim: GlooClaim): void {
  const { owner, domains, paths, table, delegates } = claim;
  AppRegistry.of(scope).claim(ROUTES, JSON.stringify([owner, domains, paths.map(String), table, delegates]), claim);
}

function allCollisions(all: GlooClaim[]): Collision[] {
  const platforms = all.filter(({ delegates }) => delegates);
  const groups = groupsOf(all.filter(({ table }) => table), platforms);
  const reportedBy = (owner: string, faults: string[]) => faults.map((fault) => ({ owner, fault }));
  const onDomains = meetingPairs(all, ({ domains }) => domains, () => ['']);
  const inGroups = meetingPairs(
    all,
    (exposure) => groups.get(exposure) ?? [],
    ({ paths }) => paths.map(({ path }) => path),
  );
  return [
    ...onDomains.flatMap(([one, other]) => reportedBy(other.owner, domainFaults(one, other))),
    ...inGroups.flatMap(([one, other]) => reportedBy(other.owner, prefixFaults(one, other, platforms))),
    ...all.flatMap((exposure) => reportedBy(exposure.owner, delegationFaults(exposure, platforms))),
  ];
}

/**
 * The groups of tables that may collide. Tables are in one group if a delegation of this app selects both. Tables that
 * no delegation selects are in one group if the labels of one include those of the other; groups are the transitive
 * closure of this relation (union-find), and `inOneGroup` then checks each pair.
 */
function groupsOf(tables: GlooClaim[], platforms: GlooClaim[]): Map<GlooClaim, string[]> {
  const groups = new Map(
    tables.map((table) => [
      table,
      platforms.flatMap((platform, index) => (selects(platform, table) ? [`delegation ${index}`] : [])),
    ]),
  );
  const loose = tables.filter((table) => groups.get(table)!.length === 0);
  if (loose.some(({ table }) => Object.keys(table!.group).length > MOST_LABELS)) {
    loose.forEach((table) => groups.set(table, ['labels']));
    return groups;
  }
  const parents = new Map(loose.map(({ table }) => [labelsKey(table!.group), labelsKey(table!.group)]));
  const top = (key: string): string => {
    const parent = parents.get(key)!;
    return parent === key ? key : top(parent);
  };
  for (const { table } of loose) {
    const key = labelsKey(table!.group);
    subsetsOf(table!.group)
      .map(labelsKey)
      .filter((part) => parents.has(part))
      .forEach((part) => parents.set(top(part), top(key)));
  }
  loose.forEach((table) => groups.set(table, [`labels ${top(labelsKey(table.table!.group))}`]));
  return groups;
}

function labelsKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort());
}

/** With more labels there are too many subsets to enumerate. */
const MOST_LABELS = 8;

/** All subsets of some labels. */
function subsetsOf(labels: Labels): Labels[] {
  return Object.entries(labels).reduce<Labels[]>(
    (parts, [key, value]) => [...parts, ...parts.map((part) => ({ ...part, [key]: value }))],
    [{}],
  );
}

function domainFaults(one: GlooClaim, other: GlooClaim): string[] {
  return one.domains
    .filter((domain) => other.domains.includes(domain))
    .map(
      (domain) =>
        `Gloo: ${one.owner} and ${other.owner} both have a VirtualService for the domain '${domain}', ` +
          'and Gloo rejects both: give each its own hosts, ' +
          'or share one VirtualService with GlooRoutes.routeTable() and GlooDelegation',
    );
}

function prefixFaults(one: GlooClaim, other: GlooClaim, platforms: GlooClaim[]): string[] {
  if (!one.table || !other.table || !inOneGroup(one, other, platforms)) {
    return [];
  }
  const pairs = one.paths.flatMap((path) =>
    other.paths.map((otherPath) => [
      { exposure: one, path },
      { exposure: other, path: otherPath },
    ]),
  );
  return pairs.flatMap(([left, right]) => pairFault(left, right) ?? pairFault(right, left) ?? []);
}

/**
 * Whether one delegation may select two tables: a delegation of this app does, or, if none selects either, their labels
 * allow it.
 */
function inOneGroup(one: GlooClaim, other: GlooClaim, platforms: GlooClaim[]): boolean {
  if (platforms.some((platform) => selects(platform, one) || selects(platform, other))) {
    return platforms.some((platform) => selects(platform, one) && selects(platform, other));
  }
  const [left, right] = [one.table!.group, other.table!.group];
  return carries(left, right) || carries(right, left);
}

/**
 * Gloo drops routes of a table that do not begin with the delegated prefix, and at most writes a warning into a status.
 * It does not serve a table that no delegation selects.
 */
function delegationFaults(team: GlooClaim, platforms: GlooClaim[]): string[] {
  if (!team.table || platforms.length === 0) {
    return [];
  }
  const selecting = platforms.filter((platform) => selects(platform, team));
  if (selecting.length === 0) {
    const offers = platforms.map(
      ({ owner, delegates }) =>
        `${owner} selects ${JSON.stringify(delegates!.labels)} in ${delegates!.namespaces.join(', ')}`,
    );
    return [
      `Gloo: no delegation of this app selects the RouteTable of ${team.owner}, ` +
        `labelled ${JSON.stringify(team.table.labels)} in ${team.namespace} (${offers.join('; ')}), ` +
        'so its requests get 404: use the same labels and namespaces in both, ' +
        'or write a delegation that is applied elsewhere in another app',
    ];
  }
  const prefixes = selecting.map(({ delegates }) => delegates!.prefix);
  return team.paths
    .filter(({ path }) => !prefixes.some((prefix) => path.startsWith(prefix)))
    .map(
      (path) =>
        `Gloo: ${selecting[0].owner} delegates paths that begin with ${prefixes[0]}, ` +
          `so Gloo drops ${path} of ${team.owner} with only a warning: ` +
          `expose ${team.owner} below ${prefixes[0]}, or delegate a shorter prefix`,
    );
}

function selects({ delegates }: GlooClaim, { table, namespace }: GlooClaim): boolean {
  return (
    !!delegates &&
    !!table &&
    carries(table.labels, delegates.labels) &&
    (delegates.namespaces.includes('*') || delegates.namespaces.includes(namespace))
  );
}

function carries(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

interface ExposedPath {
  readonly exposure: GlooClaim;
  readonly path: HttpPath;
}

/** The fault of two paths, if the path of one application takes requests of the other. */
function pairFault(taker: ExposedPath, taken: ExposedPath): string | undefined {
  const [short, long] = [taker.path.path, taken.path.path];
  const [first, second] = [taker.exposure, taken.exposure];
  if (short === long && taker.path.kind === taken.path.kind) {
    return `Gloo: ${first.owner} and ${second.owner} both expose ${taker.path} in RouteTables that Gloo merges, ` +
      'and which of them gets the requests is undefined: give each its own path';
  }
  if (taker.path.kind !== HttpPathKind.PREFIX || !long.startsWith(short)) {
    return undefined;
  }
  if (first.table!.weight < second.table!.weight) {
    return `Gloo: ${second.owner} is never reached at ${taken.path}, because the RouteTable of ` +
      `${first.owner} comes first (weight ${first.table!.weight} before ${second.table!.weight}) ` +
      `and its prefix ${short} takes those requests: give ${second.owner} the lower weight`;
  }
  const atBoundary = short === long || short.endsWith('/') || long[short.length] === '/';
  if (atBoundary || first.acceptPrefixOverlap) {
    return undefined;
  }
  return `Gloo: the prefix '${short}' of ${first.owner} is the beginning of ` +
    `'${long}' of ${second.owner}, and Gloo compares prefixes as strings: ` +
    `while the table of ${second.owner} is missing or comes later, ${first.owner} gets its requests. ` +
    `End the prefix with a slash, rename one of them, or set acceptPrefixOverlap on ${first.owner}`;
}
