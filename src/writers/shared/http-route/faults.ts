import { gatewayName, headerExpression } from './manifest';
import { GatewayReference, HttpRouteOptions } from './options';
import { Application, HttpPath } from '../../../application';
import { labelNameFault, objectNameFault, portFault } from '../../../application/kubernetes-names';
import { listFault } from '../../../faults/list-fault';
import { given, isMap, shown } from '../../../faults/shown';
import { HeaderMatch, RolloutPlan, Step, StepKind } from '../../../plan';

/**
 * The parts of an application, a plan and options that an HTTPRoute cannot express, one sentence each.
 *
 * @param namespace the namespace of the HTTPRoute
 * @internal
 */
export function httpRouteFaults(
  application: Application,
  plan: RolloutPlan,
  options: HttpRouteOptions,
  namespace: string = application.namespace,
): string[] {
  const route = objectNameFault(options.httpRouteName ?? application.name);
  const paths = (Array.isArray(application.paths) ? application.paths : []).filter(
    (path) => path instanceof HttpPath && path.validate().length === 0,
  );
  return [
    ...(route ? [`the HTTPRoute ${route}`] : []),
    ...gatewaysFaults(application, options, namespace),
    ...(options.acceptRegularExpressions === undefined || typeof options.acceptRegularExpressions === 'boolean'
      ? []
      : [`acceptRegularExpressions must be true or false, ${given(options.acceptRegularExpressions)}`]),
    ...paths.flatMap(pathFaults),
    ...hostFaults(application),
    ...sizeFaults(plan, paths),
    ...headerFaults(plan),
  ];
}

function gatewaysFaults(
  application: Application,
  { gateways, gateway }: HttpRouteOptions,
  namespace: string,
): string[] {
  if (gateways === undefined && gateway === undefined) {
    return [
      'there is no Gateway, so no request would reach the application: name the Gateways that expose it, ' +
        "gateways: [{ name: 'public' }], or have one written, gateway: { className: '…' }",
    ];
  }
  const wrongItem =
    gateways === undefined
      ? undefined
      : listFault(gateways, 'gateways must be a list of Gateways', isMap, "[{ name: 'public', namespace: 'infra' }]");
  const isEmpty = !wrongItem && gateways?.length === 0;
  return [
    ...(wrongItem
      ? [wrongItem]
      : [...(gateways ?? []).flatMap(referenceFaults), ...repeatedGatewayFaults(namespace, gateways ?? [])]),
    ...(isEmpty
      ? [
        'gateways is an empty list, so no request would reach the application: ' +
          "name the Gateways that expose it, gateways: [{ name: 'public' }]",
      ]
      : []),
    ...(gateway === undefined ? [] : ownGatewayFaults(application, { gateways, gateway }, namespace)),
  ];
}

function ownGatewayFaults(
  application: Application,
  { gateways, gateway }: HttpRouteOptions,
  namespace: string,
): string[] {
  if (!isMap(gateway)) {
    return [`gateway must be a map of options, ${given(gateway)}: write for example gateway: { className: 'istio' }`];
  }
  const { className, port = 80, tlsSecretName } = gateway as any;
  const name = gatewayName(application, gateway as any);
  const faults: [string, string | undefined][] = [
    ['GatewayClass', objectNameFault(className)],
    ['Gateway', objectNameFault(name)],
    ["Gateway's port", portFault(port)],
    ["certificate's Secret", tlsSecretName === undefined ? undefined : objectNameFault(tlsSecretName)],
  ];
  const isUsed =
    !Array.isArray(gateways) ||
    gateways.some((one) => one?.name === name && (one?.namespace ?? namespace) === namespace);
  return [
    ...faults.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`),
    ...(tlsSecretName !== undefined && port === 443
      ? ['the Gateway uses port 443 for HTTPS, so it cannot serve plain HTTP there: give it another port for HTTP']
      : []),
    ...(isUsed
      ? []
      : [
        `the Gateway ${shown(name)} is written but missing in gateways, ` +
          'so it would get no requests for the application: list it there too, or omit gateways',
      ]),
  ];
}

/** The validations of spec.parentRefs in the schema of HTTPRoute. */
function repeatedGatewayFaults(namespace: string, gateways: GatewayReference[]): string[] {
  const gateway = (one: GatewayReference) => `${one.namespace ?? namespace}/${one.name}`;
  const isRepeated = (one: GatewayReference, index: number) => gateways.some((other, place) => {
    return (
      place < index &&
      gateway(other) === gateway(one) &&
      (!other.sectionName || !one.sectionName || other.sectionName === one.sectionName)
    );
  });
  return [
    ...(gateways.length > 32
      ? [`${gateways.length} gateways are given, but an HTTPRoute takes 32 at most: name fewer`]
      : []),
    ...gateways
      .filter(isRepeated)
      .map(
        (one) =>
          `the Gateway ${shown(one.name)} is listed more than once: ` +
            'list it once, or each time with another sectionName',
      ),
  ];
}

function referenceFaults({ name, namespace, sectionName }: GatewayReference): string[] {
  const faults: [string, string | undefined][] = [
    ['Gateway', objectNameFault(name)],
    ['Gateway\'s namespace', namespace === undefined ? undefined : labelNameFault(namespace)],
    ['Gateway\'s listener', sectionName === undefined ? undefined : objectNameFault(sectionName)],
  ];
  return faults.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`);
}

/** The validations of spec.rules[].matches[].path in the schema of HTTPRoute. */
function pathFaults({ path }: HttpPath): string[] {
  const forbidden =
    ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => path.includes(part)) ??
    ['/..', '/.'].find((part) => path.endsWith(part));
  return [
    ...(forbidden
      ? [
        `the path ${shown(path)} contains ${shown(forbidden)}, ` +
          'which an HTTPRoute must not contain: write the path in its simplest form',
      ]
      : []),
    ...(path.length > 1024
      ? [
        `the path ${shown(path)} has ${path.length} characters, ` +
          'but an HTTPRoute takes 1024 at most: expose a shorter prefix',
      ]
      : []),
  ];
}

function hostFaults({ hosts }: Application): string[] {
  const names = Array.isArray(hosts) ? hosts : [];
  return [
    ...(names.length > 16
      ? [`the application has ${names.length} hosts, but an HTTPRoute takes 16 at most: expose fewer`]
      : []),
    ...names
      .filter((host) => /^\d+(\.\d+){3}$/.test(host))
      .map(
        (host) =>
          `the host ${shown(host)} is an IP address, but an HTTPRoute takes names only: omit the hosts, or give a name`,
      ),
  ];
}

/** The schema allows 16 rules, 64 matches per rule, and 128 matches in total. */
function sizeFaults(plan: RolloutPlan, paths: HttpPath[]): string[] {
  const lanes = plan.validate().length > 0 ? 0 : plan.steps.filter(({ kind }) => kind === StepKind.HEADER_ROUTE).length;
  return [
    ...(paths.length > 64
      ? [`the application has ${paths.length} paths, but a rule of an HTTPRoute takes 64 at most: expose fewer`]
      : []),
    ...(lanes > 15 || (lanes + 1) * paths.length > 128
      ? [
        `${lanes} header routes for ${paths.length} path${paths.length === 1 ? '' : 's'} ` +
          'exceed the 16 rules and 128 matches of an HTTPRoute: use fewer header routes or paths',
      ]
      : []),
  ];
}

function headerFaults(plan: RolloutPlan): string[] {
  const matches = plan.validate().length > 0 ? [] : plan.steps.flatMap((step) => step.matches ?? []);
  const isWide = ({ kind, matches: own = [] }: Step) => kind === StepKind.HEADER_ROUTE && own.length > 16;
  const lanes = plan.validate().length > 0 ? [] : plan.steps.filter(isWide);
  return [
    ...lanes.map(
      (lane) => `${lane} has ${lane.matches!.length} headers, but a match of an HTTPRoute takes 16 at most: use fewer`,
    ),
    ...matches
      .filter(({ name }) => name.length > 256)
      .map(
        ({ name }) =>
          `the header ${shown(name)} has ${name.length} characters, ` +
            'but an HTTPRoute takes 256 at most: choose a shorter one',
      ),
    ...matches.flatMap(valueFault),
  ];
}

/** The greatest length of a header value in an HTTPRoute (spec.rules[].matches[].headers[].value). */
const LONGEST_VALUE = 4096;

/** Checks the length of the written value: an expression has anchors, and escaping makes a prefix longer. */
function valueFault(match: HeaderMatch): string[] {
  const { name, value = '' } = match;
  const written = (headerExpression(match) ?? value).length;
  if (written <= LONGEST_VALUE) {
    return [];
  }
  const grown = written > value.length ? `, ${written} as an expression` : '';
  return [
    `the value for header ${shown(name)} has ${value.length} characters${grown}, ` +
      `and an HTTPRoute takes ${LONGEST_VALUE} at most: match its beginning`,
  ];
}
