import { ReleaseContext } from '../release-context';
import { destinationRuleName, gatewayName, gatewaysOf, routeName, subsetNames, virtualServiceName } from './manifests';
import { IstioRoutingOptions, IstioSplit } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../../application';
import { labelFaults, labelNameFault, labelValueFault, objectNameFault, portFault } from '../../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../../faults/list-fault';
import { isMap, shown } from '../../../../faults/shown';
import { unknownKeyFaults } from '../../../../faults/unknown-keys';
import { RolloutPlan, StepKind } from '../../../../plan';
import { isManagedRoute } from '../../rollout/steps';

/** What of an application, a plan and options cannot be said to the controller and to Istio, one sentence each. @internal */
export function istioFaults(application: Application, plan: RolloutPlan, istio: IstioRoutingOptions, context: ReleaseContext): string[] {
  const odd = [...unknownKeyFaults('IstioRoutingOptions', istio), ...oddOptions(istio)];
  return odd.length > 0 ? odd : [
    ...(istio.virtualService ? referenceFaults(istio) : [
      ...named('VirtualService', virtualServiceName(application, istio)),
      ...routeNameFaults(routeName(istio)),
      ...hostFaults(application, istio),
      ...gatewayFaults(application, istio),
    ]),
    ...subsetFaults(application, istio),
    ...laneFaults(application, plan, istio),
    ...distantLaneFaults(application, plan, istio),
    ...stableServiceFaults(istio, context),
  ];
}

function oddOptions({ split, gateways, gateway, virtualService, destinationRule }: IstioRoutingOptions): string[] {
  return [
    split === undefined || Object.values(IstioSplit).includes(split) ? undefined : `split is an IstioSplit, ${given(split)}: write for example IstioSplit.BY_SUBSET`,
    gateways === undefined ? undefined : listFault(gateways, 'gateways must be a list of names', isText, '[\'istio-system/public\']'),
    gateway === undefined || isMap(gateway) ? undefined : `gateway must be a map of options, ${given(gateway)}: write for example gateway: { credentialName: 'app-tls' }`,
    virtualService === undefined || isMap(virtualService) ? undefined : `virtualService is a map of options, ${given(virtualService)}: write for example virtualService: { name: 'web', routes: ['primary'] }`,
    destinationRule === undefined || isMap(destinationRule) ? undefined : `destinationRule is a map of options, ${given(destinationRule)}: write for example destinationRule: { name: 'web' }`,
  ].filter((fault) => fault !== undefined);
}

function named(what: string, name: unknown): string[] {
  const fault = objectNameFault(name);
  return fault ? [`the ${what} ${fault}`] : [];
}

function routeNameFaults(name: unknown): string[] {
  if (!isText(name) || !/^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$/.test(name)) {
    return [`the route's name ${shown(name)} is none: at most 63 letters, digits, dashes, dots and underscores, beginning with a letter or digit`];
  }
  return isManagedRoute(name)
    ? [`the route's name ${shown(name)} is that of a route which the controller adds and removes: choose another name`]
    : [];
}

function referenceFaults({ virtualService }: IstioRoutingOptions): string[] {
  const { name, namespace, routes } = virtualService!;
  const space = namespace === undefined ? undefined : labelNameFault(namespace);
  const odd = listFault(routes, 'the routes of a VirtualService must be a list of names', isText, '[\'primary\']');
  return [
    ...named('VirtualService', name),
    ...(isText(name) && name.includes('.') ? [`the VirtualService ${shown(name)} has a dot in its name, after which the controller reads a namespace: call it by another name`] : []),
    ...(space ? [`the VirtualService's namespace ${space}`] : []),
    ...(odd ? [odd] : routes.flatMap(routeNameFaults)),
    ...(!odd && routes.length === 0 ? [`the VirtualService ${shown(name)} is given without routes, and then the controller sets the weights of the wrong ones as soon as there is a lane: name those that lead to stable and to the canary, routes: ['primary']`] : []),
  ];
}

/** The webhook of Istio rejects '*' for sidecars (ValidateVirtualService in pkg/config/validation). */
function hostFaults(application: Application, istio: IstioRoutingOptions): string[] {
  const all = gatewaysOf(application, istio);
  const gateways = all.filter(isText);
  const [hasMesh, hasOther] = [gateways.includes('mesh'), gateways.some((one) => one !== 'mesh')];
  const hosts = Array.isArray(application.hosts) ? application.hosts : [];
  return [
    ...(all.length === 0 ? ['gateways is an empty list, which Istio reads as mesh: leave it out, or name one'] : []),
    ...(hasMesh && hasOther && hosts.length === 0 ? ['a VirtualService for the mesh cannot be for every host, and the application names none: give the application hosts, or leave \'mesh\' or the other gateways out'] : []),
    ...(hasMesh && !hasOther && hosts.length > 0 ? [`the application has hosts (${hosts.join(', ')}), and the VirtualService counts in the mesh only, where clients call the Service: name a gateway, gateways: ['istio-system/public'] or gateway: {}, or give the application no hosts`] : []),
    ...gateways.filter((one) => one !== 'mesh' && !one.split('/').every((part, _, parts) => parts.length <= 2 && labelNameFault(part) === undefined)).map((one) => `the gateway ${shown(one)} is none: write its name, or namespace/name`),
  ];
}

function gatewayFaults(application: Application, istio: IstioRoutingOptions): string[] {
  const { gateway, gateways } = istio;
  if (!gateway) {
    return [];
  }
  const { selector = { istio: 'ingressgateway' }, port = 80, credentialName } = gateway;
  const name = gatewayName(application, gateway);
  const odd = mapFault(selector, 'the selector of a gateway must map labels to texts', isText, '{ istio: \'ingressgateway\' }');
  const wrongPort = portFault(port);
  const isUsed = gateways === undefined || gateways.some((one) => one === name || one === `${application.namespace}/${name}`);
  return [
    ...named('gateway', name),
    ...(odd ? [odd] : labelFaults(selector).map((fault) => `the gateway's selector ${fault}`)),
    ...(wrongPort ? [`the gateway's port ${wrongPort}`] : []),
    ...(credentialName === undefined ? [] : named('certificate\'s Secret', credentialName)),
    ...(credentialName !== undefined && port === 443 ? ['the gateway uses port 443 for HTTPS, so it cannot serve plain HTTP there: give it another port for HTTP'] : []),
    ...(isUsed ? [] : [`the gateway ${shown(name)} is written but missing in gateways, so it would get no requests for the application: list it there too, or omit gateways`]),
  ];
}

function subsetFaults(application: Application, istio: IstioRoutingOptions): string[] {
  if (istio.split !== IstioSplit.BY_SUBSET) {
    return istio.destinationRule ? ['a destinationRule is for subsets, and the versions are told apart by Services: write split: IstioSplit.BY_SUBSET, or leave it out'] : [];
  }
  const { stable, canary } = subsetNames(istio);
  const faults = [['stableSubset', stable], ['canarySubset', canary]].flatMap(([what, name]) => {
    const fault = labelNameFault(name) && labelValueFault(name) && `${shown(name)} is not the name of a subset: write letters, digits and dashes`;
    return fault || name === '' ? [`the ${what} ${fault ?? '\'\' is empty'}`] : [];
  });
  return [
    ...(istio.destinationRule && !isText(istio.destinationRule.name) ? ["the destinationRule is given without a name: write for example destinationRule: { name: 'web' }"] : []),
    ...named('DestinationRule', destinationRuleName(application, istio)),
    ...faults,
    ...(stable === canary ? [`both subsets are called ${shown(stable)}: give one of them another name`] : []),
  ];
}

/** A managed route has the header as its only condition. */
function laneFaults({ paths }: Application, plan: RolloutPlan, { virtualService }: IstioRoutingOptions): string[] {
  const lane = plan.validate().length > 0 ? undefined : plan.steps.find(({ kind }) => kind === StepKind.HEADER_ROUTE);
  const known: HttpPath[] = Array.isArray(paths) ? paths.filter((path) => path instanceof HttpPath) : [];
  const hasAll = known.some(({ kind, path }) => kind === HttpPathKind.PREFIX && path === '/');
  return lane === undefined || hasAll || virtualService
    ? []
    : [`${lane} would open a lane for every path of the VirtualService's hosts, and the application has ${known.join(', ')} only: the controller gives a header route no path, so it would take requests for others (argoproj/argo-rollouts#3879). Expose the application as HttpPath.prefix('/') under a host of its own, or use TrafficRouting.gatewayApi(), whose lanes keep the paths`];
}

/** The controller writes the bare name of a Service into lanes and mirrors, and Istio looks for it beside the VirtualService. */
function distantLaneFaults({ namespace }: Application, plan: RolloutPlan, { virtualService }: IstioRoutingOptions): string[] {
  const space = virtualService?.namespace ?? namespace;
  const managed = [StepKind.HEADER_ROUTE, StepKind.MIRROR_ROUTE];
  const step = plan.validate().length > 0 ? undefined : plan.steps.find(({ kind }) => managed.includes(kind));
  return step === undefined || space === namespace
    ? []
    : [`${step} cannot be with the VirtualService ${shown(virtualService!.name)} in the namespace ${shown(space)}: the controller writes the Service's bare name into the route, which Istio looks for in that namespace and not in ${shown(namespace)}. Leave the step out, or have the VirtualService in the application's namespace`];
}

/** The controller compares the first part of a destination's host with the names of the Services. */
function stableServiceFaults({ split }: IstioRoutingOptions, context: ReleaseContext): string[] {
  const { stableService, canaryService } = context.names;
  return split !== IstioSplit.BY_SUBSET && stableService === canaryService
    ? [`the stable and the canary Service are both called ${shown(stableService)}, and the controller needs two: give one of them another name`]
    : [];
}
