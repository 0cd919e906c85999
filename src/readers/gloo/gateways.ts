import { fulfils, isRequirement } from './selectors';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { HttpRequest } from '../../http';
import { carries } from '../engine/endpoints';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn, ObjectIndex } from '../engine/object-index';

/** One HTTP listener of Gloo: which VirtualServices it serves, and how it reads requests. @internal */
export interface Listener {
  /** Its Gateway, for messages. */
  readonly name: string;
  /** Whether it takes TLS connections. */
  readonly secure: boolean;
  /** The `httpGateway` of the Gateway. */
  readonly http: any;
}

/** Without Gateways among the objects: those that Gloo installs, which serve every VirtualService. */
const INSTALLED: Listener[] = [
  { name: 'gateway-proxy', secure: false, http: {} },
  { name: 'gateway-proxy-ssl', secure: true, http: {} },
];

/** The listeners that may take a request: those of its scheme. @internal */
export function listenersFor(request: HttpRequest, index: ObjectIndex): Listener[] {
  return allListeners(index).filter(({ secure }) => secure === (request.scheme === 'https'));
}

const allListeners = memoizeByObject((index: ObjectIndex): Listener[] => {
  const gateways = index.all('gateway.solo.io', 'Gateway');
  return gateways.length === 0 ? INSTALLED : gateways.flatMap(listenersOf);
});

/** Whether a listener serves a VirtualService: HttpGatewayContainsVirtualService of the gateway translator. @internal */
export function serves({ secure, http }: Listener, service: KubernetesObject): boolean {
  if ((service.spec?.sslConfig !== undefined) !== secure) {
    return false;
  }
  const namespaces: string[] = http.virtualServiceNamespaces ?? [];
  const inReach = namespaces.length === 0 || namespaces.some((namespace) => namespace === '*' || mayBeIn(service, namespace));
  if (http.virtualServiceExpressions) {
    const expressions: any[] = http.virtualServiceExpressions.expressions ?? [];
    return inReach && expressions.every(isRequirement) && fulfils(service.metadata?.labels, expressions);
  }
  if (http.virtualServiceSelector) {
    return inReach && carries(service.metadata?.labels, http.virtualServiceSelector);
  }
  const refs: any[] = http.virtualServices ?? [];
  return refs.length === 0 ? inReach : refs.some((ref) => ref.name === service.metadata?.name && mayBeIn(service, ref.namespace ?? ''));
}

function listenersOf(gateway: KubernetesObject): Listener[] {
  const { httpGateway, hybridGateway, ssl } = gateway.spec ?? {};
  const name = `Gateway ${idOf(gateway)}`;
  const hybrid = (hybridGateway?.matchedGateways ?? [])
    .filter((matched: any) => matched.httpGateway)
    .map((matched: any) => ({ name, secure: matched.matcher?.sslConfig !== undefined, http: matched.httpGateway }));
  // Gateways that a hybrid one delegates to are not read; it is taken as serving every VirtualService.
  const delegated = hybridGateway?.delegatedHttpGateways && hybrid.length === 0 ? [false, true].map((secure) => ({ name, secure, http: {} })) : [];
  return [...(httpGateway ? [{ name, secure: ssl === true, http: httpGateway }] : []), ...hybrid, ...delegated];
}
