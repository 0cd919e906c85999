import { DelegationStep, FlatRoute } from './flat-route';
import { Matcher, pathKind, pathText } from './matchers';

/**
 * The order of routes from tables of equal weight, by the smallest matcher of each: more methods first, then exact
 * before regex before prefix, then the greater path (projects/gloo/pkg/utils/sort_routes.go). Headers do not count.
 *
 * @internal
 */
export function sortedByPath(routes: FlatRoute[]): FlatRoute[] {
  return routes
    .map((route) => ({ route, key: smallest(route) }))
    .sort((one, other) => compareMatchers(one.key, other.key))
    .map(({ route }) => route);
}

/**
 * Whether the order of two routes is open: equal paths in different tables of equal weight. Gloo's guides promise no
 * order there; its snapshot happens to hold tables by namespace and name.
 *
 * @internal
 */
export function areTied(one: FlatRoute, other: FlatRoute): boolean {
  return areBeside(one, other) && compareMatchers(smallest(one), smallest(other)) === 0;
}

/** Whether two routes come from different tables that one delegation selects with one weight. @internal */
export function areBeside(one: FlatRoute, other: FlatRoute): boolean {
  const [left, right] = fork(one.step, other.step);
  return left !== undefined && right !== undefined && left !== right && left.group === right.group;
}

/** The first delegations that differ on the ways to two routes. */
function fork(one: DelegationStep | undefined, other: DelegationStep | undefined): (DelegationStep | undefined)[] {
  let [left, right] = [one, other];
  while (left !== undefined && right !== undefined && left.depth > right.depth) {
    left = left.parent;
  }
  while (left !== undefined && right !== undefined && right.depth > left.depth) {
    right = right.parent;
  }
  while (left !== undefined && right !== undefined && left.parent !== right.parent) {
    [left, right] = [left.parent, right.parent];
  }
  return [left, right];
}

function smallest({ matchers }: FlatRoute): Matcher {
  return matchers.reduce((least, matcher) => (compareMatchers(matcher, least) < 0 ? matcher : least));
}

function compareMatchers(one: Matcher, other: Matcher): number {
  const byMethods = (other.methods?.length ?? 0) - (one.methods?.length ?? 0);
  const byKind = priority(one) - priority(other);
  const [path, otherPath] = [pathText(one), pathText(other)];
  return byMethods || byKind || (path > otherPath ? -1 : path < otherPath ? 1 : 0);
}

/** A matcher without a path comes first, as one for CONNECT does. */
function priority(matcher: Matcher): number {
  return ['exact', 'regex', 'prefix'].indexOf(pathKind(matcher) ?? '') + 1;
}
