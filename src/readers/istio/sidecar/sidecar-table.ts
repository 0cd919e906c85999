import { Note } from '../../engine/note';
import { isPartOf, mostSpecific, serviceHost, serviceNamed } from '../model/host-names';
import { MergedService, MESH } from '../model/merged-service';
import { Proxy } from '../model/proxy';
import { isServiceVisible, MeshPort, MeshService, PortProtocol } from '../model/services';
import { servicesFor, World } from '../model/world';
import { refusedBy } from '../refused-routes';
import { translated, TranslatedRoute } from '../translated-route';

/**
 * What a sidecar does with requests to some hosts: routes of a VirtualService, or all pods of a Service.
 *
 * @internal
 */
export interface SidecarHost {
  readonly routes?: TranslatedRoute[];
  readonly service?: { readonly service: MeshService; readonly port: MeshPort };
  readonly virtualService?: MergedService;
}

/** What a sidecar knows of hosts at one port. @internal */
export interface SidecarTable {
  /** By domain; others pass through. */
  readonly hosts: ReadonlyMap<string, SidecarHost>;
  /** Whether the sidecar listens for HTTP at the port. */
  readonly isHeard: boolean;
  readonly refusal?: Note;
}

interface VirtualServiceHosts {
  readonly virtualService: MergedService;
  readonly routes: TranslatedRoute[];
  readonly names: string[];
  readonly services: MeshService[];
}

/** Without a Service of the port, VirtualServices count at this one only. */
const PLAIN_PORT = 80;

/**
 * The virtual hosts of a sidecar's listener: hosts of VirtualServices and the Services that they are about, then all
 * other Services. Whichever comes first has a domain (BuildSidecarOutboundVirtualHosts in
 * pilot/pkg/networking/core/httproute.go of istio/istio).
 *
 * @internal
 */
export function sidecarTable(port: number, proxy: Proxy, world: World): SidecarTable {
  const visible = world.registry.services.filter((service) => isServiceVisible(service, proxy.namespace));
  const services = [...visible, ...assumedServices(port, world)];
  const atPort = new Map<string, MeshService>();
  for (const service of services) {
    const name = service.hostname.toLowerCase();
    if (service.ports.some(({ number }) => number === port) && !atPort.has(name)) {
      atPort.set(name, service);
    }
  }
  const bound = servicesFor(MESH, proxy.namespace, world);
  const byService = mostSpecificServices(bound, services);
  const hosts = bound.flatMap((virtualService) => hostsOf(virtualService, port, proxy, atPort, byService));
  const isHttp = (service: MeshService) => carries(service, port, HTTP_LIKE);
  const plain = [...atPort.values()].filter((service) => isHttp(service) && service.alias === undefined);
  const table = filled(hosts, plain, port, proxy, world);
  const refusal = hosts.map(({ routes }) => refusedBy(routes)).find((one) => one !== undefined);
  return {
    hosts: table,
    isHeard: !world.index.isComplete || [...atPort.values()].some((one) => carries(one, port, [PortProtocol.HTTP])),
    refusal,
  };
}

const HTTP_LIKE = [PortProtocol.HTTP, PortProtocol.SNIFFED];

function carries({ ports }: MeshService, number: number, protocols: PortProtocol[]): boolean {
  return ports.some((one) => one.number === number && protocols.includes(one.protocol));
}

/** In a part of the input the Service of a VirtualService's host may be somewhere else. */
function assumedServices(port: number, { index, registry, services }: World): MeshService[] {
  if (index.isComplete) {
    return [];
  }
  const names = services
    .filter(({ gateways }) => gateways.includes(MESH))
    .flatMap(({ hosts, object }) => hosts.map((host) => ({ host, object })));
  return names.flatMap(({ host, object }): MeshService[] => {
    const found = serviceNamed(host);
    const isOpen =
      found &&
      !host.includes('*') &&
      !registry.has(host) &&
      !index.isRejected('', 'Service', found.namespace, found.name);
    const ports = [{ number: port, protocol: PortProtocol.HTTP, written: { port } }];
    return isOpen
      ? [{ hostname: host, namespace: found.namespace, object, ports, isExternal: false, isHeadless: false }]
      : [];
  });
}

/**
 * The VirtualService of each Service: one that names it, else the one with the longest wildcard; of equals the first.
 */
function mostSpecificServices(bound: MergedService[], services: MeshService[]): Map<MeshService, MergedService> {
  const byPattern = new Map<string, MergedService>();
  for (const virtualService of bound) {
    for (const host of virtualService.hosts) {
      if (!byPattern.has(host)) {
        byPattern.set(host, virtualService);
      }
    }
  }
  const found = new Map<MeshService, MergedService>();
  for (const service of services) {
    const virtualService = mostSpecific(service.hostname, byPattern);
    if (virtualService !== undefined) {
      found.set(service, virtualService);
    }
  }
  return found;
}

function hostsOf(
  virtualService: MergedService,
  port: number,
  proxy: Proxy,
  atPort: Map<string, MeshService>,
  byService: Map<MeshService, MergedService>,
): VirtualServiceHosts[] {
  const wildcards = virtualService.hosts.filter((host) => host.startsWith('*')).map((host) => host.toLowerCase());
  const exact = virtualService.hosts.filter((host) => !host.startsWith('*')).map((host) => host.toLowerCase());
  const own = exact.flatMap((host) => atPort.get(host) ?? []);
  const names = exact.filter((host) => !atPort.has(host));
  let isAbout = own.length > 0;
  const services = [...own];
  for (const wildcard of wildcards) {
    const taken = [...atPort.values()].filter(({ hostname }) => isPartOf(hostname.toLowerCase(), wildcard));
    isAbout ||= taken.length > 0;
    services.push(...taken.filter((service) => byService.get(service) === virtualService));
    if (taken.length === 0) {
      names.push(wildcard);
    }
  }
  if (port !== PLAIN_PORT && !isAbout) {
    return [];
  }
  const routes = translated(virtualService, port, MESH, proxy);
  const http = services.filter((service) => carries(service, port, HTTP_LIKE));
  return routes.length === 0 || (http.length === 0 && port !== PLAIN_PORT)
    ? []
    : [{ virtualService, routes, names, services: http }];
}

function filled(
  all: VirtualServiceHosts[],
  services: MeshService[],
  port: number,
  proxy: Proxy,
  { registry }: World,
): Map<string, SidecarHost> {
  const domains = new Map<string, SidecarHost>();
  const complete = new Set([...all.flatMap((one) => one.services), ...services].map(({ hostname }) => hostname));
  const named = new Set<string>();
  const allDomainsOf = (service: MeshService): [string[], string[]] => {
    const pairs = [service, ...registry.aliasesOf(service.hostname)].map((one) => domainsOf(one, proxy));
    return [pairs.flatMap(([own]) => own), pairs.flatMap(([, alternative]) => alternative)];
  };
  const put = (name: string, own: string[], alternative: string[], host: SidecarHost) => {
    if (!named.has(name)) {
      named.add(name);
      const free = [...own, ...alternative.filter((domain) => !complete.has(domain))].filter(
        (domain) => !domains.has(domain),
      );
      free.forEach((domain) => domains.set(domain, host));
    }
  };
  for (const { virtualService, routes, names, services: own } of all) {
    names.forEach((name) => put(name, [name], [], { routes, virtualService }));
    own.forEach((service) => put(service.hostname, ...allDomainsOf(service), { routes, virtualService }));
  }
  const taken = new Set(all.flatMap((one) => one.services));
  for (const service of services.filter((one) => !taken.has(one))) {
    const open = service.ports.find(({ number }) => number === port)!;
    put(service.hostname, ...allDomainsOf(service), { service: { service, port: open } });
  }
  return domains;
}

/**
 * What clients may call a Service: its complete name and addresses, and shorter ones (generateVirtualHostDomains,
 * there).
 */
function domainsOf({ hostname, namespace, object, isHeadless }: MeshService, proxy: Proxy): [string[], string[]] {
  const name = serviceNamed(hostname);
  const addresses = [object.spec?.clusterIP, ...(object.spec?.clusterIPs ?? [])].filter(
    (one) => one && one !== 'None',
  );
  if (name === undefined) {
    return [
      [hostname.toLowerCase(), ...(object.kind === 'ServiceEntry' ? (object.spec?.addresses ?? []) : [])],
      [`${hostname.toLowerCase()}.`],
    ];
  }
  const short = `${name.name}.${namespace}`;
  const shorter = [
    `${serviceHost(name.name, namespace)}.`,
    ...(namespace === proxy.namespace ? [name.name] : []),
    short,
    `${short}.svc`,
  ];
  const pods = isHeadless ? [hostname, ...shorter].map((domain) => `*.${domain}`) : [];
  return [
    [hostname, ...new Set<string>(addresses)],
    [...shorter, ...pods],
  ];
}
