import { ReleaseContext } from '../release-context';
import { IstioGatewayOptions, IstioRoutingOptions, IstioSplit } from './options';
import {
  DestinationRuleSpec,
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersTlsMode,
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
} from '../../../../../imports/networking.istio.io';
import { Application, HttpPathKind } from '../../../../application';
import { namedServiceManifest, objectMetadata } from '../../../../application/manifests';

/** Services, subsets, Gateway and VirtualService of an application, as plain JSON. @internal */
export function istioManifests(application: Application, istio: IstioRoutingOptions, context: ReleaseContext): any[] {
  const { stableService, canaryService, selector } = context.names;
  const isBySubset = istio.split === IstioSplit.BY_SUBSET;
  return [
    // Istio reads the protocol from the port's name.
    namedServiceManifest(application, stableService, selector, 'http'),
    ...(isBySubset ? [] : [namedServiceManifest(application, canaryService, selector, 'http')]),
    ...(isBySubset && !istio.destinationRule
      ? [
        istioObject(
          application,
          'DestinationRule',
          destinationRuleName(application, istio),
          destinationRuleSpec(istio, stableService, selector),
        ),
      ]
      : []),
    ...(istio.gateway
      ? [
        istioObject(
          application,
          'Gateway',
          gatewayName(application, istio.gateway),
          gatewaySpec(application, istio.gateway),
        ),
      ]
      : []),
    ...(istio.virtualService
      ? []
      : [
        istioObject(
          application,
          'VirtualService',
          virtualServiceName(application, istio),
          virtualServiceSpec(application, istio, stableService, canaryService),
        ),
      ]),
  ];
}

/** The name of the VirtualService. @internal */
export function virtualServiceName({ name }: Application, istio: IstioRoutingOptions): string {
  return istio.virtualServiceName ?? name;
}

/** The name of the DestinationRule. @internal */
export function destinationRuleName({ name }: Application, istio: IstioRoutingOptions): string {
  return istio.destinationRule?.name ?? istio.destinationRuleName ?? name;
}

/** The name of the Gateway. @internal */
export function gatewayName({ name }: Application, gateway: IstioGatewayOptions): string {
  return gateway.name ?? name;
}

/** The name of the route whose weights the controller sets. @internal */
export function routeName(istio: IstioRoutingOptions): string {
  return istio.routeName ?? 'primary';
}

/** The names of both subsets. @internal */
export function subsetNames({ stableSubset = 'stable', canarySubset = 'canary' }: IstioRoutingOptions): {
  stable: string;
  canary: string;
} {
  return { stable: stableSubset, canary: canarySubset };
}

/** The gateways of the VirtualService. @internal */
export function gatewaysOf(application: Application, { gateways, gateway }: IstioRoutingOptions): string[] {
  return gateways ?? (gateway ? [gatewayName(application, gateway)] : ['mesh']);
}

/** The hosts that clients call: the Service in the mesh, the application's hosts at gateways. @internal */
export function hostsOf(application: Application, istio: IstioRoutingOptions, stableService: string): string[] {
  const gateways = gatewaysOf(application, istio);
  const atGateways = application.hosts.length > 0 ? application.hosts : ['*'];
  return [
    ...(gateways.includes('mesh') ? [stableService] : []),
    ...(gateways.some((gateway) => gateway !== 'mesh') ? atGateways : []),
  ];
}

/** One route for all paths. Stable has a weight of 100 until the controller changes it. */
function virtualServiceSpec(
  application: Application,
  istio: IstioRoutingOptions,
  stableService: string,
  canaryService: string,
): VirtualServiceSpec {
  const { stable, canary } = subsetNames(istio);
  const isBySubset = istio.split === IstioSplit.BY_SUBSET;
  return {
    hosts: hostsOf(application, istio, stableService),
    gateways: gatewaysOf(application, istio),
    http: [
      {
        name: routeName(istio),
        match: uriMatches(application),
        route: [
          { destination: isBySubset ? { host: stableService, subset: stable } : { host: stableService }, weight: 100 },
          { destination: isBySubset ? { host: stableService, subset: canary } : { host: canaryService }, weight: 0 },
        ],
      },
    ],
  };
}

/** The URI matches; undefined if the application has all paths. */
function uriMatches({ paths }: Application): VirtualServiceSpecHttp['match'] {
  const hasAll = paths.some(({ kind, path }) => kind === HttpPathKind.PREFIX && path === '/');
  return hasAll
    ? undefined
    : paths.map(({ kind, path }) => ({ uri: kind === HttpPathKind.EXACT ? { exact: path } : { prefix: path } }));
}

/** Two subsets with the same labels. The controller adds the hash of a version's pods to each. */
function destinationRuleSpec(
  istio: IstioRoutingOptions,
  host: string,
  labels: { [label: string]: string },
): DestinationRuleSpec {
  const { stable, canary } = subsetNames(istio);
  return {
    host,
    subsets: [
      { name: stable, labels },
      { name: canary, labels },
    ],
  };
}

function gatewaySpec(
  application: Application,
  { selector = { istio: 'ingressgateway' }, port = 80, credentialName }: IstioGatewayOptions,
): GatewaySpec {
  const hosts = application.hosts.length > 0 ? application.hosts : ['*'];
  const plain: GatewaySpecServers = { port: { number: port, name: 'http', protocol: 'HTTP' }, hosts };
  return {
    selector,
    servers:
      credentialName === undefined
        ? [plain]
        : [
          { ...plain, tls: { httpsRedirect: true } },
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts,
            tls: { mode: GatewaySpecServersTlsMode.SIMPLE, credentialName },
          },
        ],
  };
}

function istioObject(application: Application, kind: string, name: string, spec: any): any {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: objectMetadata(application, name), spec };
}
