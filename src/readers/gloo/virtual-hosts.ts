import { KEPT } from './flat-route';
import { Listener, serves } from './gateways';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { HttpRequest } from '../../http';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

/** Why nobody can tell which VirtualService a listener uses. @internal */
export class RejectedVirtualServices extends Error {}

/** The VirtualService of a listener that claims a request's host best, if any does. @internal */
export function virtualServiceFor(
  listener: Listener,
  request: HttpRequest,
  services: KubernetesObject[],
  notes: string[],
): KubernetesObject | undefined {
  const { domains, conflicts } = claimsOf(services)(listener);
  const authority = listener.http.options?.httpConnectionManagerSettings?.stripAnyHostPort ? request.host : request.authority;
  const asked = authority.toLowerCase();
  const ranks = domains.map(({ domain }) => rank(domain, asked));
  const best = ranks.reduce((most, one) => Math.max(most, one), 0);
  const chosen = best > 0 ? domains[ranks.indexOf(best)].service : undefined;
  for (const { domain, claimants } of conflicts) {
    const names = [...new Set(claimants.map(idOf))];
    const who = names.length > 1 ? `the VirtualServices ${names.join(' and ')} claim the same domain '${domain}': Gloo rejects them` : `the VirtualService ${names[0]} lists the domain '${domain}' twice: Gloo rejects it`;
    const rejection = `${who}, and ${KEPT}`;
    if (chosen && claimants.includes(chosen)) {
      throw new RejectedVirtualServices(rejection);
    }
    notes.push(rejection);
  }
  return chosen;
}

/** Without a VirtualService, as in a team's own folder, one that delegates everything is assumed. */
const ASSUMED: KubernetesObject = {
  apiVersion: 'gateway.solo.io/v1',
  kind: 'VirtualService',
  metadata: { name: '(assumed)' },
  spec: { virtualHost: { domains: ['*'], routes: [{ matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'] } } }] } },
};

/** All VirtualServices, or the assumed one. @internal */
export function virtualServices(index: ObjectIndex, notes: string[]): KubernetesObject[] {
  const written = index.all('gateway.solo.io', 'VirtualService');
  if (written.length > 0) {
    return written;
  }
  notes.push('no VirtualService is among the objects, so one is assumed that delegates every path of every host to all RouteTables');
  return [ASSUMED];
}

function domainsOf(service: KubernetesObject): string[] {
  const domains: string[] = service.spec?.virtualHost?.domains ?? [];
  return domains.length === 0 || (domains.length === 1 && domains[0] === '') ? ['*'] : domains;
}

/** Which VirtualService of a listener claims which domains; Envoy does not distinguish case. */
interface Claims {
  readonly domains: { readonly domain: string; readonly service: KubernetesObject }[];
  readonly conflicts: { readonly domain: string; readonly claimants: KubernetesObject[] }[];
}

/** The same for every request. */
const claimsOf = memoizeByObject((services: KubernetesObject[]) => memoizeByObject((listener: Listener): Claims => {
  const served = services.filter((service) => service === ASSUMED || serves(listener, service));
  const domains = served.flatMap((service) => domainsOf(service).map((domain) => ({ service, domain: domain.toLowerCase() })));
  return { domains, conflicts: conflictsOf(domains) };
}));

/** Gloo counts entries, also of one VirtualService. */
function conflictsOf(domains: Claims['domains']): Claims['conflicts'] {
  const claims = new Map<string, KubernetesObject[]>();
  for (const { domain, service } of domains) {
    const claimants = claims.get(domain);
    if (claimants) {
      claimants.push(service);
    } else {
      claims.set(domain, [service]);
    }
  }
  return [...claims].map(([domain, claimants]) => ({ domain, claimants })).filter(({ claimants }) => claimants.length > 1);
}

/**
 * How well a domain matches, 0 for not at all: exact, then the longest `*.suffix`, then the longest `prefix.*`,
 * then `*` (Envoy's RouteMatcher::findVirtualHost). The port is part of the authority.
 */
function rank(domain: string, authority: string): number {
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
