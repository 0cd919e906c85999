import { ReleaseContext } from '../release-context';
import { destinationRuleName, gatewayName, gatewaysOf, routeName, subsetNames, virtualServiceName } from './manifests';
import { IstioRoutingOptions, IstioSplit } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../../application';
import {
  labelFaults,
  labelNameFault,
  labelValueFault,
  objectNameFault,
  portFault,
} from '../../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../../faults/list-fault';
import { given, isMap, shown } from '../../../../faults/shown';
import { unknownKeyFaults } from '../../../../faults/unknown-keys';
import { RolloutPlan, StepKind } from '../../../../plan';
import { isManagedRoute } from '../../rollout/steps';

/**
 * The parts of an application, a plan and options that the controller or Istio cannot express, one sentence each.
 *
 * @internal
 */
export function istioFaults(
  application: Application,
  plan: RolloutPlan,
  istio: IstioRoutingOptions,
  context: ReleaseContext,
): string[] {
  const wrongOptions = [...unknownKeyFaults('IstioRoutingOptions', istio), ...optionFaults(istio)];
  if (wrongOptions.length > 0) {
    return wrongOptions;
  }
  return [
    ...(istio.virtualService
      ? referenceFaults(istio)
      : [
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

function optionFaults({ split, gateways, gateway, virtualService, destinationRule }: IstioRoutingOptions): string[] {
  return [
    split === undefined || Object.values(IstioSplit).includes(split)
      ? undefined
      : `split must be an IstioSplit, ${given(split)}: write for example IstioSplit.BY_SUBSET`,
    gateways === undefined
      ? undefined
      : listFault(gateways, 'gateways must be a list of names', isText, "['istio-system/public']"),
    gateway === undefined || isMap(gateway)
      ? undefined
      : `gateway must be a map of options, ${given(gateway)}: write for example gateway: { credentialName: 'app-tls' }`,
    virtualService === undefined || isMap(virtualService)
      ? undefined
      : `virtualService must be a map of options, ${given(virtualService)}: ` +
        "write for example virtualService: { name: 'web', routes: ['primary'] }",
    destinationRule === undefined || isMap(destinationRule)
      ? undefined
      : `destinationRule must be a map of options, ${given(destinationRule)}: ` +
        "write for example destinationRule: { name: 'web' }",
  ].filter((fault) => fault !== undefined);
}

function named(what: string, name: unknown): string[] {
  const fault = objectNameFault(name);
  return fault ? [`the ${what} ${fault}`] : [];
}

function routeNameFaults(name: unknown): string[] {
  if (!isText(name) || !/^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$/.test(name)) {
    return [
      `the route's name ${shown(name)} is not a route name: use at most 63 letters, ` +
        'digits, dashes, dots and underscores, with a letter or digit at the beginning',
    ];
  }
  return isManagedRoute(name)
    ? [`the route's name ${shown(name)} belongs to routes that the controller adds and removes: choose another name`]
    : [];
}

function referenceFaults({ virtualService }: IstioRoutingOptions): string[] {
  const { name, namespace, routes } = virtualService!;
  const space = namespace === undefined ? undefined : labelNameFault(namespace);
  const wrongRoute = listFault(routes, 'the routes of a VirtualService must be a list of names', isText, "['primary']");
  return [
    ...named('VirtualService', name),
    ...(isText(name) && name.includes('.')
      ? [
        `the VirtualService ${shown(name)} has a dot in its name, ` +
          'and the controller reads the part after a dot as a namespace: give it another name',
      ]
      : []),
    ...(space ? [`the VirtualService's namespace ${space}`] : []),
    ...(wrongRoute ? [wrongRoute] : routes.flatMap(routeNameFaults)),
    ...(!wrongRoute && routes.length === 0
      ? [
        `the VirtualService ${shown(name)} has no routes, and without them the ` +
          'controller sets the weights of the wrong routes while a header route exists: ' +
          "name the routes to stable and the canary, routes: ['primary']",
      ]
      : []),
  ];
}

/** The webhook of Istio rejects hosts of which one covers another (validateVirtualService in pkg/config/validation). */
function overlapFaults(hosts: string[]): string[] {
  return hosts.filter(isText).flatMap((wildcard) => {
    const taken = hosts.filter((one) => one !== wildcard && wildcard.startsWith('*') && one.endsWith(wildcard.slice(1)));
    return taken.map(
      (one) =>
        `Istio rejects a VirtualService with the hosts ${shown(wildcard)} and ${shown(one)}, ` +
        `because the first covers the second: omit ${shown(one)}, or make it an application of its own`,
    );
  });
}

/** The webhook of Istio rejects '*' for sidecars (ValidateVirtualService in pkg/config/validation). */
function hostFaults(application: Application, istio: IstioRoutingOptions): string[] {
  const all = gatewaysOf(application, istio);
  const gateways = all.filter(isText);
  const [hasMesh, hasOther] = [gateways.includes('mesh'), gateways.some((one) => one !== 'mesh')];
  const hosts = Array.isArray(application.hosts) ? application.hosts : [];
  return [
    ...overlapFaults(hosts),
    ...(all.length === 0 ? ['gateways is an empty list, which Istio reads as mesh: omit it, or name a gateway'] : []),
    ...(hasMesh && hasOther && hosts.length === 0
      ? [
        'a VirtualService for the mesh needs hosts, but the application has none: ' +
          "give the application hosts, or omit 'mesh' or the other gateways",
      ]
      : []),
    ...(hasMesh && !hasOther && hosts.length > 0
      ? [
        `the application has hosts (${hosts.join(', ')}), but its VirtualService applies only in the mesh, ` +
          'where clients call the Service: name a gateway, gateways: ' +
          "['istio-system/public'] or gateway: {}, or give the application no hosts",
      ]
      : []),
    ...gateways
      .filter(
        (one) =>
          one !== 'mesh' &&
          !one.split('/').every((part, _, parts) => parts.length <= 2 && labelNameFault(part) === undefined),
      )
      .map((one) => `the gateway ${shown(one)} is not a gateway name: write name, or namespace/name`),
  ];
}

function gatewayFaults(application: Application, istio: IstioRoutingOptions): string[] {
  const { gateway, gateways } = istio;
  if (!gateway) {
    return [];
  }
  const { selector = { istio: 'ingressgateway' }, port = 80, credentialName } = gateway;
  const name = gatewayName(application, gateway);
  const wrongLabel = mapFault(
    selector,
    'the selector of a gateway must map labels to texts',
    isText,
    "{ istio: 'ingressgateway' }",
  );
  const wrongPort = portFault(port);
  const isUsed =
    gateways === undefined || gateways.some((one) => one === name || one === `${application.namespace}/${name}`);
  return [
    ...named('gateway', name),
    ...(wrongLabel ? [wrongLabel] : labelFaults(selector).map((fault) => `the gateway's selector ${fault}`)),
    ...(wrongPort ? [`the gateway's port ${wrongPort}`] : []),
    ...(credentialName === undefined ? [] : named("certificate's Secret", credentialName)),
    ...(credentialName !== undefined && port === 443
      ? ['the gateway uses port 443 for HTTPS, so it cannot serve plain HTTP there: give it another port for HTTP']
      : []),
    ...(isUsed
      ? []
      : [
        `the gateway ${shown(name)} is written but missing in gateways, ` +
          'so it would get no requests for the application: list it there too, or omit gateways',
      ]),
  ];
}

function subsetFaults(application: Application, istio: IstioRoutingOptions): string[] {
  if (istio.split !== IstioSplit.BY_SUBSET) {
    return istio.destinationRule
      ? [
        'destinationRule applies to subsets, but the versions are two Services: ' +
          'write split: IstioSplit.BY_SUBSET, or omit it',
      ]
      : [];
  }
  const { stable, canary } = subsetNames(istio);
  const faults = [
    ['stableSubset', stable],
    ['canarySubset', canary],
  ].flatMap(([what, name]) => {
    const fault =
      labelNameFault(name) &&
      labelValueFault(name) &&
      `${shown(name)} is not the name of a subset: write letters, digits and dashes`;
    return fault || name === '' ? [`the ${what} ${fault ?? "'' is empty"}`] : [];
  });
  return [
    ...(istio.destinationRule && !isText(istio.destinationRule.name)
      ? ["the name of the destinationRule is missing: write for example destinationRule: { name: 'web' }"]
      : []),
    ...named('DestinationRule', destinationRuleName(application, istio)),
    ...faults,
    ...(stable === canary ? [`both subsets have the name ${shown(stable)}: give one of them another name`] : []),
  ];
}

/** Header routes that the controller adds have no path: the header is their only condition. */
function laneFaults({ paths }: Application, plan: RolloutPlan, { virtualService }: IstioRoutingOptions): string[] {
  const lane = plan.validate().length > 0 ? undefined : plan.steps.find(({ kind }) => kind === StepKind.HEADER_ROUTE);
  const known: HttpPath[] = Array.isArray(paths) ? paths.filter((path) => path instanceof HttpPath) : [];
  const hasAll = known.some(({ kind, path }) => kind === HttpPathKind.PREFIX && path === '/');
  if (lane === undefined || hasAll || virtualService) {
    return [];
  }
  return [
    `${lane} would match every path of the VirtualService's hosts, ` +
      `but the application has only ${known.join(', ')}: the controller writes header routes without a path, ` +
      'so this one would take requests of other applications (argoproj/argo-rollouts#3879). ' +
      "Expose the application as HttpPath.prefix('/') under its own host, " +
      'or use TrafficRouting.gatewayApi(), which writes header routes with paths',
  ];
}

/**
 * The controller writes a Service's bare name into header routes and mirrors, and Istio looks for it in the
 * VirtualService's namespace.
 */
function distantLaneFaults(
  { namespace }: Application,
  plan: RolloutPlan,
  { virtualService }: IstioRoutingOptions,
): string[] {
  const space = virtualService?.namespace ?? namespace;
  const managed = [StepKind.HEADER_ROUTE, StepKind.MIRROR_ROUTE];
  const step = plan.validate().length > 0 ? undefined : plan.steps.find(({ kind }) => managed.includes(kind));
  if (step === undefined || space === namespace) {
    return [];
  }
  return [
    `${step} does not work with the VirtualService ${shown(virtualService!.name)} in the namespace ${shown(space)}: ` +
      "the controller writes the Service's bare name into the route, " +
      `and Istio looks for it in that namespace instead of ${shown(namespace)}. ` +
      "Omit the step, or move the VirtualService to the application's namespace",
  ];
}

/** The controller compares the first part of a destination's host with the names of the two Services. */
function stableServiceFaults({ split }: IstioRoutingOptions, context: ReleaseContext): string[] {
  const { stableService, canaryService } = context.names;
  return split !== IstioSplit.BY_SUBSET && stableService === canaryService
    ? [
      `the stable and the canary Service both have the name ${shown(stableService)}, ` +
        'but the controller needs two Services: give one of them another name',
    ]
    : [];
}
