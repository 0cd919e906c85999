import { completed, bySpecificity, gatewayNamed, intersection, isPartOf, serviceNamed } from './host-names';
import { Listener } from './listener';
import { IstioRoute, routesOf, takesAll } from './routes';
import { HttpRequest } from '../../http';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

/** What an entry into the mesh knows of a request's host. @internal */
export interface EntryPoint {
  /** As messages call it. */
  readonly name: string;
  readonly listener: Listener;
  /** The routes of the host in order; undefined where the host has none. */
  readonly routes?: IstioRoute[];
  /** Whether plain HTTP is sent to HTTPS. */
  readonly isRedirected?: boolean;
  /** Whether it hears TLS, and cannot look into it. */
  readonly isOpaque?: boolean;
  /** The Service that the host stands for, where no VirtualService is about it. */
  readonly service?: KubernetesObject;
  /** What is assumed. */
  readonly notes: string[];
}

const MESH = 'mesh';

/** The entries through which a request can come: every gateway that listens for it, and the sidecars. @internal */
export function entryPoints(services: KubernetesObject[], index: ObjectIndex, request: HttpRequest): EntryPoint[] {
  return [...gateways(services, index, request), ...mesh(services, index, request)];
}

function gatewaysOf({ spec, metadata }: KubernetesObject): string[] {
  const names: string[] = spec?.gateways ?? [];
  return names.length === 0 ? [MESH] : names.map((name) => gatewayNamed(name, metadata?.namespace));
}

function hostsOf({ spec, metadata }: KubernetesObject): string[] {
  return (spec?.hosts ?? []).map((host: string) => completed(host, metadata?.namespace));
}

/** A host of one port of a gateway, with what all VirtualServices say of it. */
interface VirtualHost {
  /** VirtualServices, each with the Gateway of the server. */
  readonly services: { readonly service: KubernetesObject; readonly gateway?: KubernetesObject }[];
  isRedirected: boolean;
}

/** Gateways of the same pods are one (buildGatewayHTTPRouteConfig in pilot/pkg/networking/core/gateway.go). */
function gateways(services: KubernetesObject[], index: ObjectIndex, request: HttpRequest): EntryPoint[] {
  const called = [...new Set(services.flatMap(gatewaysOf))].filter((name) => name !== MESH);
  const known = index.all('networking.istio.io', 'Gateway');
  const missing = called.filter((name) => !known.some((gateway) => isNamed(gateway, name)));
  const groups = new Map<string, KubernetesObject[]>();
  for (const gateway of known) {
    const key = JSON.stringify(Object.entries(gateway.spec?.selector ?? {}).sort());
    groups.set(key, [...(groups.get(key) ?? []), gateway]);
  }
  return [
    ...[...groups.values()].flatMap((group) => gatewayPorts(group, services, index, request)),
    ...missing.map((name) => assumedGateway(name, services, index, request)),
  ];
}

function isNamed({ metadata }: KubernetesObject, name: string): boolean {
  const [namespace, own] = name.split('/');
  return metadata?.name === own && (!namespace || metadata?.namespace === undefined || metadata.namespace === namespace);
}

/** Clients come to a port of the scheme's protocol: to the one that they name, where the gateway has it. */
function gatewayPorts(group: KubernetesObject[], services: KubernetesObject[], index: ObjectIndex, request: HttpRequest): EntryPoint[] {
  const wanted = request.scheme === 'https' ? /^HTTPS$/i : /^(HTTP|HTTP2|GRPC|GRPC-WEB)$/i;
  const heard = group
    .flatMap((gateway) => (gateway.spec?.servers ?? []).map((server: any) => ({ gateway, server })))
    .filter(({ server }) => wanted.test(server.port?.protocol ?? '') && !isPassedThrough(server));
  const ports = [...new Set(heard.map(({ server }) => server.port.number as number))];
  const own = portOf(request);
  return (ports.includes(own) ? [own] : ports).map((port) => {
    const listener: Listener = {
      port,
      labels: group[0].spec?.selector ?? {},
      namespaces: group.map(({ metadata }) => metadata?.namespace),
      isCalled: (name) => group.some((gateway) => isNamed(gateway, name)),
    };
    const hosts = virtualHosts(secureServers(heard.filter(({ server }) => server.port.number === port), request), services);
    return { name: `the gateway ${group.map(idOf).join(', ')} on port ${port}`, listener, ...found(hosts, listener, index, request) };
  });
}

/** TLS that nobody looks into, which is what a server does that has `tls` and no mode (ServerTLSSettings of istio/api). */
function isPassedThrough({ tls, port }: any): boolean {
  const byDefault = tls !== undefined && /^HTTPS$/i.test(port?.protocol ?? '') ? 'PASSTHROUGH' : '';
  return /PASSTHROUGH$/.test(tls?.mode ?? byDefault);
}

/** With TLS the name that the client asks for picks the server, and only its routes count. */
function secureServers(servers: { gateway: KubernetesObject; server: any }[], request: HttpRequest): { gateway: KubernetesObject; server: any }[] {
  if (request.scheme !== 'https') {
    return servers;
  }
  const hosts = servers.flatMap((one) => serverHosts(one.server).map((host) => ({ ...one, host })));
  const [best] = hosts.filter(({ host }) => isPartOf(request.host.toLowerCase(), host)).sort((left, right) => bySpecificity(left.host, right.host));
  return best ? [{ gateway: best.gateway, server: best.server }] : [];
}

function virtualHosts(servers: { gateway: KubernetesObject; server: any }[], services: KubernetesObject[]): Map<string, VirtualHost> {
  const hosts = new Map<string, VirtualHost>();
  const at = (host: string) => {
    const known = hosts.get(host) ?? { services: [], isRedirected: false };
    hosts.set(host, known);
    return known;
  };
  for (const { gateway, server } of servers) {
    for (const service of services.filter((one) => gatewaysOf(one).some((name) => isNamed(gateway, name)))) {
      const common = serverHosts(server, gateway, service).flatMap((host) => hostsOf(service).map((other) => intersection(host, other)));
      for (const host of new Set(common.filter((one) => one !== undefined))) {
        const known = at(host);
        known.services.push(...(known.services.some((one) => one.service === service && one.gateway === gateway) ? [] : [{ service, gateway }]));
        known.isRedirected ||= server.tls?.httpsRedirect === true;
      }
    }
    if (server.tls?.httpsRedirect) {
      // A host with a namespace before it is no name that a client could send.
      (server.hosts ?? []).filter((host: string) => !host.includes('/')).forEach((host: string) => { at(host.toLowerCase()).isRedirected = true; });
    }
  }
  return hosts;
}

/** `namespace/host`, where `.` is the gateway's own and `*` every namespace: which VirtualServices may use the host. */
function serverHosts(server: any, gateway?: KubernetesObject, service?: KubernetesObject): string[] {
  return (server.hosts ?? []).flatMap((text: string) => {
    const [namespace, host] = text.includes('/') ? text.split('/') : ['*', text];
    const wanted = namespace === '.' ? gateway?.metadata?.namespace : namespace;
    const own = service?.metadata?.namespace;
    return !service || wanted === '*' || wanted === undefined || own === undefined || wanted === own ? [host.toLowerCase()] : [];
  });
}

/** A gateway that is not among the objects: it is taken to listen for all that its VirtualServices are about. */
function assumedGateway(name: string, services: KubernetesObject[], index: ObjectIndex, request: HttpRequest): EntryPoint {
  const own = services.filter((service) => gatewaysOf(service).includes(name));
  const listener: Listener = { port: portOf(request), namespaces: [name.split('/')[0]], isCalled: (other) => other === name || name.endsWith(`/${other}`) };
  const hosts = new Map<string, VirtualHost>();
  for (const host of new Set(own.flatMap(hostsOf))) {
    hosts.set(host, { services: own.filter((service) => hostsOf(service).includes(host)).map((service) => ({ service })), isRedirected: false });
  }
  const note = `Gateway ${name} is not among the objects, so it is taken to listen for ${request.scheme}`;
  const { notes, ...rest } = found(hosts, listener, index, request);
  return { name: `the gateway ${name}`, listener, ...rest, notes: [...notes, note] };
}

function found(hosts: Map<string, VirtualHost>, listener: Listener, index: ObjectIndex, request: HttpRequest): Pick<EntryPoint, 'routes' | 'isRedirected' | 'notes'> {
  const notes: string[] = [];
  // A VirtualService without a route for this listener makes no host (BuildHTTPRoutesForVirtualService fails).
  const routesBy = ({ service, gateway }: VirtualHost['services'][number], told: string[]) => {
    const isCalled = gateway ? (name: string) => isNamed(gateway, name) : listener.isCalled;
    return routesOf(service, { ...listener, isCalled }, index, told);
  };
  const isRouted = (one: VirtualHost['services'][number]) => routesBy(one, []).length > 0;
  const made = [...hosts].filter(([, one]) => one.isRedirected || one.services.some(isRouted)).map(([name]) => name);
  const host = made.sort(bySpecificity).find((one) => takesAuthority(one, request.authority.toLowerCase()));
  if (host === undefined) {
    return { notes };
  }
  const { services, isRedirected } = hosts.get(host)!;
  const routes = services.flatMap((one) => routesBy(one, notes));
  return { routes: [...routes.filter((route) => !takesAll(route)), ...routes.filter(takesAll)], isRedirected, notes };
}

/** Whatever port a client names does not count (IgnorePortInHostMatching). */
function takesAuthority(host: string, authority: string): boolean {
  return isPartOf(authority.replace(/:\d+$/, ''), host);
}

/** A client with a sidecar calls a Service by any of its names; one VirtualService counts for it, the most specific. */
function mesh(services: KubernetesObject[], index: ObjectIndex, request: HttpRequest): EntryPoint[] {
  const own = services.filter((service) => gatewaysOf(service).includes(MESH));
  const listener: Listener = { port: portOf(request), isCalled: (name) => name === MESH };
  return namesOf(request.host.toLowerCase(), index, own).flatMap((name): EntryPoint[] => {
    const meant = own
      .flatMap((service) => hostsOf(service).filter((host) => isPartOf(name, host)).map((host) => ({ service, host })))
      .sort((left, right) => bySpecificity(left.host, right.host));
    const target = serviceNamed(name);
    const service = target && index.find('', 'Service', target.namespace, target.name);
    if (meant.length === 0 && !service) {
      return [];
    }
    const notes = meant.filter(({ host }) => host === meant[0].host).slice(1).map(({ service: other }) => `VirtualService ${idOf(other)} has no effect in sidecars, because ${idOf(meant[0].service)} is about ${meant[0].host}, too`);
    const entry = { name: `a sidecar that calls ${name}`, listener, notes, isOpaque: request.scheme === 'https' };
    const hasPort = !service || (service.spec?.ports ?? []).some(({ port }: any) => port === listener.port);
    const routes = meant.length > 0 && hasPort ? routesOf(meant[0].service, listener, index, notes) : [];
    return [routes.length > 0 || !service ? { ...entry, routes } : { ...entry, service }];
  });
}

/** The complete names that a host may stand for. Clients leave out what is their own. */
function namesOf(host: string, index: ObjectIndex, services: KubernetesObject[]): string[] {
  const known = [
    ...index.all('', 'Service').map(({ metadata }) => completed(metadata?.name ?? '', metadata?.namespace)),
    ...services.flatMap(hostsOf).filter((one) => !one.includes('*') && serviceNamed(one)),
  ];
  const names = [...new Set(known)].filter((name) => name === host || name.startsWith(`${host}.`) && /^[^.]+(\.[^.]+(\.svc)?)?$/.test(host));
  return names.length > 0 ? names : [host];
}

function portOf(request: HttpRequest): number {
  return Number(/:(\d+)$/.exec(request.authority)?.[1] ?? (request.scheme === 'https' ? 443 : 80));
}
