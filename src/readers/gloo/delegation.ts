import { FlatRoute } from './flat-route';
import { routeFault } from './route-faults';
import { selectedTables } from './selectors';
import { idOf, joined, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

const EVERYTHING = { prefix: '/' };

/**
 * The routes of a VirtualService in the order in which Envoy tries them, delegation resolved: what the gateway
 * translator does (projects/gateway/pkg/translator/converter.go of solo-io/gloo).
 *
 * @internal
 */
export function flatRoutes(virtualService: KubernetesObject, index: ObjectIndex, notes: string[]): FlatRoute[] {
  return new Delegation(index, notes).visit(virtualService, virtualService.spec?.virtualHost?.routes ?? [], undefined, [], []);
}

/** What a delegating route hands down. */
interface Parent {
  readonly matcher: any;
  readonly options: any;
  readonly inheritableMatchers: boolean;
  readonly inheritablePathMatchers: boolean;
}

class Delegation {
  constructor(private readonly index: ObjectIndex, private readonly notes: string[]) {}

  visit(holder: KubernetesObject, routes: any[], parent: Parent | undefined, path: FlatRoute['path'], visited: KubernetesObject[]): FlatRoute[] {
    return routes.flatMap((written, position) => {
      const source = `${holder.kind} ${idOf(holder)} route ${position + 1}`;
      const route = parent ? this.inherit(written, parent, source) : written;
      if (!route) {
        return [];
      }
      if (route.delegateAction) {
        return this.delegate(holder, route, source, path, visited);
      }
      const matchers = route.matchers?.length > 0 ? route.matchers : [EVERYTHING];
      return [{ matchers, route, namespace: holder.metadata?.namespace, source, path, invalid: routeFault(route, matchers) }];
    });
  }

  private delegate(holder: KubernetesObject, route: any, source: string, path: FlatRoute['path'], visited: KubernetesObject[]): FlatRoute[] {
    const { matchers = [EVERYTHING] } = route;
    const invalid = (reason: string): FlatRoute[] => [{ matchers, route, namespace: holder.metadata?.namespace, source, path, invalid: reason }];
    const matcher = delegateMatcher(route.matchers ?? []);
    if (typeof matcher === 'string') {
      return invalid(matcher);
    }
    if (route.matchers?.length === 1 && pathOf(route.matchers[0]) === undefined) {
      this.notes.push(`${source} delegates by a matcher without a path, which Gloo replaces by the prefix /: its headers, methods and query parameters count for nothing`);
    }
    const tables = this.tables(route.delegateAction, holder.metadata?.namespace);
    if (typeof tables === 'string') {
      this.notes.push(`${source} leads nowhere: ${tables}`);
      return [];
    }
    const parent: Parent = {
      matcher,
      options: route.options,
      inheritableMatchers: route.inheritableMatchers === true,
      inheritablePathMatchers: route.inheritablePathMatchers === true,
    };
    return byWeight(tables).flatMap(([weight, equals]) => {
      const group = `${source} > weight ${weight}`;
      const found = equals.flatMap((table) => {
        if (visited.includes(table)) {
          return invalid(`delegation cycle through RouteTable ${idOf(table)}`);
        }
        return this.visit(table, table.spec?.routes ?? [], parent, [...path, { group, table: idOf(table) }], [...visited, table]);
      });
      return equals.length > 1 ? found.sort(compareByPath) : found;
    });
  }

  private tables(action: any, ownNamespace: string | undefined): KubernetesObject[] | string {
    const ref = action.name || action.namespace ? action : action.ref;
    if (ref) {
      const table = this.index.find('gateway.solo.io', 'RouteTable', ref.namespace ?? '', ref.name);
      return table ? [table] : `route table ${joined(ref.namespace, ref.name)} is not there`;
    }
    if (!action.selector) {
      return 'it names neither a route table nor a selector';
    }
    return selectedTables(this.index.all('gateway.solo.io', 'RouteTable'), action.selector, ownNamespace);
  }

  /** A child route with what it inherits, or nothing when Gloo drops it. */
  private inherit(written: any, parent: Parent, source: string): any {
    const inheritPath = written.inheritablePathMatchers ?? parent.inheritablePathMatchers;
    const inheritRest = written.inheritableMatchers ?? parent.inheritableMatchers;
    let matchers: any[] = written.matchers ?? [];
    if (inheritPath) {
      matchers = (matchers.length > 0 ? matchers : [{}]).map(({ prefix, exact, regex, connectMatcher, caseSensitive, ...rest }) => ({
        ...rest,
        prefix: parent.matcher.prefix,
        ...(parent.matcher.caseSensitive === undefined ? {} : { caseSensitive: parent.matcher.caseSensitive }),
      }));
    }
    matchers = matchers.length > 0 ? matchers : [EVERYTHING];
    if (inheritRest) {
      matchers = matchers.map((matcher) => ({
        ...matcher,
        headers: [...(parent.matcher.headers ?? []), ...(matcher.headers ?? [])],
        methods: [...(parent.matcher.methods ?? []), ...(matcher.methods ?? [])],
        queryParameters: [...(parent.matcher.queryParameters ?? []), ...(matcher.queryParameters ?? [])],
      }));
    }
    const misfit = matchers.map((matcher) => misfitOf(matcher, parent.matcher)).find((reason) => reason !== undefined);
    if (misfit) {
      this.notes.push(`${source} is dropped: ${misfit}`);
      return undefined;
    }
    return {
      ...written,
      matchers,
      inheritablePathMatchers: inheritPath,
      inheritableMatchers: inheritRest,
      // What the child says for itself stays (ShallowMergeRouteOptions).
      options: { ...parent.options, ...written.options },
    };
  }
}

/** The one prefix matcher of a delegating route, or why it cannot delegate. */
function delegateMatcher(matchers: any[]): any {
  if (matchers.length > 1) {
    return 'routes with delegate actions must omit or specify a single matcher';
  }
  const [matcher] = matchers;
  if (!matcher || pathOf(matcher) === undefined) {
    return EVERYTHING;
  }
  return matcher.prefix ? matcher : 'routes with delegate actions must use a prefix matcher';
}

/** Why a child's matcher does not fit under its parent's, if it does not. */
function misfitOf(child: any, parent: any): string | undefined {
  if (!(pathOf(child) ?? '').startsWith(parent.prefix)) {
    return `its path ${pathOf(child)} does not begin with ${parent.prefix}`;
  }
  if ((child.caseSensitive ?? undefined) !== (parent.caseSensitive ?? undefined)) {
    return 'its caseSensitive differs from that of the delegating route (unset is not the same as true)';
  }
  const lacking = (field: string, same: (left: any, right: any) => boolean) => (parent[field] ?? []).find((wanted: any) => {
    // Of several entries with one name Gloo compares the last.
    const named = (child[field] ?? []).filter((one: any) => one.name === wanted.name).at(-1);
    return !named || !same(named, wanted);
  });
  const sameValue = (left: any, right: any) => (left.value ?? '') === (right.value ?? '') && !!left.regex === !!right.regex;
  const header = lacking('headers', (left, right) => sameValue(left, right) && !!left.invertMatch === !!right.invertMatch);
  if (header) {
    return `it lacks the header condition ${header.name} of the delegating route`;
  }
  const parameter = lacking('queryParameters', sameValue);
  if (parameter) {
    return `it lacks the query parameter ${parameter.name} of the delegating route`;
  }
  const method = (parent.methods ?? []).find((one: string) => !(child.methods ?? []).includes(one));
  return method && `it lacks the method ${method} of the delegating route`;
}

function byWeight(tables: KubernetesObject[]): [number, KubernetesObject[]][] {
  const groups = new Map<number, KubernetesObject[]>();
  for (const table of tables) {
    const weight = table.spec?.weight ?? 0;
    groups.set(weight, [...(groups.get(weight) ?? []), table]);
  }
  return [...groups].sort(([left], [right]) => left - right);
}

/** The order of routes from tables of equal weight (projects/gloo/pkg/utils/sort_routes.go). Headers do not count. */
export function compareByPath(left: FlatRoute, right: FlatRoute): number {
  return compareMatchers(smallest(left), smallest(right));
}

function smallest(route: FlatRoute): any {
  return route.matchers.reduce((least, matcher) => (compareMatchers(matcher, least) < 0 ? matcher : least));
}

function compareMatchers(left: any, right: any): number {
  const byMethods = (right.methods?.length ?? 0) - (left.methods?.length ?? 0);
  const byType = pathPriority(left) - pathPriority(right);
  const [leftPath, rightPath] = [pathOf(left) ?? '', pathOf(right) ?? ''];
  return byMethods || byType || (leftPath > rightPath ? -1 : leftPath < rightPath ? 1 : 0);
}

function pathPriority(matcher: any): number {
  const order = ['exact', 'regex', 'prefix'];
  return order.findIndex((kind) => matcher[kind] !== undefined) + 1;
}

/** The path string of a matcher; undefined without path specifier. */
function pathOf(matcher: any): string | undefined {
  return matcher.prefix ?? matcher.exact ?? matcher.regex ?? (matcher.connectMatcher ? '' : undefined);
}
