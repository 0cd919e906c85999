import { listenerFaults } from './listener-faults';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { carries } from '../../engine/endpoints';
import { idOf, KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { mayBeIn } from '../../engine/object-index';
import { GlooObjects } from '../objects/gloo-objects';
import { fulfils, isInNamespaces, isRequirement } from '../routes/selectors';

/** One HTTP listener of Gloo: which VirtualServices it serves, and how it reads requests. @internal */
export interface Listener {
  /** Its Gateway as messages name it. */
  readonly name: string;
  /** The `namespace/name` of its Gateway; undefined for those that Gloo installs. */
  readonly gateway?: string;
  /** The proxies that have it. */
  readonly proxies: string[];
  /** Whether it takes TLS connections. */
  readonly secure: boolean;
  /** The `httpGateway` of the Gateway. */
  readonly http: any;
  /** The most bytes that a direct response may have. */
  readonly maxBody: number;
  /** The addresses of clients that it is for, where they decide. */
  readonly sources: string[];
  /** Why Gloo holds it back. */
  readonly faults: Note[];
}

/**
 * The proxy of Gateways that name none (GatewayProxyName in projects/gateway/pkg/defaults/gateway.go of
 * solo-io/gloo).
 */
const PROXY = 'gateway-proxy';

/** Envoy's limit (max_direct_response_body_size_bytes). */
const MAX_BODY = 4096;

/** Without Gateways among the objects: those that Gloo installs, which serve every VirtualService. */
const INSTALLED: Listener[] = [false, true].map((secure) => ({
  name: `Gateway gloo-system/gateway-proxy${secure ? '-ssl' : ''}`,
  proxies: [PROXY],
  secure,
  http: {},
  maxBody: MAX_BODY,
  sources: [],
  faults: [],
}));

/** All listeners of the objects: the same for every request. @internal */
export const listenersOf = memoizeByObject((objects: GlooObjects): Listener[] => {
  const gateways = readGateways(objects);
  if (objects.all('Gateway').length === 0) {
    return INSTALLED;
  }
  const faults = listenerFaults(gateways, objects);
  return gateways.flatMap((gateway) => gatewayListeners(gateway, objects, faults.get(gateway) ?? []));
});

/**
 * The Gateways that Gloo reads: those of its own namespace (SingleNamespacePredicate in
 * projects/gateway/pkg/translator/predicate.go). Without one in gloo-system, where Helm installs it, Gloo is taken as
 * installed elsewhere.
 */
function readGateways(objects: GlooObjects): KubernetesObject[] {
  const gateways = objects.all('Gateway');
  const installed = gateways.filter(({ metadata }) => metadata?.namespace === 'gloo-system');
  return installed.length > 0 ? installed : gateways;
}

/** The Gateways outside of Gloo's namespace, which it does not read by default. @internal */
export function passedOverGateways(objects: GlooObjects): KubernetesObject[] {
  const read = new Set(readGateways(objects));
  return objects.all('Gateway').filter((gateway) => !read.has(gateway));
}

/**
 * Whether a listener serves a VirtualService (HttpGatewayContainsVirtualService in
 * projects/gateway/pkg/translator/virtual_service_translator.go of solo-io/gloo).
 *
 * @internal
 */
export function serves({ secure, http }: Listener, service: KubernetesObject): boolean {
  if ((service.spec?.sslConfig !== undefined) !== secure) {
    return false;
  }
  const namespaces: string[] = http.virtualServiceNamespaces ?? [];
  const isInReach = namespaces.length === 0 || isInNamespaces(service, namespaces);
  if (http.virtualServiceExpressions !== undefined) {
    const expressions: any[] = http.virtualServiceExpressions.expressions ?? [];
    return isInReach && expressions.every(isRequirement) && fulfils(service.metadata?.labels, expressions);
  }
  if (http.virtualServiceSelector !== undefined) {
    return isInReach && carries(service.metadata?.labels, http.virtualServiceSelector);
  }
  const refs: any[] = http.virtualServices ?? [];
  return refs.length === 0
    ? isInReach
    : refs.some((ref) => ref.name === service.metadata?.name && mayBeIn(service, ref.namespace ?? ''));
}

/** A Gateway's own listener, or one for each of its matched gateways. */
function gatewayListeners(gateway: KubernetesObject, objects: GlooObjects, faults: Note[]): Listener[] {
  const { httpGateway, hybridGateway, ssl, proxyNames = [], routeOptions } = gateway.spec ?? {};
  const shared = {
    name: objectName(gateway),
    gateway: idOf(gateway),
    proxies: proxyNames.length === 0 ? [PROXY] : proxyNames,
    maxBody: routeOptions?.maxDirectResponseBodySizeBytes ?? MAX_BODY,
    faults,
  };
  if (httpGateway !== undefined && hybridGateway === undefined) {
    return [{ ...shared, secure: ssl === true, http: httpGateway, sources: [] }];
  }
  return matchedGateways(hybridGateway, objects)
    .filter(({ httpGateway: http }) => http !== undefined)
    .map(({ matcher, httpGateway: http }) => ({
      ...shared,
      secure: matcher?.sslConfig !== undefined,
      http,
      sources: (matcher?.sourcePrefixRanges ?? []).map(
        (range: any) => `${range?.addressPrefix}/${range?.prefixLen ?? ''}`,
      ),
    }));
}

/**
 * Those that a hybrid Gateway holds, otherwise the MatchableHttpGateways that it selects (hybrid_translator.go,
 * gateway_selector.go).
 */
function matchedGateways(hybrid: any, objects: GlooObjects): any[] {
  const { matchedGateways: own, delegatedHttpGateways: delegated } = hybrid ?? {};
  if (own !== undefined || delegated === undefined) {
    return own ?? [];
  }
  return objects
    .all('MatchableHttpGateway')
    .filter((one) => isSelected(one, delegated))
    .map(({ spec }) => ({ ...spec, httpGateway: spec?.httpGateway && withSettings(spec.httpGateway, delegated) }));
}

function isSelected(gateway: KubernetesObject, { ref, selector = {}, sslConfig }: any): boolean {
  if ((gateway.spec?.matcher?.sslConfig !== undefined) !== (sslConfig !== undefined)) {
    return false;
  }
  if (ref !== undefined) {
    return ref.name === gateway.metadata?.name && mayBeIn(gateway, ref.namespace ?? '');
  }
  const { namespaces = [], labels = {}, expressions = [] } = selector;
  return (
    (namespaces.length === 0 || isInNamespaces(gateway, namespaces)) &&
    carries(gateway.metadata?.labels, labels) &&
    expressions.every(isRequirement) &&
    fulfils(gateway.metadata?.labels, expressions)
  );
}

/** The settings of the Gateway complete those of the gateways that it selects, or replace them. */
function withSettings(http: any, { httpConnectionManagerSettings: shared, preventChildOverrides }: any): any {
  const own = http.options?.httpConnectionManagerSettings;
  const settings = preventChildOverrides === true ? { ...own, ...shared } : { ...shared, ...own };
  return { ...http, options: { ...http.options, httpConnectionManagerSettings: settings } };
}
