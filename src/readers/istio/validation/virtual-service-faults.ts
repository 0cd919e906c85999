import { exportFault, firstFault, gatewaysFault, isAddress, isClaim, isWildcardDomain } from './names';
import { routeFault } from './route-faults';
import { memoizeByObject } from '../../../caching/memoize-by-object';
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
export function virtualServiceFault(service: KubernetesObject, index: ObjectIndex): string | undefined {
  return specFault(service) ?? exportFault(service.spec?.exportTo ?? [], namespaceOf(service, index));
}

const NONE = { fault: undefined };

/** Each VirtualService is judged once: its answer depends on nothing else. */
const judged = memoizeByObject((service: KubernetesObject): { fault: string | undefined } => {
  const fault = findFault(service);
  return fault === undefined ? NONE : { fault };
});

function specFault(service: KubernetesObject): string | undefined {
  return judged(service).fault;
}

function findFault({ spec = {} }: KubernetesObject): string | undefined {
  const { hosts = [], gateways = [], http = [], tls = [], tcp = [] } = spec;
  const isDelegate = hosts.length === 0;
  if (isDelegate && (gateways.length > 0 || tls.length > 0 || tcp.length > 0)) {
    return gateways.length > 0 ? 'it has gateways and no hosts' : 'it has tls or tcp routes and no hosts';
  }
  if (http.length === 0 && tls.length === 0 && tcp.length === 0) {
    return 'it has neither http, tcp nor tls';
  }
  const isForMesh = gateways.length === 0 || gateways.includes('mesh');
  const fault = gatewaysFault(gateways) ?? hostsFault(hosts, isForMesh) ?? (isForMesh ? claimFault(http) : undefined);
  return (
    fault ??
    firstFault(http, (route: any, position) => {
      const found = routeFault(route, isDelegate);
      return found && `http[${position}] ${found}`;
    })
  );
}

function hostsFault(hosts: string[], isForMesh: boolean): string | undefined {
  const odd = hosts.find((host) => !isWildcardDomain(host) && !isAddress(host));
  if (odd !== undefined) {
    return `the host ${JSON.stringify(odd)} is no domain name`;
  }
  if (isForMesh && hosts.includes('*')) {
    return 'the host * is not allowed for sidecars (gateway mesh)';
  }
  // Names of one host are found by a set; only wildcards have to be compared with all others.
  if (new Set(hosts).size < hosts.length) {
    return 'it names a host twice';
  }
  for (const wildcard of hosts.filter((host) => host.startsWith('*'))) {
    const other = hosts.find((host) => host !== wildcard && overlaps(host, wildcard));
    if (other !== undefined) {
      return `its hosts ${other} and ${wildcard} overlap`;
    }
  }
  return undefined;
}

function claimFault(http: any[]): string | undefined {
  const names = http.flatMap(({ match = [] }) =>
    match.flatMap(({ headers = {}, withoutHeaders = {} }: any) => {
      return [...Object.keys(headers), ...Object.keys(withoutHeaders)];
    }),
  );
  const claim = names.find(isClaim);
  return claim && `the claim ${claim} can only be asked for at gateways`;
}
