import { Domains } from './domains';
import { LISTENER_HELD_BACK } from './listener-faults';
import { Listener, serves } from './listeners';
import { VirtualHost, virtualHostIn } from './virtual-host';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { idOf, KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ASSUMED_SERVICE, GlooObjects } from '../objects/gloo-objects';
import { bodyRefusal, REFUSES_ALL, refusalNote } from '../routes/envoy-refusals';
import { heldBack } from '../routes/route-faults';

/** What one listener gets from Gloo on a first apply. @internal */
export interface Configuration {
  /** Why nothing listens; empty where something does. */
  readonly silence: Note[];
  /** The virtual hosts by their domains. */
  readonly hosts: Domains<VirtualHost>;
  /** All VirtualServices by their domains: why Gloo holds one back, if it does. */
  readonly claims: Domains<Note[]>;
}

const TRANSLATOR = 'projects/gateway/pkg/translator/virtual_service_translator.go of solo-io/gloo';
const ROUTE_CONFIG = 'projects/gloo/pkg/translator/route_config.go of solo-io/gloo';

/** What a listener gets: the same for every request. @internal */
export const configurationIn = memoizeByObject((objects: GlooObjects) =>
  memoizeByObject((listener: Listener): Configuration => {
    const isServed = (service: KubernetesObject) => service === ASSUMED_SERVICE || serves(listener, service);
    const served = objects.virtualServices.filter(isServed);
    const hosts = new Domains<VirtualHost>();
    const claims = new Domains<Note[]>();
    const empty = { hosts, claims };
    const faults = [...listener.faults, ...repeatedDomains(served)];
    if (faults.length > 0) {
      return { ...empty, silence: faults };
    }
    const isRest = (service: KubernetesObject) => domainsOf(service).includes('*');
    const rests = served.filter(isRest);
    const kept = served.filter((service) => {
      const severally = rests.length > 1 && isRest(service) ? [severalRests(service, rests)] : [];
      const reasons = [...virtualHostIn(objects)(service).faults, ...domainFaults(service), ...severally];
      domainsOf(service).forEach((domain) => claims.add(domain, reasons));
      return reasons.length === 0;
    });
    // Of objects that are not whole, other VirtualServices may keep the listener up.
    if (kept.length === 0 && objects.index.isComplete) {
      const reasons = served.flatMap((service) => claims.find(domainsOf(service)[0]) ?? []);
      return { ...empty, silence: [emptyListener(listener, served), ...reasons] };
    }
    const refusals = kept.flatMap((service) => refusalsOf(virtualHostIn(objects)(service), listener, hosts));
    return { ...empty, silence: refusals };
  }),
);

/** Enters a virtual host, and tells why Envoy refuses it. */
function refusalsOf(host: VirtualHost, { maxBody }: Listener, hosts: Domains<VirtualHost>): Note[] {
  const { service, routes } = host;
  const repeated = domainsOf(service).filter((domain) => !hosts.add(domain, host));
  const bodies = routes.flatMap((route) => {
    const refusal = bodyRefusal(route, maxBody);
    return refusal === undefined ? [] : [refusalNote(route, refusal)];
  });
  return [...repeated.map((domain) => sameDomain(service, domain)), ...host.refusals, ...bodies];
}

/** Gloo and Envoy read no domain at all as every domain. */
function domainsOf(service: KubernetesObject): string[] {
  const domains: string[] = service.spec?.virtualHost?.domains ?? [];
  return domains.length === 0 ? ['*'] : domains;
}

/** Domains that are written twice, also in one VirtualService (validateVirtualServiceDomains). Case counts here. */
function repeatedDomains(services: KubernetesObject[]): Note[] {
  const claimants = new Map<string, KubernetesObject[]>();
  for (const service of services) {
    const domains: string[] | undefined = service.spec?.virtualHost && (service.spec.virtualHost.domains ?? []);
    for (const domain of domains?.length === 0 ? [''] : (domains ?? [])) {
      const known = claimants.get(domain);
      if (known === undefined) {
        claimants.set(domain, [service]);
      } else {
        known.push(service);
      }
    }
  }
  return [...claimants]
    .filter(([, claiming]) => claiming.length > 1)
    .map(([domain, claiming]) => repeatedDomain(domain || '*', claiming));
}

function repeatedDomain(domain: string, claiming: KubernetesObject[]): Note {
  const [first, ...others] = [...new Set(claiming)];
  const who =
    others.length === 0
      ? `VirtualService ${idOf(first)} lists the domain '${domain}' twice`
      : `the VirtualServices ${[first, ...others].map(idOf).join(' and ')} have the same domain '${domain}'`;
  return note(NoteKind.REJECTED, 'gloo-domain-repeated', [first, ...others], `${who}. ${LISTENER_HELD_BACK}`, {
    field: domain,
    fix: 'Write each domain in one VirtualService, and delegate from there to RouteTables.',
    source: TRANSLATOR,
  });
}

/** An empty domain is an error of the virtual host (ValidateVirtualHostDomains). */
function domainFaults(service: KubernetesObject): Note[] {
  const domains: string[] = service.spec?.virtualHost?.domains ?? [];
  return !domains.includes('')
    ? []
    : [
      note(
        NoteKind.REJECTED,
        'gloo-domain-empty',
        [service],
        `VirtualService ${idOf(service)} has an empty domain: ${heldBack(service)}`,
        {
          field: 'spec.virtualHost.domains',
          fix: "Write '*' for every host, or leave domains out.",
          source: ROUTE_CONFIG,
        },
      ),
    ];
}

/** One VirtualService says `*`, another one nothing, which is the same. */
function severalRests(service: KubernetesObject, rests: KubernetesObject[]): Note {
  return note(
    NoteKind.REJECTED,
    'gloo-domain-repeated',
    rests,
    `the VirtualServices ${rests.map(idOf).join(' and ')} are both for every host, by '*' or without domains: ` +
    `${heldBack(service)}`,
    {
      field: '*',
      fix: 'Write each domain in one VirtualService, and delegate from there to RouteTables.',
      source: ROUTE_CONFIG,
    },
  );
}

/** Envoy folds case, Gloo does not. */
function sameDomain(service: KubernetesObject, domain: string): Note {
  return note(
    NoteKind.REJECTED,
    'gloo-domain-case',
    [service],
    `the domain '${domain}' of ${objectName(service)} differs from another one only in case. ${REFUSES_ALL}`,
    {
      field: domain,
      fix: 'Write domains in lower case, each once.',
      source: 'source/common/router/config_impl.cc of envoyproxy/envoy',
    },
  );
}

function emptyListener({ name, secure }: Listener, served: KubernetesObject[]): Note {
  const scheme = secure ? 'https' : 'http';
  const reason =
    served.length === 0 ? `no VirtualService is for ${scheme}` : 'Gloo holds all its VirtualServices back';
  return note(
    NoteKind.EXPLAINED,
    'gloo-listener-empty',
    [name],
    `${name} has no virtual host, so nothing listens: ${reason}`,
    { source: 'projects/gloo/pkg/translator/translator.go of solo-io/gloo' },
  );
}
