import { fulfils } from './selectors';
import { HttpRequest } from '../../../http';
import { carries } from '../../../traffic/endpoints';
import { idOf, KubernetesObject, mayBeIn, ObjectIndex } from '../../../traffic/object-index';

/** The VirtualServices that claim a request's host best: none, one, or several that Gloo rejects together. @internal */
export function virtualServicesFor(request: HttpRequest, index: ObjectIndex, notes: string[]): KubernetesObject[] {
  const served = virtualServices(index, notes).filter((service) => isBound(service, request, index, notes));
  const claims = served.flatMap((service) => domainsOf(service).map((domain) => ({ service, domain, rank: rank(domain, request.authority.toLowerCase()) })));
  const best = Math.max(...claims.map((claim) => claim.rank));
  return best <= 0 ? [] : [...new Set(claims.filter((claim) => claim.rank === best).map((claim) => claim.service))];
}

/** Without a VirtualService, as in a team's own folder, one that delegates everything is assumed. */
function virtualServices(index: ObjectIndex, notes: string[]): KubernetesObject[] {
  const written = index.all('gateway.solo.io', 'VirtualService');
  if (written.length > 0) {
    return written;
  }
  notes.push('no VirtualService is among the objects, so one is assumed that delegates every path of every host to all RouteTables');
  const route = { matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'] } } };
  return [{ apiVersion: 'gateway.solo.io/v1', kind: 'VirtualService', metadata: { name: '(assumed)' }, spec: { virtualHost: { domains: ['*'], routes: [route] } } }];
}

function domainsOf(service: KubernetesObject): string[] {
  const domains: string[] = service.spec?.virtualHost?.domains ?? [];
  return domains.length === 0 ? ['*'] : domains;
}

/** Whether a gateway serves the VirtualService for the request's scheme: TLS and plain VirtualServices are apart. */
function isBound(service: KubernetesObject, request: HttpRequest, index: ObjectIndex, notes: string[]): boolean {
  const secure = service.spec?.sslConfig !== undefined && service.spec.sslConfig !== null;
  if (secure !== (request.scheme === 'https')) {
    return false;
  }
  const gateways = index.all('gateway.solo.io', 'Gateway').filter((gateway) => gateway.spec?.httpGateway !== undefined && (gateway.spec.ssl === true) === secure);
  if (gateways.length === 0 || gateways.some((gateway) => selects(gateway.spec.httpGateway, service))) {
    return true;
  }
  notes.push(`no Gateway selects VirtualService ${idOf(service)}`);
  return false;
}

function selects(gateway: any, service: KubernetesObject): boolean {
  const namespaces: string[] = gateway.virtualServiceNamespaces ?? [];
  const inReach = namespaces.length === 0 || namespaces.some((namespace) => namespace === '*' || mayBeIn(service, namespace));
  if (gateway.virtualServiceExpressions) {
    return inReach && fulfils(service.metadata?.labels, gateway.virtualServiceExpressions.expressions ?? []);
  }
  if (gateway.virtualServiceSelector) {
    return inReach && carries(service.metadata?.labels, gateway.virtualServiceSelector);
  }
  const refs: any[] = gateway.virtualServices ?? [];
  return refs.length === 0 ? inReach : refs.some((ref) => ref.name === service.metadata?.name && mayBeIn(service, ref.namespace));
}

/**
 * How well a domain matches, 0 for not at all: exact, then the longest `*.suffix`, then the longest `prefix.*`,
 * then `*` (Envoy's RouteMatcher::findVirtualHost). The port is part of the authority.
 */
function rank(written: string, authority: string): number {
  const domain = written.toLowerCase();
  if (domain === authority) {
    return 3_000_000;
  }
  if (domain === '*') {
    return 1;
  }
  const rest = domain.replace('*', '');
  const longEnough = authority.length > rest.length;
  if (domain.startsWith('*') && longEnough && authority.endsWith(rest)) {
    return 2_000_000 + domain.length;
  }
  return domain.endsWith('*') && longEnough && authority.startsWith(rest) ? 1_000_000 + domain.length : 0;
}
