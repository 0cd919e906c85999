import { exportFault, firstFault, gatewaysFault, isAddress, isClaim, isWildcardDomain } from './names';
import { routeFault } from './route-faults';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { Fault, fault, within } from '../../engine/fault';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { overlaps } from '../model/host-names';
import { namespaceOf } from '../model/namespaces';

/**
 * Why Istio's webhook refuses a VirtualService (ValidateVirtualService in pkg/config/validation/validation.go of
 * istio/istio); undefined where it lets it pass.
 *
 * @internal
 */
export function virtualServiceFault(service: KubernetesObject, index: ObjectIndex): Fault | undefined {
  return specFault(service) ?? exportFault(service.spec?.exportTo ?? [], namespaceOf(service, index));
}

const NONE = { found: undefined };

/** Each VirtualService is judged once: its answer depends on nothing else. */
const judged = memoizeByObject((service: KubernetesObject): { found: Fault | undefined } => {
  const found = findFault(service);
  return found === undefined ? NONE : { found };
});

function specFault(service: KubernetesObject): Fault | undefined {
  return judged(service).found;
}

function findFault({ spec = {} }: KubernetesObject): Fault | undefined {
  const { hosts = [], gateways = [], http = [], tls = [], tcp = [] } = spec;
  const isDelegate = hosts.length === 0;
  if (isDelegate && (gateways.length > 0 || tls.length > 0 || tcp.length > 0)) {
    return gateways.length > 0
      ? fault('it has gateways and no hosts', 'Add hosts, or leave gateways out of a delegate.')
      : fault('it has tls or tcp routes and no hosts', 'Add hosts: a delegate has http routes only.');
  }
  if (http.length === 0 && tls.length === 0 && tcp.length === 0) {
    return fault('it has neither http, tcp nor tls', 'Add a route to http.');
  }
  const isForMesh = gateways.length === 0 || gateways.includes('mesh');
  const found = gatewaysFault(gateways) ?? hostsFault(hosts, isForMesh) ?? (isForMesh ? claimFault(http) : undefined);
  return (
    found ??
    firstFault(http, (route: any, position) => within(`http[${position}]`, routeFault(route, isDelegate)))
  );
}

function hostsFault(hosts: string[], isForMesh: boolean): Fault | undefined {
  const odd = hosts.find((host) => !isWildcardDomain(host) && !isAddress(host));
  if (odd !== undefined) {
    return fault(`the host ${JSON.stringify(odd)} is no domain name`, 'Write domain names, or names of Services, as hosts.');
  }
  if (isForMesh && hosts.includes('*')) {
    return fault('the host * is not allowed for sidecars (gateway mesh)', 'Name the hosts, or name a gateway.');
  }
  // Names of one host are found by a set; only wildcards have to be compared with all others.
  if (new Set(hosts).size < hosts.length) {
    return fault('it names a host twice', 'Name each host once.');
  }
  for (const wildcard of hosts.filter((host) => host.startsWith('*'))) {
    const other = hosts.find((host) => host !== wildcard && overlaps(host, wildcard));
    if (other !== undefined) {
      return fault(`its hosts ${other} and ${wildcard} overlap`, `Remove ${other}, or write it into a VirtualService of its own.`);
    }
  }
  return undefined;
}

function claimFault(http: any[]): Fault | undefined {
  const names = http.flatMap(({ match = [] }) =>
    match.flatMap(({ headers = {}, withoutHeaders = {} }: any) => {
      return [...Object.keys(headers), ...Object.keys(withoutHeaders)];
    }),
  );
  const claim = names.find(isClaim);
  return claim === undefined
    ? undefined
    : fault(`the claim ${claim} can only be asked for at gateways`, 'Name a gateway instead of mesh.');
}
