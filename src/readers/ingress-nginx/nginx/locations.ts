import { bytes } from './request-path';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { requiredText } from '../../../http/required-text';
import { isTrue, text } from '../annotations/values';
import { Location, Server } from '../configuration/configuration';
import { search } from '../pcre/search';

/** What becomes of a request within a server. @internal */
export interface Found {
  readonly location?: Location;
  /** nginx sends a client that left out the last slash to the location. */
  readonly isSlashRedirect?: boolean;
  /** The expression that only PCRE itself can judge. */
  readonly unknownExpression?: string;
}

/** A location as nginx has it. @internal */
export interface NginxLocation {
  readonly name: string;
  readonly isExact: boolean;
  readonly location: Location;
  /** What every path begins with that the name takes as an expression, in small letters. */
  readonly literal: string;
  /** What every path contains that the name takes as an expression, in small letters. */
  readonly part: string;
}

/** A server as nginx has it (updateServerLocations in location.go, buildLocation in template/template.go). @internal */
export interface NginxServer {
  /** In the order of the configuration file. */
  readonly locations: NginxLocation[];
  /** Whether an annotation turns all paths of the host into the beginnings of expressions. */
  readonly isRegex: boolean;
  readonly exact: Map<string, NginxLocation>;
  /** The longest first. */
  readonly prefixes: NginxLocation[];
  /** Paths to which nginx adds a slash; a location that is denied has no proxy_pass, which adds it. */
  readonly slashes: Set<string>;
  /** What has been found lately, by path. */
  readonly found: Map<string, Found>;
}

/** @internal */
export const nginxServer = memoizeByObject((server: Server): NginxServer => {
  const ordered = inOrder(server.locations);
  const exactPaths = new Set(server.locations.filter(({ pathType }) => pathType === 'Exact').map(({ path }) => path));
  const locations = ordered.flatMap((location) => nginxLocations(location, exactPaths));
  const isRegex = locations.some(({ name, location }) => isRewritten(location, name) || usesRegex(location));
  const prefixes = locations
    .filter(({ isExact }) => !isExact)
    .sort((left, right) => right.name.length - left.name.length);
  return {
    locations,
    isRegex,
    exact: new Map(locations.filter(({ isExact }) => isExact).map((one) => [one.name, one])),
    prefixes,
    slashes: new Set(
      locations
        .filter(({ name, location }) => name.endsWith('/') && !location.denied)
        .map(({ name }) => name.slice(0, -1)),
    ),
    found: new Map(),
  };
});

/** More paths than tables and proofs ask about; others are looked up anew. */
const MAX_REMEMBERED = 2000;

/** The location of a path. @internal */
export function locationOf(server: Server, path: string): Found {
  const { found } = nginxServer(server);
  const known = found.get(path) ?? findLocation(nginxServer(server), path);
  if (found.size >= MAX_REMEMBERED) {
    found.clear();
  }
  found.set(path, known);
  return known;
}

/**
 * An exact location, then a slash that the client left out, then the longest prefix
 * (ngx_http_core_find_static_location). A location that ends with a slash takes the path without it by 301, exact ones
 * too (auto_redirect of proxy_pass).
 */
function findLocation(server: NginxServer, path: string): Found {
  if (server.isRegex) {
    return firstExpression(server.locations, path);
  }
  const exact = server.exact.get(path);
  if (exact) {
    return { location: exact.location };
  }
  return server.slashes.has(path)
    ? { isSlashRedirect: true }
    : { location: server.prefixes.find(({ name }) => path.startsWith(name))?.location };
}

/** Longest path first; of equal lengths the one that sorts last. */
function inOrder(locations: Location[]): Location[] {
  const byName = (left: string, right: string) => (left === right ? 0 : left > right ? -1 : 1);
  const named = locations.map((location) => ({ location, name: bytes(location.path) }));
  named.sort((left, right) => right.name.length - left.name.length || byName(left.name, right.name));
  return named.map(({ location }) => location);
}

/** A prefix `/a` is the prefix `/a/` and, unless an Ingress has that, the exact path `/a`. */
function nginxLocations(location: Location, exactPaths: Set<string>): NginxLocation[] {
  const name = bytes(location.path);
  const isExact = location.pathType === 'Exact';
  const literal = literalPrefix(name);
  const part = requiredText(name).toLowerCase();
  if (location.path === '/' || isExact || isRewritten(location, name) || usesRegex(location)) {
    return [{ name, isExact, location, literal, part }];
  }
  const prefix = { name: name.endsWith('/') ? name : `${name}/`, isExact: false, location, literal, part };
  return exactPaths.has(location.path) ? [prefix] : [prefix, { name, isExact: true, location, literal, part }];
}

/** Whether the path is rewritten to another one than the location's name. */
function isRewritten({ ingress, isCatchAll }: Location, name: string): boolean {
  const target = isCatchAll ? undefined : text(ingress, 'rewrite-target');
  return target !== undefined && target !== name;
}

function usesRegex({ ingress, isCatchAll }: Location): boolean {
  return !isCatchAll && isTrue(ingress, 'use-regex');
}

function firstExpression(locations: NginxLocation[], path: string): Found {
  const lower = path.toLowerCase();
  const mayTake = ({ literal, part }: NginxLocation) => lower.startsWith(literal) && lower.includes(part);
  for (const { name, location } of locations.filter(mayTake)) {
    switch (search(`^${name}`, path, true)) {
      case 'matches':
        return { location };
      case 'differs':
        continue;
      default:
        return { unknownExpression: name };
    }
  }
  return {};
}

/** The characters before the first one that means something in an expression; none where there are alternatives. */
function literalPrefix(expression: string): string {
  let bare = expression.replace(/\\./gs, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  for (let shorter = bare.replace(/\([^()]*\)/g, ''); shorter !== bare; shorter = bare.replace(/\([^()]*\)/g, '')) {
    bare = shorter;
  }
  const [plain] = /^[^\\.^$*+?()[\]{}|]*/.exec(expression)!;
  const isRepeated = /^[*+?{]/.test(expression.slice(plain.length));
  return bare.includes('|') ? '' : (isRepeated ? plain.slice(0, -1) : plain).toLowerCase();
}
