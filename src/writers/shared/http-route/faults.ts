import { headerExpression } from './header-expression';
import { gatewayName } from './manifest';
import { GatewayReference, HttpRouteOptions } from './options';
import { Application, HttpPath } from '../../../application';
import { labelNameFault, objectNameFault, portFault } from '../../../application/kubernetes-names';
import { listFault } from '../../../faults/list-fault';
import { isMap, shown } from '../../../faults/shown';
import { HeaderMatch, RolloutPlan, Step, StepKind } from '../../../plan';

/** What of an application, a plan and options cannot be an HTTPRoute, one sentence each. @param namespace that of the HTTPRoute @internal */
export function httpRouteFaults(
  application: Application,
  plan: RolloutPlan,
  options: HttpRouteOptions,
  namespace: string = application.namespace,
): string[] {
  const route = objectNameFault(options.httpRouteName ?? application.name);
  const given = Array.isArray(application.paths) ? application.paths : [];
  const paths = given.filter((path) => path instanceof HttpPath && path.validate().length === 0);
  return [
    ...(route ? [`the HTTPRoute ${route}`] : []),
    ...gatewaysFaults(application, options, namespace),
    ...(options.acceptRegularExpressions === undefined || typeof options.acceptRegularExpressions === 'boolean' ? [] : [`acceptRegularExpressions is true or false, ${given(options.acceptRegularExpressions)}`]),
    ...paths.flatMap(pathFaults),
    ...hostFaults(application),
    ...sizeFaults(plan, paths),
    ...headerFaults(plan),
  ];
}

function gatewaysFaults(application: Application, { gateways, gateway }: HttpRouteOptions, namespace: string): string[] {
  if (gateways === undefined && gateway === undefined) {
    return ['there is no Gateway, so that no request would come: name those where the application is exposed, gateways: [{ name: \'public\' }], or write one, gateway: { className: \'…\' }'];
  }
  const odd = gateways === undefined ? undefined : listFault(gateways, 'gateways must be a list of Gateways', isMap, '[{ name: \'public\', namespace: \'infra\' }]');
  const isEmpty = !odd && gateways?.length === 0;
  return [
    ...(odd ? [odd] : [...(gateways ?? []).flatMap(referenceFaults), ...repeatedGatewayFaults(namespace, gateways ?? [])]),
    ...(isEmpty ? ['gateways is an empty list, so that no request would come: name the Gateways where the application is exposed, gateways: [{ name: \'public\' }]'] : []),
    ...(gateway === undefined ? [] : ownGatewayFaults(application, { gateways, gateway }, namespace)),
  ];
}

function ownGatewayFaults(application: Application, { gateways, gateway }: HttpRouteOptions, namespace: string): string[] {
  if (!isMap(gateway)) {
    return [`gateway is a map of options, ${given(gateway)}: write for example gateway: { className: 'istio' }`];
  }
  const { className, port = 80, tlsSecretName } = gateway as any;
  const name = gatewayName(application, gateway as any);
  const faults: [string, string | undefined][] = [
    ['GatewayClass', objectNameFault(className)],
    ['Gateway', objectNameFault(name)],
    ['Gateway\'s port', portFault(port)],
    ['certificate\'s Secret', tlsSecretName === undefined ? undefined : objectNameFault(tlsSecretName)],
  ];
  const isUsed = !Array.isArray(gateways) || gateways.some((one) => one?.name === name && (one?.namespace ?? namespace) === namespace);
  return [
    ...faults.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`),
    ...(tlsSecretName !== undefined && port === 443 ? ['the Gateway has port 443 for HTTPS, and plain HTTP cannot be there too: give it another port'] : []),
    ...(isUsed ? [] : [`the Gateway ${shown(name)} is written, and gateways leaves it out, so that no request would come through it: list it there too, or leave gateways out`]),
  ];
}

/** The validations of spec.parentRefs in the schema of an HTTPRoute. */
function repeatedGatewayFaults(namespace: string, gateways: GatewayReference[]): string[] {
  const gateway = (one: GatewayReference) => `${one.namespace ?? namespace}/${one.name}`;
  const isOdd = (one: GatewayReference, index: number) => gateways.some((other, place) => {
    return place < index && gateway(other) === gateway(one) && (!other.sectionName || !one.sectionName || other.sectionName === one.sectionName);
  });
  return [
    ...(gateways.length > 32 ? [`${gateways.length} gateways are given, and an HTTPRoute takes 32 at most: name fewer`] : []),
    ...gateways.filter(isOdd).map((one) => `the Gateway ${shown(one.name)} is given more than once: name it once, or each time with another sectionName`),
  ];
}

function referenceFaults({ name, namespace, sectionName }: GatewayReference): string[] {
  const given: [string, string | undefined][] = [
    ['Gateway', objectNameFault(name)],
    ['Gateway\'s namespace', namespace === undefined ? undefined : labelNameFault(namespace)],
    ['Gateway\'s listener', sectionName === undefined ? undefined : objectNameFault(sectionName)],
  ];
  return given.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`);
}

/** What the schema of an HTTPRoute takes for a path (spec.rules[].matches[].path, its validations). */
function pathFaults({ path }: HttpPath): string[] {
  const odd = ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return [
    ...(odd ? [`the path ${shown(path)} has ${shown(odd)}, which an HTTPRoute cannot have: write the path in its simplest form`] : []),
    ...(path.length > 1024 ? [`the path ${shown(path)} has ${path.length} characters, and an HTTPRoute takes 1024 at most: expose a shorter prefix`] : []),
  ];
}

function hostFaults({ hosts }: Application): string[] {
  const given = Array.isArray(hosts) ? hosts : [];
  return [
    ...(given.length > 16 ? [`the application has ${given.length} hosts, and an HTTPRoute takes 16 at most: expose fewer`] : []),
    ...given.filter((host) => /^\d+(\.\d+){3}$/.test(host)).map((host) => `the host ${shown(host)} is an address, and an HTTPRoute takes names only: leave the hosts out, or give a name`),
  ];
}

/** An HTTPRoute has 16 rules, 64 matches a rule, and 128 in all. */
function sizeFaults(plan: RolloutPlan, paths: HttpPath[]): string[] {
  const lanes = plan.validate().length > 0 ? 0 : plan.steps.filter(({ kind }) => kind === StepKind.HEADER_ROUTE).length;
  return [
    ...(paths.length > 64 ? [`the application has ${paths.length} paths, and a rule of an HTTPRoute takes 64 at most: expose fewer`] : []),
    ...(lanes > 15 || (lanes + 1) * paths.length > 128 ? [`${lanes} header routes for ${paths.length} path${paths.length === 1 ? '' : 's'} are more than an HTTPRoute takes, which is 16 rules and 128 matches: use fewer of either`] : []),
  ];
}

function headerFaults(plan: RolloutPlan): string[] {
  const matches = plan.validate().length > 0 ? [] : plan.steps.flatMap((step) => step.matches ?? []);
  const isWide = ({ kind, matches: own = [] }: Step) => kind === StepKind.HEADER_ROUTE && own.length > 16;
  const lanes = plan.validate().length > 0 ? [] : plan.steps.filter(isWide);
  return [
    ...lanes.map((lane) => `${lane} has ${lane.matches!.length} headers, and a match of an HTTPRoute takes 16 at most: use fewer`),
    ...matches.filter(({ name }) => name.length > 256).map(({ name }) => `the header ${shown(name)} has ${name.length} characters, and an HTTPRoute takes 256 at most: choose a shorter one`),
    ...matches.flatMap(valueFault),
  ];
}

/** The longest value of a header in an HTTPRoute (spec.rules[].matches[].headers[].value). */
const LONGEST_VALUE = 4096;

/** What is written counts: an expression has anchors, and a prefix in it is longer by what is escaped. */
function valueFault(match: HeaderMatch): string[] {
  const { name, value = '' } = match;
  const written = (headerExpression(match) ?? value).length;
  if (written <= LONGEST_VALUE) {
    return [];
  }
  const grown = written > value.length ? `, ${written} as an expression` : '';
  return [`the value for header ${shown(name)} has ${value.length} characters${grown}, and an HTTPRoute takes ${LONGEST_VALUE} at most: match its beginning`];
}
