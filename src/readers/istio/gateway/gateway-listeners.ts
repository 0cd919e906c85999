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
  /** Whether it hears TLS and does not look into it. */
  readonly isOpaque: boolean;
  /** As written, for redirects. */
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
      const { port, tls: settings, hosts = [] } = written;
      const server = serverOf(written, fullIdOf(gateway, index), namespaceOf(gateway, index));
      if (isTls(port.protocol)) {
        const taken = tlsHosts.get(port.number) ?? new Set<string>();
        tlsHosts.set(port.number, taken);
        if (!plain.has(port.number) && !hosts.some((host: string) => taken.has(host))) {
          hosts.forEach((host: string) => taken.add(host));
          tls.set(port.number, [...(tls.get(port.number) ?? []), server]);
        }
        continue;
      }
      const current = plain.get(port.number);
      const isFirst = current === undefined && settings?.mode !== 'SIMPLE';
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
    writtenHosts: hosts,
  };
}
