import { GlooOptions } from './gloo-options';
import { GlooRoutes } from './gloo-routes';
import { Application, HttpPath } from '../../application';
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
