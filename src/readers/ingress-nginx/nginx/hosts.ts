import { serverNameOf } from './request-faults';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { HttpRequest } from '../../../http';
import { CATCH_ALL, Configuration, Server } from '../configuration/configuration';
import { search } from '../pcre/search';

/** The server of a request's host, and what else its name decides. @internal */
export interface FoundHost {
  readonly server: Server;
  /** Whether it is the server for hosts that no Ingress names. */
  readonly isCatchAll: boolean;
  /** Whether the controller has a certificate for the host; undefined where only the certificate itself can tell. */
  readonly hasCertificate?: boolean;
  /** The host with or without `www.`, whose Ingress sends clients to the other one. */
  readonly isWwwRedirect?: boolean;
  /** The expression that only PCRE itself can judge. */
  readonly unknownExpression?: string;
}

/** An expression that names a server. */
interface NameExpression {
  readonly expression: string;
  /** What every host ends with that the expression takes. */
  readonly suffix: string;
  readonly server: Server;
}

/** The names of a configuration, as nginx looks them up. */
interface ServerNames {
  readonly exact: Map<string, Server>;
  /** `*.x`, without the star; the longest first. */
  readonly suffixes: [string, Server][];
  /** `x.*`, without the star; the longest first. */
  readonly prefixes: [string, Server][];
  /** Expressions in the order of the servers: a host with a wildcard is one, of one label. */
  readonly expressions: NameExpression[];
  /** Names that only redirect. */
  readonly redirects: Map<string, Server>;
}

/**
 * An exact name, then a wildcard at its beginning, then one at its end, then expressions, then the catch-all
 * (server_name).
 *
 * @internal
 */
export function hostOf(configuration: Configuration, request: HttpRequest): FoundHost {
  const names = serverNames(configuration);
  const host = serverNameOf(request.authority) ?? '';
  const found = (server: Server) => foundHost(configuration, server, host);
  const redirect = names.redirects.get(host);
  if (redirect) {
    return { ...found(redirect), isWwwRedirect: true };
  }
  const named =
    names.exact.get(host) ??
    names.suffixes.find(([suffix]) => host.endsWith(suffix))?.[1] ??
    names.prefixes.find(([prefix]) => host.startsWith(prefix))?.[1];
  if (named) {
    return found(named);
  }
  for (const { expression, suffix, server } of names.expressions) {
    switch (host.endsWith(suffix) ? search(expression, host) : 'differs') {
      case 'matches':
        return found(server);
      case 'exhausted':
      case 'unknown':
        return { ...found(server), unknownExpression: expression };
    }
  }
  return found(configuration.servers.get(CATCH_ALL)!);
}

/**
 * The certificate is looked up by the request's host and then by its wildcard, whatever server takes the request
 * (rootfs/etc/nginx/lua/certificate.lua); of a server that it reaches by an alias, the certificate's own names decide.
 */
function foundHost({ servers }: Configuration, server: Server, host: string): FoundHost {
  const isCertified = [host, host.replace(/^[^.]+\./, '*.')].some((name) => servers.get(name)?.hasCertificate);
  const isAlias = server.aliases.length > 0 && servers.get(host) !== server;
  const isCatchAll = server === servers.get(CATCH_ALL);
  return {
    server,
    isCatchAll,
    hasCertificate: isCertified || !isAlias || !server.hasCertificate ? isCertified : undefined,
  };
}

/** Of two servers with one name the first counts: redirects first, then by host. */
const serverNames = memoizeByObject(({ servers }: Configuration): ServerNames => {
  const names: ServerNames = {
    exact: new Map(),
    suffixes: [],
    prefixes: [],
    expressions: [],
    redirects: redirectsOf(servers),
  };
  for (const [host, server] of [...servers].sort(([left], [right]) => (left < right ? -1 : 1))) {
    [host, ...server.aliases].forEach((name, position) => addName(names, name, server, position === 0));
  }
  const byLength = ([left]: [string, Server], [right]: [string, Server]) => right.length - left.length;
  names.suffixes.sort(byLength);
  names.prefixes.sort(byLength);
  return names;
});

function addName(
  { exact, suffixes, prefixes, expressions }: ServerNames,
  name: string,
  server: Server,
  isHost: boolean,
): void {
  const lower = name.toLowerCase();
  if (isHost && name.startsWith('*.')) {
    const expression = `^(?<subdomain>[\\w-]+)\\.${name.slice(2).replace(/\./g, '\\.')}$`;
    expressions.push({ expression, suffix: name.slice(1), server });
  } else if (name.startsWith('~')) {
    const expression = /[A-Z]/.test(name) ? `(?i)${name.slice(1)}` : name.slice(1);
    expressions.push({ expression, suffix: '', server });
  } else if (name.startsWith('*.')) {
    suffixes.push([lower.slice(1), server]);
  } else if (name.endsWith('.*')) {
    prefixes.push([lower.slice(0, -1), server]);
  } else {
    if (name.startsWith('.')) {
      suffixes.push([lower, server]);
    }
    const plain = name.startsWith('.') ? lower.slice(1) : lower;
    if (!exact.has(plain)) {
      exact.set(plain, server);
    }
  }
}

/**
 * From the host with `www.` to the one without, or back, where no Ingress has it (BuildRedirects in
 * pkg/util/ingress/ingress.go).
 */
function redirectsOf(servers: Map<string, Server>): Map<string, Server> {
  const redirecting = [...servers].filter(([, { redirectsWww }]) => redirectsWww);
  return new Map(
    redirecting.map(([host, server]) => [twinOf(host), server] as const).filter(([twin]) => !servers.has(twin)),
  );
}

function twinOf(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : `www.${host}`;
}

/**
 * Why nginx refuses a name of a server, and with it the whole configuration (ngx_hash_add_key,
 * ngx_http_core_server_name).
 *
 * @internal
 */
export function nameFault({ servers }: Configuration): { readonly name: string; readonly server: Server } | undefined {
  for (const [host, server] of servers) {
    const isWwwOfWildcard = server.redirectsWww && host.startsWith('*');
    const names = [...(isWwwOfWildcard ? [twinOf(host)] : []), ...server.aliases];
    const odd = names.find((name) => (name.startsWith('~') ? isBroken(name.slice(1)) : !isName(name)));
    if (odd !== undefined) {
      return { name: odd, server };
    }
  }
  return undefined;
}

/** One star, which is a whole label at the beginning or at the end. */
function isName(name: string): boolean {
  const bare =
    name.startsWith('*.') && name.length > 2
      ? name.slice(2)
      : name.endsWith('.*') && name.length > 2
        ? name.slice(0, -2)
        : name;
  return !bare.includes('*') && !name.includes('..') && name !== '.';
}

function isBroken(expression: string): boolean {
  return expression === '' || search(expression, '') === 'broken';
}
