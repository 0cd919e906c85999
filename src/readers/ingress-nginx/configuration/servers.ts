import { CATCH_ALL, Location, Server, Upstream } from './configuration';
import { defaultBackendOf, rulesOf, upstreamName } from './rules';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { text } from '../annotations/values';

/**
 * The hosts of main Ingresses, each with a location `/` (createServers in internal/ingress/controller/controller.go).
 *
 * @internal
 */
export function createServers(main: KubernetesObject[], upstreams: Map<string, Upstream>): Map<string, Server> {
  const servers = new Map([[CATCH_ALL, serverWith(root())]]);
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
      servers.set(host, serverWith(root(upstream, ingress)));
    }
  }
  for (const ingress of main) {
    for (const { host } of rulesOf(ingress)) {
      const server = servers.get(host)!;
      if (server.aliases.length === 0) {
        server.aliases = aliasesOf(ingress);
      }
      server.hasCertificate ||= host !== CATCH_ALL && (ingress.spec?.tls ?? []).length > 0;
    }
  }
  for (const [host, server] of servers) {
    server.aliases = server.aliases.filter((alias) => alias !== host && !servers.has(alias));
  }
  return servers;
}

/** Each alias once, in the order of the alphabet. */
function aliasesOf(ingress: KubernetesObject): string[] {
  const aliases = (text(ingress, 'server-alias') ?? '')
    .split(',')
    .map((alias) => alias.trim())
    .filter((alias) => alias !== '');
  return [...new Set(aliases)].sort();
}

function root(upstream?: string, ingress?: KubernetesObject): Location {
  return { path: '/', pathType: 'Prefix', upstream, ingress, isDefault: true };
}

function serverWith(location: Location): Server {
  return {
    locations: [location],
    byPath: new Map([[location.path, location]]),
    aliases: [],
    hasCertificate: false,
    redirectsWww: false,
  };
}
