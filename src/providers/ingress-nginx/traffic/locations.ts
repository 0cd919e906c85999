import { annotation, isTrue } from './annotations';
import { CATCH_ALL, Configuration, Location, Server } from './configuration';
import { search } from './expressions';
import { bytes } from './request-path';
import { HttpRequest } from '../../../http';

/** The server of a request's host: its own or an alias, then a wildcard of one label, then the one for all others. @internal */
export function serverOf({ servers }: Configuration, request: HttpRequest): Server {
  const host = request.host.toLowerCase().replace(/\.$/, '');
  const wildcard = host.replace(/^[\w-]+\./, '*.');
  const alias = () => [...servers.values()].find(({ aliases }) => aliases.includes(host));
  return (host === CATCH_ALL ? undefined : servers.get(host)) ?? alias() ?? servers.get(wildcard) ?? servers.get(CATCH_ALL)!;
}

/** What becomes of a request within a server. @internal */
export interface Found {
  readonly location?: Location;
  /** nginx sends a client that left out the last slash to the location. */
  readonly isSlashRedirect?: boolean;
  /** Why nobody can tell. */
  readonly undetermined?: string;
}

/** The location of a path (updateServerLocations in location.go, buildLocation in template/template.go; nginx's own rules). @internal */
export function locationOf(server: Server, path: string): Found {
  const locations = inOrder(server.locations).flatMap((location) => nginxLocations(location, server.locations));
  if (server.locations.some(isExpression)) {
    return firstExpression(locations, path);
  }
  const twice = locations.find((one, index) => locations.findIndex(({ name, isExact }) => name === one.name && isExact === one.isExact) < index);
  if (twice) {
    return { undetermined: `two locations are called ${twice.name}, and nginx refuses the whole configuration; the controller keeps its last valid one` };
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

/** A location as nginx has it. */
interface NginxLocation {
  readonly name: string;
  readonly isExact: boolean;
  readonly location: Location;
}

/** Longest path first; of equal lengths the one that sorts last. */
function inOrder(locations: Location[]): Location[] {
  return [...locations].sort((left, right) => right.path.length - left.path.length || (left.path === right.path ? 0 : left.path > right.path ? -1 : 1));
}

/** A prefix `/a` is the prefix `/a/` and, unless an Ingress has that, the exact path `/a`. */
function nginxLocations(location: Location, all: Location[]): NginxLocation[] {
  const name = bytes(location.path);
  const isExact = location.pathType === 'Exact';
  if (location.path === '/' || isExact || isExpression(location)) {
    return [{ name, isExact, location }];
  }
  const prefix = { name: name.endsWith('/') ? name : `${name}/`, isExact: false, location };
  const hasExact = all.some(({ path, pathType }) => pathType === 'Exact' && path === location.path);
  return hasExact ? [prefix] : [prefix, { name, isExact: true, location }];
}

/** Whether an annotation of the location's Ingress turns all paths of the host into expressions. */
function isExpression({ ingress, path }: Location): boolean {
  const target = annotation(ingress, 'rewrite-target') ?? '';
  const isRewritten = target !== '' && target !== path && /^\/?[-._~a-zA-Z0-9/:$]*$/.test(target);
  return isRewritten || isTrue(ingress, 'use-regex');
}

function firstExpression(locations: NginxLocation[], path: string): Found {
  for (const { name, location } of locations) {
    switch (search(`^${name}`, path, true)) {
      case 'matches': return { location };
      case 'broken': return { undetermined: `the path ${name} is no expression, and nginx refuses the whole configuration; the controller keeps its last valid one` };
      case 'unknown': return { undetermined: `the path ${name} is an expression that only PCRE itself can judge` };
      case 'differs': continue;
    }
  }
  return {};
}
