import { bySpecificity, commonHostname, takesHost } from './hostnames';
import { HttpRequest } from '../../http';
import { idOf, joined, KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn, ObjectIndex } from '../engine/object-index';

/** A listener of a Gateway that hears a request. @internal */
export interface GatewayEntry {
  /** The Gateway, as messages call it. */
  readonly gateway: string;
  /** The routes of the most specific hostname, then those of less specific ones that take the host too. */
  readonly routes: KubernetesObject[][];
  /** Whether another listener of the Gateway, of a less specific hostname, hears it too. */
  readonly hasOthers: boolean;
  readonly notes: string[];
}

const GROUP = 'gateway.networking.k8s.io';

interface Listener {
  readonly name?: string;
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowedRoutes?: any;
}

/** The listeners through which a request can come, of every Gateway that routes name. @internal */
export function entries(routes: KubernetesObject[], index: ObjectIndex, request: HttpRequest): GatewayEntry[] {
  const gateways = [...new Set(routes.flatMap((route) => gatewayRefs(route).map((parent) => gatewayId(route, parent))))];
  return gateways.flatMap((id) => {
    const [name, namespace] = id.split('/').reverse();
    const gateway = index.find(GROUP, 'Gateway', namespace, name);
    if (!gateway && index.isRejected(GROUP, 'Gateway', namespace, name)) {
      return [];
    }
    return gateway ? heard(gateway, id, routes, index, request) : [assumed(id, routes, request)];
  });
}

function gatewayRefs({ spec }: KubernetesObject): any[] {
  return (spec?.parentRefs ?? []).filter(({ group = GROUP, kind = 'Gateway', name }: any) => group === GROUP && kind === 'Gateway' && name !== undefined);
}

function gatewayId({ metadata }: KubernetesObject, parent: any): string {
  return joined(parent.namespace ?? metadata?.namespace, parent.name);
}

function portOf({ authority, scheme }: HttpRequest): number {
  return Number(/:(\d+)$/.exec(authority)?.[1] ?? (scheme === 'https' ? 443 : 80));
}

/** A Gateway that is not among the objects is taken to hear every host, and to admit every route. */
function assumed(id: string, routes: KubernetesObject[], request: HttpRequest): GatewayEntry {
  const attached = routes.filter((route) => gatewayRefs(route).some((parent) => gatewayId(route, parent) === id));
  return {
    gateway: id,
    routes: byHostname(attached.map((route) => ({ route, hostnames: route.spec?.hostnames ?? [''] })), request.host),
    hasOthers: false,
    notes: [`Gateway ${id} is not among the objects, so it is taken to hear every host and to admit every route`],
  };
}

/** Of the listeners of a port the one with the most specific hostname hears a request. */
function heard(gateway: KubernetesObject, id: string, routes: KubernetesObject[], index: ObjectIndex, request: HttpRequest): GatewayEntry[] {
  const protocol = request.scheme === 'https' ? 'HTTPS' : 'HTTP';
  const all: Listener[] = (gateway.spec?.listeners ?? []).filter((listener: any) => listener.protocol === protocol);
  const ports = [...new Set(all.map(({ port }) => port))];
  const own = portOf(request);
  return (ports.includes(own) ? [own] : ports).flatMap((port) => {
    const listening = all
      .filter((listener) => listener.port === port && (listener.hostname === undefined || takesHost(listener.hostname, request.host)))
      .sort((one, other) => bySpecificity(one.hostname ?? '', other.hostname ?? ''));
    const [listener] = listening;
    if (!listener) {
      return [];
    }
    const notes: string[] = [];
    const attached = routes.flatMap((route) => {
      const isParent = gatewayRefs(route).some((parent) => gatewayId(route, parent) === id && refersTo(parent, listener));
      if (!isParent || !admits(listener, route, gateway, index, notes)) {
        return [];
      }
      const hostnames = commonHostnames(listener.hostname, route.spec?.hostnames ?? []);
      return hostnames.length > 0 ? [{ route, hostnames }] : [];
    });
    return [{ gateway: `${id}, listener ${listener.name ?? port}`, routes: byHostname(attached, request.host), hasOthers: listening.length > 1, notes }];
  });
}

function refersTo({ sectionName, port }: any, listener: Listener): boolean {
  return (sectionName === undefined || sectionName === listener.name) && (port === undefined || port === listener.port);
}

/** By default routes of the Gateway's own namespace. */
function admits({ allowedRoutes, name }: Listener, route: KubernetesObject, gateway: KubernetesObject, index: ObjectIndex, notes: string[]): boolean {
  const { namespaces = {}, kinds } = allowedRoutes ?? {};
  if (kinds !== undefined && kinds.length > 0 && !kinds.some(({ group = GROUP, kind }: any) => group === GROUP && kind === 'HTTPRoute')) {
    return false;
  }
  const [own, other] = [gateway.metadata?.namespace, route.metadata?.namespace];
  switch (namespaces.from ?? 'Same') {
    case 'All': return true;
    case 'Selector': {
      const labels = index.find('', 'Namespace', undefined, other)?.metadata?.labels;
      const { matchLabels = {}, matchExpressions = [] } = namespaces.selector ?? {};
      if (matchExpressions.length > 0 || (labels === undefined && matchLabels['kubernetes.io/metadata.name'] === undefined)) {
        notes.push(`whether Gateway ${idOf(gateway)} admits HTTPRoute ${idOf(route)} depends on labels of its namespace, and is taken for granted`);
        return true;
      }
      const known = { 'kubernetes.io/metadata.name': other, ...labels };
      return Object.entries(matchLabels).every(([key, value]) => (known as any)[key] === value);
    }
    default: {
      const isSame = mayBeIn(route, own);
      if (!isSame) {
        notes.push(`HTTPRoute ${idOf(route)} is not admitted by listener ${name} of Gateway ${idOf(gateway)}, which takes routes of its own namespace`);
      }
      return isSame;
    }
  }
}

function commonHostnames(listener: string | undefined, hostnames: string[]): string[] {
  if (listener === undefined) {
    return hostnames.length > 0 ? hostnames : [''];
  }
  return hostnames.length > 0 ? hostnames.flatMap((hostname) => commonHostname(hostname, listener) ?? []) : [listener];
}

/** The routes that take a host, by the hostname by which they do, the most specific hostname first; the empty one is every host. */
function byHostname(attached: { route: KubernetesObject; hostnames: string[] }[], host: string): KubernetesObject[][] {
  const groups = new Map<string, KubernetesObject[]>();
  for (const { route, hostnames } of attached) {
    const [best] = hostnames.filter((hostname) => hostname === '' || takesHost(hostname, host)).sort(bySpecificity);
    if (best !== undefined) {
      groups.set(best, [...(groups.get(best) ?? []), route]);
    }
  }
  return [...groups].sort(([one], [other]) => bySpecificity(one, other)).map(([, routes]) => routes);
}
