import { annotation, isTrue } from './annotations';
import { CATCH_ALL, Configuration, Location, Server } from './configuration';
import { search } from './expressions';
import { bytes } from './request-path';
import { memoizeByObject } from '../../caching/memoize-by-object';

/** What becomes of a request within a server. @internal */
export interface Found {
  readonly location?: Location;
  /** nginx sends a client that left out the last slash to the location. */
  readonly isSlashRedirect?: boolean;
  /** Why nobody can tell. */
  readonly undetermined?: string;
}

/** A server as nginx has it (updateServerLocations in location.go, buildLocation in template/template.go). */
interface NginxServer {
  readonly locations: NginxLocation[];
  /** Whether an annotation turns all paths of the host into the beginnings of expressions. */
  readonly isRegex: boolean;
}

/** A location as nginx has it. */
interface NginxLocation {
  readonly name: string;
  readonly isExact: boolean;
  readonly location: Location;
}

const nginxServer = memoizeByObject((server: Server): NginxServer => {
  const locations = inOrder(server.locations).flatMap((location) => nginxLocations(location, server.locations));
  const isRegex = locations.some(({ name, location }) => isRewritten(location, name) || usesRegex(location));
  return { locations, isRegex };
});

/** Why nginx refuses the whole configuration, if it does; the controller then goes on with its last valid one. @internal */
export function brokenServer({ servers }: Configuration): string | undefined {
  for (const [host, server] of servers) {
    const reason = serverFault(nginxServer(server), host === CATCH_ALL ? 'all hosts' : host);
    if (reason) {
      return `${reason}, so nginx refuses the whole configuration and the controller keeps its last valid one`;
    }
  }
  return undefined;
}

/** Expressions stand in quotes, other paths do not. */
function serverFault({ locations, isRegex }: NginxServer, host: string): string | undefined {
  const odd = locations.find(({ name }) => (isRegex ? /["\s]/ : /[\s;{}"'#]/).test(name));
  if (odd) {
    return `the path ${odd.name} is none to nginx`;
  }
  if (isRegex) {
    const broken = locations.find(({ name }) => search(`^${name}`, '', true) === 'broken');
    return broken && `the path ${broken.name} is no expression`;
  }
  const names = locations.map(({ name, isExact }) => `${isExact ? '= ' : ''}${name}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice && `two locations of ${host} are called ${twice}`;
}

/** The location of a path. @internal */
export function locationOf(server: Server, path: string): Found {
  const { locations, isRegex } = nginxServer(server);
  if (isRegex) {
    return firstExpression(locations, path);
  }
  const exact = locations.find(({ name, isExact }) => isExact && name === path);
  if (exact) {
    return { location: exact.location };
  }
  const prefixes = locations.filter(({ isExact }) => !isExact);
  if (prefixes.some(({ name }) => name === `${path}/`)) {
    return { isSlashRedirect: true };
  }
  const [longest] = prefixes.filter(({ name }) => path.startsWith(name)).sort((left, right) => right.name.length - left.name.length);
  return { location: longest.location };
}

/** Longest path first; of equal lengths the one that sorts last. */
function inOrder(locations: Location[]): Location[] {
  const byName = (left: string, right: string) => (left === right ? 0 : left > right ? -1 : 1);
  return [...locations].sort((left, right) => right.path.length - left.path.length || byName(left.path, right.path));
}

/** A prefix `/a` is the prefix `/a/` and, unless an Ingress has that, the exact path `/a`. */
function nginxLocations(location: Location, all: Location[]): NginxLocation[] {
  const name = bytes(location.path);
  const isExact = location.pathType === 'Exact';
  if (location.path === '/' || isExact || isRewritten(location, name) || usesRegex(location)) {
    return [{ name, isExact, location }];
  }
  const prefix = { name: name.endsWith('/') ? name : `${name}/`, isExact: false, location };
  const hasExact = all.some(({ path, pathType }) => pathType === 'Exact' && path === location.path);
  return hasExact ? [prefix] : [prefix, { name, isExact: true, location }];
}

/** Whether the path is rewritten to another one than the location's name. */
function isRewritten({ ingress, isCatchAll }: Location, name: string): boolean {
  const target = annotation(ingress, 'rewrite-target') ?? '';
  return !isCatchAll && target !== '' && target !== name && /^\/?[-._~a-zA-Z0-9/:$]*$/.test(target);
}

function usesRegex({ ingress, isCatchAll }: Location): boolean {
  return !isCatchAll && isTrue(ingress, 'use-regex');
}

function firstExpression(locations: NginxLocation[], path: string): Found {
  for (const { name, location } of locations) {
    switch (search(`^${name}`, path, true)) {
      case 'matches': return { location };
      case 'differs': continue;
      default: return { undetermined: `the path ${name} is an expression that only PCRE itself can judge` };
    }
  }
  return {};
}
