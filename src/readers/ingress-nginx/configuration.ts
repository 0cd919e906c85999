import { annotation, CanaryPolicy, canaryPolicy, isTrue } from './annotations';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';

/** The backend of some locations: pods behind a port of a Service. @internal */
export interface Upstream {
  readonly namespace: string | undefined;
  readonly service: string;
  readonly port: number | string;
  /** The Ingress that it was made for first. */
  readonly ingress: KubernetesObject;
  /** The policy of an upstream that only a canary Ingress names; such a one has no location of its own. */
  readonly canary?: CanaryPolicy;
  /** The names of canary upstreams; only the first is used. */
  readonly alternatives: string[];
  /** The cookie by which clients stick to a pod. */
  affinityCookie?: string;
}

/** A path of a host. @internal */
export interface Location {
  path: string;
  pathType: string;
  /** The name of its upstream; undefined for the controller's default backend. */
  upstream?: string;
  /** The Ingress whose annotations count. */
  ingress?: KubernetesObject;
  /** Whether it is the `/` that every server has to begin with. */
  isDefault: boolean;
  /** Whether redirects and rewrites of its Ingress do not count, as for an Ingress that is a default backend only. */
  isCatchAll?: boolean;
}

/** A host. @internal */
export interface Server {
  readonly locations: Location[];
  /** Other names of the host. */
  aliases: string[];
  /** Whether there is a certificate for it, its own or the controller's. */
  hasCertificate: boolean;
}

/** What the controller makes of all Ingresses. @internal */
export interface Configuration {
  readonly upstreams: Map<string, Upstream>;
  readonly servers: Map<string, Server>;
  readonly notes: string[];
  /** Why nobody can tell what the controller does with any request. */
  readonly broken?: string;
}

/** The name of the server for hosts that no Ingress names. @internal */
export const CATCH_ALL = '_';

/**
 * Follows the controller from Ingresses to locations with their upstreams and canaries (getBackendServers,
 * createUpstreams, createServers and mergeAlternativeBackends in internal/ingress/controller/controller.go).
 *
 * @param ingresses those that it watches, oldest first
 * @internal
 */
export function configurationOf(ingresses: KubernetesObject[]): Configuration {
  const notes: string[] = [];
  const policies = new Map(ingresses.map((ingress) => [ingress, canaryPolicy(ingress, notes)]));
  const upstreams = createUpstreams(ingresses, policies);
  const main = ingresses.filter((ingress) => !policies.get(ingress));
  const servers = createServers(main, upstreams);
  for (const ingress of ingresses) {
    rulesOf(ingress).forEach((rule) => addLocations(ingress, rule, { servers, upstreams, notes }));
  }
  if (main.length > 0) {
    const canaries = ingresses.filter((ingress) => policies.get(ingress));
    const fatal = canaries.find((ingress) => (ingress.spec?.rules ?? []).some(({ http }: any) => !http));
    if (fatal) {
      return { upstreams, servers, notes, broken: `the canary Ingress ${idOf(fatal)} has a rule without http, which the controller does not survive` };
    }
    canaries.forEach((ingress) => mergeCanary(ingress, { servers, upstreams, notes }));
  }
  return { upstreams, servers, notes };
}

interface Backend { readonly service: string; readonly port: number | string }
interface Path { readonly path: string; readonly pathType: string; readonly backend?: Backend }
interface Rule { readonly host: string; readonly paths?: Path[] }

/** Rules with the controller's defaults: an empty path is `/`, and a path of no particular type is a prefix. */
function rulesOf(ingress: KubernetesObject): Rule[] {
  return (ingress.spec?.rules ?? []).map(({ host, http }: any) => ({
    host: host ? host : CATCH_ALL,
    paths: http && (http.paths ?? []).map(({ path, pathType, backend }: any) => ({
      path: path ? path : '/',
      pathType: pathType === 'Exact' ? 'Exact' : 'Prefix',
      backend: backendOf(backend),
    })),
  }));
}

function backendOf(backend: any): Backend | undefined {
  const name = backend?.service?.name ?? backend?.serviceName;
  const port = backend?.service ? backend.service.port?.number || backend.service.port?.name : backend?.servicePort;
  return name === undefined ? undefined : { service: name, port: port ?? '' };
}

function defaultBackendOf(ingress: KubernetesObject): Backend | undefined {
  return backendOf(ingress.spec?.defaultBackend ?? ingress.spec?.backend);
}

/** A port written by name and by number are two upstreams. */
function upstreamName(ingress: KubernetesObject, { service, port }: Backend): string {
  return `${ingress.metadata?.namespace ?? ''}-${service}-${port}`;
}

function createUpstreams(ingresses: KubernetesObject[], policies: Map<KubernetesObject, CanaryPolicy | undefined>): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const ingress of ingresses) {
    const create = (backend: Backend, replaces: boolean) => {
      const name = upstreamName(ingress, backend);
      if (replaces || !upstreams.has(name)) {
        upstreams.set(name, { ...backend, namespace: ingress.metadata?.namespace, ingress, canary: policies.get(ingress), alternatives: [] });
      }
    };
    const byDefault = defaultBackendOf(ingress);
    if (byDefault) {
      create(byDefault, true);
    }
    rulesOf(ingress).flatMap(({ paths = [] }) => paths).forEach(({ backend }) => backend && create(backend, false));
  }
  return upstreams;
}

function createServers(main: KubernetesObject[], upstreams: Map<string, Upstream>): Map<string, Server> {
  const root = (upstream?: string, ingress?: KubernetesObject): Location => ({ path: '/', pathType: 'Prefix', upstream, ingress, isDefault: true });
  const servers = new Map<string, Server>([[CATCH_ALL, { locations: [root()], aliases: [], hasCertificate: false }]]);
  for (const ingress of main) {
    const byDefault = defaultBackendOf(ingress);
    const name = byDefault && upstreamName(ingress, byDefault);
    const upstream = name !== undefined && upstreams.has(name) ? name : undefined;
    const [catchAll] = servers.get(CATCH_ALL)!.locations;
    const rules = rulesOf(ingress);
    if (upstream !== undefined && catchAll.isDefault && rules.length === 0) {
      Object.assign(catchAll, { upstream, ingress, isDefault: false, isCatchAll: true });
    }
    for (const { host } of rules.filter((rule) => !servers.has(rule.host))) {
      servers.set(host, { locations: [root(upstream, ingress)], aliases: [], hasCertificate: false });
    }
  }
  for (const ingress of main) {
    for (const { host } of rulesOf(ingress)) {
      const server = servers.get(host)!;
      if (server.aliases.length === 0) {
        server.aliases = (annotation(ingress, 'server-alias') ?? '').split(',').map((alias) => alias.trim().toLowerCase()).filter((alias) => alias !== '');
      }
      server.hasCertificate ||= host !== CATCH_ALL && (ingress.spec?.tls ?? []).length > 0;
    }
  }
  return servers;
}

function addLocations(ingress: KubernetesObject, { host, paths = [] }: Rule, { servers, upstreams, notes }: Configuration): void {
  const server = servers.get(host) ?? servers.get(CATCH_ALL)!;
  for (const { path, pathType, backend } of paths) {
    const name = backend && upstreamName(ingress, backend);
    const upstream = name === undefined ? undefined : upstreams.get(name);
    if (name === undefined || !upstream) {
      continue;
    }
    if (upstream.canary) {
      if (!isTrue(ingress, 'canary')) {
        notes.push(`Ingress ${idOf(ingress)}: a canary Ingress named ${upstream.service} first, so the controller keeps it for the canary, and ${path} of ${host === CATCH_ALL ? 'all hosts' : host} leads nowhere`);
      }
      continue;
    }
    // The controller stops looking at the first location of this path, even if it is of another type.
    const same = server.locations.find((location) => location.path === path);
    if (!same || same.pathType !== pathType) {
      server.locations.push({ path, pathType, upstream: name, ingress, isDefault: false });
    } else if (same.isDefault) {
      Object.assign(same, { upstream: name, ingress, isDefault: false });
    } else if (!isTrue(ingress, 'canary') && (same.ingress !== ingress || same.upstream !== name)) {
      notes.push(`Ingress ${idOf(ingress)}: ${path} of ${host === CATCH_ALL ? 'all hosts' : host} is taken by Ingress ${idOf(same.ingress!)}, which is older; the admission webhook would have rejected the younger`);
    }
    if (annotation(ingress, 'affinity') === 'cookie') {
      upstream.affinityCookie = annotation(ingress, 'session-cookie-name') ?? 'INGRESSCOOKIE';
    }
  }
}

/**
 * Hangs a canary on upstreams, not on routes: on whatever upstream stands behind the same host, path and type, wherever
 * else that upstream is used. A path without a counterpart on a host that exists takes the canary away altogether.
 */
function mergeCanary(ingress: KubernetesObject, { servers, upstreams, notes }: Configuration): void {
  const merge = (backend: Backend, server: Server, fits: (location: Location) => boolean, where: string) => {
    const name = upstreamName(ingress, backend);
    if (!upstreams.has(name)) {
      notes.push(`Ingress ${idOf(ingress)}: the canary ${backend.service} has been removed already`);
      return;
    }
    let isMerged = false;
    for (const location of server.locations) {
      const primary = location.upstream === undefined ? undefined : upstreams.get(location.upstream);
      if (location.upstream === name) {
        notes.push(`Ingress ${idOf(ingress)}: the canary ${backend.service} is the main backend of the host already, so the canary changes nothing there`);
        return;
      }
      if (primary && !primary.canary && fits(location)) {
        if (!primary.alternatives.includes(name)) {
          primary.alternatives.push(name);
        }
        isMerged = true;
      }
    }
    if (!isMerged) {
      notes.push(`Ingress ${idOf(ingress)}: no main Ingress has ${where}, so the controller removes the canary ${backend.service} altogether`);
      upstreams.delete(name);
    }
  };
  const byDefault = defaultBackendOf(ingress);
  if (byDefault) {
    merge(byDefault, servers.get(CATCH_ALL)!, () => true, 'a default backend');
  }
  for (const { host, paths = [] } of rulesOf(ingress)) {
    const server = servers.get(host);
    if (!server) {
      notes.push(`Ingress ${idOf(ingress)}: no main Ingress has the host ${host}, so the canary has no effect there`);
      continue;
    }
    for (const { path, pathType, backend } of paths) {
      if (backend) {
        merge(backend, server, (location) => location.path === path && location.pathType === pathType, `the path ${path} (${pathType}) of ${host === CATCH_ALL ? 'all hosts' : host}`);
      }
    }
  }
}
