import { GatewayGroup } from './gateway-groups';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { ObjectIndex } from '../../engine/object-index';
import { fullIdOf, namespaceOf } from '../model/namespaces';
import { isPlainHttp, isTls } from '../validation/gateway-faults';

/** A server of a Gateway. @internal */
export interface GatewayServer {
  /** `namespace/name` of its Gateway. */
  readonly gateway: string;
  /** Hosts, each with the namespaces whose VirtualServices may use it; `*` for all. */
  readonly hosts: { readonly namespace: string; readonly host: string }[];
  readonly isRedirected: boolean;
  /** Whether it passes TLS through. */
  readonly isOpaque: boolean;
  /** As Istio names them, for redirects: some with a namespace before them. */
  readonly writtenHosts: string[];
}

/** What the proxies of a group listen for, by port. @internal */
export interface GatewayListeners {
  readonly http: ReadonlyMap<number, GatewayServer[]>;
  readonly tls: ReadonlyMap<number, GatewayServer[]>;
}

/**
 * The listeners of a group. The first plain server of a port decides what the port carries; a server of TLS is left
 * out where another one of the port has one of its hosts (mergeGateways in pilot/pkg/model/gateway.go of
 * istio/istio).
 *
 * @internal
 */
export function listenersOf(group: GatewayGroup, index: ObjectIndex): GatewayListeners {
  return listenersBy(index)(group);
}

const listenersBy = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((group: GatewayGroup) => makeListeners(group, index)),
);

function makeListeners({ gateways }: GatewayGroup, index: ObjectIndex): GatewayListeners {
  const [http, tls] = [new Map<number, GatewayServer[]>(), new Map<number, GatewayServer[]>()];
  const plain = new Map<number, string>();
  const tlsHosts = new Map<number, Set<string>>();
  for (const gateway of gateways) {
    for (const written of gateway.spec?.servers ?? []) {
      const { port, tls: settings } = written;
      const server = serverOf(written, fullIdOf(gateway, index), namespaceOf(gateway, index));
      if (settings !== undefined) {
        const taken = tlsHosts.get(port.number) ?? new Set<string>();
        tlsHosts.set(port.number, taken);
        if (server.writtenHosts.some((host) => taken.has(host))) {
          continue;
        }
        server.writtenHosts.forEach((host) => taken.add(host));
      }
      if (isTls(port.protocol)) {
        if (!plain.has(port.number)) {
          tls.set(port.number, [...(tls.get(port.number) ?? []), server]);
        }
        continue;
      }
      const current = plain.get(port.number);
      const isFirst = current === undefined;
      if (isFirst) {
        plain.set(port.number, port.protocol);
      }
      if (isPlainHttp(port.protocol) && (isFirst || isPlainHttp(current))) {
        http.set(port.number, [...(http.get(port.number) ?? []), server]);
      }
    }
  }
  return { http, tls };
}

/** Hosts for every namespace lose it, those for the own one get its name (sanitizeServerHostNamespace, there). */
function namedHosts(hosts: string[], own: string): string[] {
  return hosts.includes('*/*') ? ['*'] : hosts.map((host) => host.replace(/^\*\//, '').replace(/^\.\//, `${own}/`));
}

function serverOf({ hosts = [], tls }: any, gateway: string, own: string): GatewayServer {
  return {
    gateway,
    hosts: hosts.map((text: string) => {
      const at = text.indexOf('/');
      const namespace = at < 0 ? '*' : text.slice(0, at);
      return { namespace: namespace === '.' ? own : namespace, host: text.slice(at + 1) };
    }),
    isRedirected: tls?.httpsRedirect === true,
    isOpaque: /PASSTHROUGH$/.test(tls?.mode ?? (tls === undefined ? '' : 'PASSTHROUGH')),
    writtenHosts: namedHosts(hosts, own),
  };
}
