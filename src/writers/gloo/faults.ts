import { expressionOf } from './manifests';
import { GlooOptions, OnEmpty } from './options';
import { routeOptionFaults } from './route-options';
import { GlooRoutes } from './routes';
import { Application, HttpPath } from '../../application';
import { labelFaults, labelNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { given, shown } from '../../faults/shown';
import { sortedKeys } from '../../faults/sorted-map';
import { unknownKeyFaults } from '../../faults/unknown-keys';
import { RolloutPlan, StepKind } from '../../plan';
import { re2 } from '../../plan/re2';

const ENTERPRISE =
  'Gloo routes on JWT claims only in its Enterprise edition, and this provider writes for the open-source edition: ' +
    'let the component that verifies the token copy the claim into a request header, and match that header';

/** The parts of an application, a plan and options that Gloo cannot express. @internal */
export function glooFaults(application: Application, plan: RolloutPlan, options: GlooOptions): string[] {
  const wrongOptions = optionFaults(options);
  if (wrongOptions.length > 0) {
    return wrongOptions;
  }
  const { table, service } = options.routes;
  const namespaceFaults = [options.upstreamNamespace, service?.namespace]
    .filter((namespace) => namespace !== undefined)
    .map(labelNameFault)
    .filter((fault) => fault !== undefined)
    .map((fault) => `Gloo: the namespace ${fault}`);
  return [
    ...namespaceFaults,
    ...unknownKeyFaults('GlooRouteTableProps', table).map((fault) => `Gloo: the RouteTable: ${fault}`),
    ...unknownKeyFaults('GlooVirtualServiceProps', service).map((fault) => `Gloo: the VirtualService: ${fault}`),
    ...(table ? tableFaults(application, table) : []),
    ...pathsOf(application).flatMap((path) => pathFaults(path)),
    ...expressionFaults(plan),
    ...routeOptionFaults(options.routeOptions),
    ...claimFaults(plan, options),
    ...shadowingFaults(plan, options),
  ];
}

function optionFaults(options: GlooOptions): string[] {
  const { routes, onEmpty } = options;
  return [
    routes instanceof GlooRoutes
      ? undefined
      : `Gloo: routes must be GlooRoutes, ${given(routes)}: ` +
        "write for example GlooRoutes.routeTable({ labels: { apiGroup: 'example' } })",
    onEmpty === undefined || Object.values(OnEmpty).includes(onEmpty)
      ? undefined
      : `Gloo: onEmpty must be an OnEmpty, ${given(onEmpty)}: write for example OnEmpty.ERROR`,
  ].filter((fault) => fault !== undefined);
}

/** The items of the list that are HttpPath values; `Application.validate()` reports the others. */
function pathsOf(application: Application): HttpPath[] {
  return Array.isArray(application.paths) ? application.paths.filter((path) => path instanceof HttpPath) : [];
}

/**
 * Gloo's default limit for the size of an expression (`regexMaxProgramSize` in Settings). Envoy rejects routes above
 * it.
 */
const LARGEST_PROGRAM = 1024;

/** RE2 in C++ works on bytes, so "any character" takes up to eight instructions; in re2js it takes one. */
const INSTRUCTIONS_PER_CHARACTER_CLASS = 8;

function expressionFaults(plan: RolloutPlan): string[] {
  const matches = plan.validate().length > 0 ? [] : plan.steps.flatMap((step) => step.matches ?? []);
  return matches
    .map((match) => ({ match, expression: expressionOf(match) }))
    .filter(({ expression }) => expression !== undefined && largestProgram(expression) > LARGEST_PROGRAM)
    .map(
      ({ match }) =>
        `Gloo: the header match ${shown(match.toString())} may need more than the ` +
          `${LARGEST_PROGRAM} instructions that Gloo allows for an expression by default, ` +
          'and then Envoy rejects the routes: shorten it, above all its counted repetitions',
    );
}

function largestProgram(expression: string): number {
  const wide = /\.|\[\^|\\[DWS]/.test(expression.replace(/\\\./g, ''));
  return re2().compile(expression).programSize() * (wide ? INSTRUCTIONS_PER_CHARACTER_CLASS : 1);
}

/**
 * Reports a path that Gloo rejects in a matcher (ValidateRoutePath in projects/gloo/pkg/translator/route_config.go).
 *
 * @internal
 */
export function pathFaults(path: HttpPath): string[] {
  const text = String(path.path);
  const inside = ['//', '/./', '/../', '%2f', '%2F', '#'].filter((part) => text.includes(part));
  const atEnd = ['/..', '/.'].filter((part) => text.endsWith(part));
  return [...inside, ...atEnd].map(
    (part) =>
      `Gloo rejects the path ${shown(text)} because it contains '${part}', ` +
        'and the proxy keeps its last valid configuration: write the path in its simplest form',
  );
}

function tableFaults(application: Application, table: NonNullable<GlooRoutes['table']>): string[] {
  const wrongLabel = mapFault(
    table.labels,
    'Gloo: the labels of a RouteTable must map keys to texts',
    isText,
    "{ apiGroup: 'example' }",
  );
  if (wrongLabel) {
    return [wrongLabel];
  }
  const faults = labelFaults(table.labels).map((fault) => `Gloo: the RouteTable's label ${fault}`);
  if (Object.keys(table.labels).length === 0) {
    faults.push(
      'Gloo: the RouteTable has no labels, so no VirtualService can select it by labels: ' +
        "give the labels that the platform's VirtualService selects, for example { apiGroup: 'example' }",
    );
  }
  if (table.weight !== undefined && !(Number.isInteger(table.weight) && Math.abs(table.weight) < 2 ** 31)) {
    faults.push(
      "Gloo: the RouteTable's weight must be a whole number of 32 bits, " +
        `${given(table.weight)}: write for example -1 to come before the others`,
    );
  }
  if (Array.isArray(application.hosts) && application.hosts.length > 0) {
    faults.push(
      `Gloo: a RouteTable has no host names, so ${application.hosts.join(', ')} would be ignored: ` +
        'put the hosts into the delegating VirtualService, or use GlooRoutes.virtualService()',
    );
  }
  return faults;
}

function claimFaults(plan: RolloutPlan, options: GlooOptions): string[] {
  const matches = (Array.isArray(plan.steps) ? plan.steps : []).flatMap((step) =>
    Array.isArray(step?.matches) ? step.matches : [],
  );
  const verifications = sortedKeys(options.routeOptions ?? {}).filter((key) => /^jwt/i.test(key));
  return [
    ...matches.map((match) => claimFault(match?.name)).filter((fault) => fault !== undefined),
    ...verifications.map((key) => `Gloo: the route option ${shown(key)} configures JWT verification. ${ENTERPRISE}`),
  ];
}

/** Reports a header name that stands for a JWT claim in Istio's notation. @internal */
export function claimFault(headerName: unknown): string | undefined {
  return isText(headerName) && headerName.startsWith('@request.auth.claims')
    ? `Gloo: the header match ${shown(headerName)} names a JWT claim. ${ENTERPRISE}`
    : undefined;
}

function shadowingFaults(plan: RolloutPlan, options: GlooOptions): string[] {
  const mirrors = Array.isArray(plan.steps) && plan.steps.some((step) => step?.kind === StepKind.MIRROR_ROUTE);
  return mirrors && options.routeOptions?.shadowing !== undefined
    ? [
      "Gloo: the route option 'shadowing' and the plan's mirrorRoute step both " +
        'set the shadow target of a route, and a route has only one: omit one of them',
    ]
    : [];
}
