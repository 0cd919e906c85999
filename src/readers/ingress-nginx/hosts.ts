import { isTrue } from './annotations';
import { CATCH_ALL, Configuration, Server } from './configuration';
import { HttpRequest } from '../../http';

/** The server of a request's host, and what else its name decides. @internal */
export interface FoundHost {
  readonly server: Server;
  /** Whether the controller has a certificate for the host; undefined where only the certificate itself can tell. */
  readonly hasCertificate?: boolean;
  /** The host with or without `www.`, whose Ingress sends clients to the other one. */
  readonly isWwwRedirect?: boolean;
  /** Why nobody can tell. */
  readonly undetermined?: string;
}

/** The name itself, then an alias, then a wildcard of one label, then the server for all others (server_name in nginx.tmpl). @internal */
export function hostOf(configuration: Configuration, request: HttpRequest): FoundHost {
  const { servers } = configuration;
  const host = request.host.toLowerCase().replace(/\.$/, '');
  const own = host === CATCH_ALL ? undefined : servers.get(host);
  if (own) {
    return { server: own, hasCertificate: certified(configuration, host) };
  }
  const twin = host.startsWith('www.') ? host.slice(4) : `www.${host}`;
  if (servers.get(twin)?.locations.some(({ ingress }) => isTrue(ingress, 'from-to-www-redirect'))) {
    return { server: servers.get(twin)!, isWwwRedirect: true };
  }
  const alias = aliased(servers, host);
  if (alias) {
    return alias.server.hasCertificate ? alias : { ...alias, hasCertificate: certified(configuration, host) };
  }
  const wildcard = servers.get(host.replace(/^[\w-]+\./, '*.'));
  return { server: wildcard ?? servers.get(CATCH_ALL)!, hasCertificate: certified(configuration, host) };
}

/** The certificate is looked up by the request's host and then by its wildcard, whatever server takes the request (certificate.lua). */
function certified({ servers }: Configuration, host: string): boolean {
  return [host, host.replace(/^[^.]+\./, '*.')].some((name) => servers.get(name)?.hasCertificate);
}

/** nginx takes names without wildcards first, then `*.x`, then `x.*`; of two servers with one name the first, sorted by host. */
function aliased(servers: Map<string, Server>, host: string): FoundHost | undefined {
  const inOrder = [...servers].sort(([left], [right]) => (left < right ? -1 : 1));
  const all = inOrder.flatMap(([, server]) => server.aliases.map((alias) => ({ alias, server })));
  const fits = [
    (alias: string) => alias === host,
    (alias: string) => alias.startsWith('*.') && host.endsWith(alias.slice(1)),
    (alias: string) => alias.endsWith('.*') && host.startsWith(alias.slice(0, -1)),
  ];
  const found = fits.map((fit) => all.find(({ alias }) => fit(alias))).find((one) => one !== undefined);
  const expression = found ? undefined : all.find(({ alias }) => alias.startsWith('~'));
  return found ?? (expression && { server: expression.server, undetermined: `the host may be one of those that the alias ${expression.alias} describes` });
}
