import { GatewayServer } from './gateway-listeners';
import { Note } from '../../engine/note';
import { isPartOf, mostSpecific } from '../model/host-names';
import { MergedService } from '../model/merged-service';
import { Proxy } from '../model/proxy';
import { servicesFor, World } from '../model/world';
import { refusedBy } from '../refused-routes';
import { translated, TranslatedRoute } from '../translated-route';

/** The routes of a host at one port of a gateway. @internal */
export interface VirtualHost {
  /** Those that take everything come last. */
  readonly routes: TranslatedRoute[];
  /** Whether plain HTTP is sent to HTTPS. */
  readonly isRedirected: boolean;
  readonly services: MergedService[];
}

/** What a listener knows of hosts. @internal */
export interface RouteTable {
  readonly hosts: ReadonlyMap<string, VirtualHost>;
  /** Why Envoy refuses all of it. */
  readonly refusal?: Note;
}

interface MutableHost {
  services: MergedService[];
  routes: TranslatedRoute[];
  isRedirected: boolean;
}

/**
 * Hosts of the servers of a port, each with the routes of all VirtualServices that are about it
 * (buildGatewayHTTPRouteConfig in pilot/pkg/networking/core/gateway.go of istio/istio).
 *
 * @internal
 */
export function routeTable(servers: GatewayServer[], port: number, proxy: Proxy, world: World): RouteTable {
  const hosts = new Map<string, MutableHost>();
  const at = (host: string): MutableHost => {
    const known = hosts.get(host) ?? { services: [], routes: [], isRedirected: false };
    hosts.set(host, known);
    return known;
  };
  let refusal: Note | undefined;
  for (const server of servers) {
    for (const service of servicesFor(server.gateway, proxy.namespace, world)) {
      const common = commonHosts(server, service);
      const routes = common.length === 0 ? [] : translated(service, port, server.gateway, proxy);
      if (routes.length === 0) {
        continue;
      }
      refusal ??= refusedBy(routes);
      for (const name of common) {
        const host = at(name);
        host.services.push(service);
        for (const route of routes) {
          host.routes.push(route);
        }
        host.isRedirected ||= server.isRedirected;
      }
    }
    if (server.isRedirected) {
      // A host with a namespace before it is no name that a client could send.
      server.writtenHosts.forEach((host) => {
        at(host.toLowerCase()).isRedirected = true;
      });
    }
  }
  const sorted = [...hosts].map(([name, host]): [string, VirtualHost] => [
    name,
    {
      ...host,
      routes: [...host.routes.filter((one) => !one.isCatchAll), ...host.routes.filter((one) => one.isCatchAll)],
    },
  ]);
  return { hosts: new Map(sorted), refusal };
}

/** What a server and a VirtualService have in common, in lower case. */
function commonHosts(server: GatewayServer, service: MergedService): string[] {
  const offered = server.hosts
    .filter(({ namespace }) => namespace === '*' || namespace === service.namespace)
    .map(({ host }) => host);
  const patterns = new Map(offered.map((host) => [host, true]));
  const common = new Set<string>();
  for (const host of service.hosts) {
    if (mostSpecific(host, patterns) !== undefined) {
      common.add(host.toLowerCase());
    }
    if (host.startsWith('*')) {
      offered.filter((other) => isPartOf(other, host)).forEach((other) => common.add(other.toLowerCase()));
    }
  }
  return [...common];
}
