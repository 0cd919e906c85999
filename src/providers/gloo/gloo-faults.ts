import { Construct, IConstruct } from 'constructs';
import { GlooOptions } from './gloo-options';
import { GlooRoutes } from './gloo-routes';
import { Application, HttpPath, HttpPathKind } from '../../application';
import { labelFaults, labelNameFault } from '../../application/kubernetes-names';
import { RolloutPlan, StepKind } from '../../plan';

const ENTERPRISE = 'Gloo routes on JWT claims in its Enterprise edition only, and this provider writes for the open-source one: have the claim copied into a request header by whatever verifies the token, and match that header';

/** What of an application, a plan and options Gloo cannot express, looking at nothing else. @internal */
export function glooFaults(application: Application, plan: RolloutPlan, options: GlooOptions): string[] {
  const { table, service } = options.routes;
  const namespaceFaults = [options.upstreamNamespace, service?.namespace]
    .filter((namespace) => namespace !== undefined)
    .map(labelNameFault)
    .filter((fault) => fault !== undefined)
    .map((fault) => `Gloo: the namespace ${fault}`);
  return [
    ...namespaceFaults,
    ...(table ? tableFaults(application, table) : []),
    ...application.paths.flatMap((path) => pathFaults(path)),
    ...claimFaults(plan, options),
    ...shadowingFaults(plan, options),
  ];
}

/** What keeps a path from being a Gloo matcher (ValidateRoutePath in projects/gloo/pkg/translator/route_config.go). @internal */
export function pathFaults(path: HttpPath): string[] {
  const text = String(path.path);
  const inside = ['//', '/./', '/../', '%2f', '%2F', '#'].filter((part) => text.includes(part));
  const atEnd = ['/..', '/.'].filter((part) => text.endsWith(part));
  return [...inside, ...atEnd].map((part) => `Gloo rejects the path '${text}' because of '${part}', and the proxy would keep its last valid configuration: write the path in its simplest form`);
}

function tableFaults(application: Application, table: NonNullable<GlooRoutes['table']>): string[] {
  const faults = labelFaults(table.labels).map((fault) => `Gloo: the RouteTable's label ${fault}`);
  if (Object.keys(table.labels).length === 0) {
    faults.push('Gloo: a RouteTable without labels is found by no selector of its own: give the labels that the platform\'s VirtualService delegates to, for example { apiGroup: \'example\' }');
  }
  if (table.weight !== undefined && !(Number.isInteger(table.weight) && Math.abs(table.weight) < 2 ** 31)) {
    faults.push(`Gloo: the RouteTable's weight must be a whole number of 32 bits, given ${table.weight}: write for example -1 to come before the others`);
  }
  if (application.hosts.length > 0) {
    faults.push(`Gloo: a RouteTable has no host names, so ${application.hosts.join(', ')} would be ignored: leave the hosts to the VirtualService that delegates, or use GlooRoutes.virtualService()`);
  }
  return faults;
}

function claimFaults(plan: RolloutPlan, options: GlooOptions): string[] {
  const matches = plan.steps.flatMap((step) => step.matches ?? []);
  const asked = [
    ...matches.map((match) => String(match.name)).filter((name) => name.startsWith('@request.auth.claims')).map((name) => `the header match '${name}' asks for a JWT claim`),
    ...Object.keys(options.routeOptions ?? {}).filter((key) => /^jwt/i.test(key)).map((key) => `the route option '${key}' asks for JWT verification`),
  ];
  return asked.map((what) => `Gloo: ${what}. ${ENTERPRISE}`);
}

function shadowingFaults(plan: RolloutPlan, options: GlooOptions): string[] {
  const mirrors = plan.steps.some((step) => step.kind === StepKind.MIRROR_ROUTE);
  return mirrors && options.routeOptions?.shadowing !== undefined
    ? ['Gloo: the route option \'shadowing\' and the plan\'s mirrorRoute step both set the one shadow target of a route: leave one of them out']
    : [];
}

/** An application's, or the platform's, share of a Gloo gateway. @internal */
export interface GlooExposure {
  readonly owner: string;
  readonly routes: GlooRoutes;
  readonly domains: string[];
  readonly paths: HttpPath[];
  readonly acceptPrefixOverlap: boolean;
}

const EXPOSURES = new WeakMap<IConstruct, Map<string, GlooExposure>>();

/** Notes that an application is exposed; the same application in another stage is the same exposure. @internal */
export function expose(scope: Construct, exposure: GlooExposure): void {
  exposuresOf(scope).set(exposure.owner, exposure);
}

/** What of an application collides with the others in the same cdk8s app; each collision is told once. @internal */
export function collisionFaults(scope: Construct, owner: string): string[] {
  const exposures = [...exposuresOf(scope).values()];
  const index = exposures.findIndex((exposure) => exposure.owner === owner);
  return exposures.slice(0, Math.max(index, 0)).flatMap((other) => [...domainFaults(other, exposures[index]), ...prefixFaults(other, exposures[index])]);
}

function exposuresOf(scope: Construct): Map<string, GlooExposure> {
  const exposures = EXPOSURES.get(scope.node.root) ?? new Map();
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
