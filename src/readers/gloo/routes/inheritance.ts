import { EVERYTHING, Matcher, pathText } from './matchers';
import { mergedOptions } from './options';

/**
 * What a delegating route hands down (routeInfo in projects/gateway/pkg/translator/converter.go of solo-io/gloo).
 *
 * @internal
 */
export interface ParentRoute {
  readonly matcher: Matcher;
  readonly options: any;
  readonly inheritableMatchers: boolean;
  readonly inheritablePathMatchers: boolean;
}

/** A child route with what it inherits, and why Gloo drops it, if it does. @internal */
export interface InheritedRoute {
  readonly route: any;
  readonly misfit?: string;
}

/**
 * What a route of a RouteTable becomes under a delegating route (validateAndMergeParentRoute in the same file).
 *
 * @internal
 */
export function inherited(written: any, parent: ParentRoute): InheritedRoute {
  const inheritablePathMatchers = written.inheritablePathMatchers ?? parent.inheritablePathMatchers;
  const inheritableMatchers = written.inheritableMatchers ?? parent.inheritableMatchers;
  const own: Matcher[] = written.matchers ?? [];
  const withPath = inheritablePathMatchers
    ? (own.length > 0 ? own : [{}]).map((matcher) => withPathOf(parent.matcher, matcher))
    : own;
  const withDefault = withPath.length > 0 ? withPath : [EVERYTHING];
  const matchers = inheritableMatchers
    ? withDefault.map((matcher) => withConditionsOf(parent.matcher, matcher))
    : withDefault;
  const misfit = matchers
    .map((matcher) => misfitUnder(parent.matcher, matcher))
    .find((reason) => reason !== undefined);
  const options = mergedOptions(written.options, parent.options);
  return { route: { ...written, matchers, inheritablePathMatchers, inheritableMatchers, options }, misfit };
}

function withPathOf(
  parent: Matcher,
  { prefix, exact, regex, connectMatcher, caseSensitive, ...rest }: Matcher,
): Matcher {
  return {
    ...rest,
    prefix: parent.prefix,
    ...(parent.caseSensitive === undefined ? {} : { caseSensitive: parent.caseSensitive }),
  };
}

function withConditionsOf(parent: Matcher, matcher: Matcher): Matcher {
  return {
    ...matcher,
    headers: [...(parent.headers ?? []), ...(matcher.headers ?? [])],
    methods: [...(parent.methods ?? []), ...(matcher.methods ?? [])],
    queryParameters: [...(parent.queryParameters ?? []), ...(matcher.queryParameters ?? [])],
  };
}

/** Why a child's matcher does not fit under its parent's, if it does not (isRouteTableValidForDelegateMatcher). */
function misfitUnder(parent: Matcher, child: Matcher): string | undefined {
  if (!pathText(child).startsWith(parent.prefix)) {
    return `its path ${pathText(child) || '(none)'} does not begin with ${parent.prefix}`;
  }
  if (child.caseSensitive !== parent.caseSensitive) {
    return 'its caseSensitive differs from that of the delegating route (unset is not the same as true)';
  }
  const header = lacking(
    parent.headers,
    child.headers,
    (one, other) => isSameCondition(one, other) && !!one.invertMatch === !!other.invertMatch,
  );
  if (header !== undefined) {
    return `it lacks the header condition ${header} of the delegating route`;
  }
  const parameter = lacking(parent.queryParameters, child.queryParameters, isSameCondition);
  if (parameter !== undefined) {
    return `it lacks the query parameter ${parameter} of the delegating route`;
  }
  const method = (parent.methods ?? []).find((one: string) => !(child.methods ?? []).includes(one));
  return method === undefined ? undefined : `it lacks the method ${method} of the delegating route`;
}

/**
 * The name of the first condition of the parent that the child does not repeat. Of several conditions of the child with
 * one name, the last counts.
 */
function lacking(wanted: any[] = [], own: any[] = [], isSame: (one: any, other: any) => boolean): string | undefined {
  const byName = new Map(own.map((condition) => [condition.name, condition]));
  return wanted.find((condition) => !byName.has(condition.name) || !isSame(condition, byName.get(condition.name)))
    ?.name;
}

function isSameCondition(one: any, other: any): boolean {
  return (one.value ?? '') === (other.value ?? '') && !!one.regex === !!other.regex;
}
