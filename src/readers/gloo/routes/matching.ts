import { FlatRoute } from './flat-route';
import { Matcher, pathKind } from './matchers';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { NeededHeader } from '../../engine/header-index';
import { allOf, expressionTest, ReceivedRequest, Verdict, verdictOf, negated } from '../../envoy';

/** Whether a request fulfils one condition. */
type Condition = (request: ReceivedRequest) => Verdict;

/**
 * Whether a request takes a route: one of its matchers, of which all conditions are fulfilled
 * (glooMatcherToEnvoyMatcher in projects/gloo/pkg/translator/route_config.go of solo-io/gloo).
 *
 * @internal
 */
export function takes(route: FlatRoute, request: ReceivedRequest): Verdict {
  let result: Verdict = 'no';
  for (const conditions of conditionsOf(route)) {
    const verdict = fulfilled(conditions, request);
    if (verdict === 'yes') {
      return 'yes';
    }
    result = verdict === 'unknown' ? 'unknown' : result;
  }
  return result;
}

/** Whether the path of a request is one of a route. @internal */
export function takesPath(route: FlatRoute, request: ReceivedRequest): boolean {
  return conditionsOf(route).some(([onPath]) => onPath(request) !== 'no');
}

/** For each matcher a header that it needs; undefined where some matcher needs none. @internal */
export function neededHeaders({ matchers }: FlatRoute): NeededHeader[] | undefined {
  const needed = matchers.map(({ headers }) => (headers ?? []).find(isNeeded));
  return needed.every((header) => header !== undefined)
    ? needed.map(({ name = '', value, regex, invertMatch }: any) => {
      return { name, value: value && regex !== true && invertMatch !== true ? value : undefined };
    })
    : undefined;
}

/** Only the absence of a header is fulfilled without it. */
function isNeeded({ value, invertMatch }: any): boolean {
  return invertMatch !== true || Boolean(value);
}

function fulfilled(conditions: Condition[], request: ReceivedRequest): Verdict {
  let result: Verdict = 'yes';
  for (const condition of conditions) {
    const verdict = condition(request);
    if (verdict === 'no') {
      return 'no';
    }
    result = allOf([result, verdict]);
  }
  return result;
}

/** The conditions of each matcher of a route: the same for every request. */
const conditionsOf = memoizeByObject(({ matchers }: FlatRoute): Condition[][] =>
  matchers.map((matcher) => [
    pathCondition(matcher),
    ...(matcher.methods?.length > 0 ? [methodCondition(matcher.methods)] : []),
    ...(matcher.headers ?? []).map(headerCondition),
    ...(matcher.queryParameters ?? []).map(parameterCondition),
  ]),
);

function pathCondition(matcher: Matcher): Condition {
  switch (pathKind(matcher)) {
    case 'regex': {
      const matches = expressionTest(matcher.regex);
      return ({ path }) => verdictOf(matches(path));
    }
    case 'exact':
    case 'prefix':
      return textCondition(matcher);
    case 'connectMatcher':
      return ({ request }) => verdictOf(request.method === 'CONNECT');
    default:
      return () => 'no';
  }
}

function textCondition(matcher: Matcher): Condition {
  const fold = (text: string) => (matcher.caseSensitive === false ? text.toLowerCase() : text);
  if (pathKind(matcher) === 'exact') {
    const exact = fold(matcher.exact);
    return ({ path }) => verdictOf(fold(path) === exact);
  }
  const prefix = fold(matcher.prefix);
  return ({ path }) => verdictOf(fold(path).startsWith(prefix));
}

/** Methods are one expression: `GET|POST`. */
function methodCondition(methods: string[]): Condition {
  const matches = expressionTest(methods.join('|'));
  return ({ request }) => verdictOf(matches(request.method));
}

/**
 * An empty value asks for presence. An inverted value asks for a header that is there and different: Envoy does not
 * let an absent header pass, whatever the comment in Gloo's proto says (source/common/http/header_utility.cc of
 * envoyproxy/envoy).
 */
function headerCondition({ name = '', value, regex, invertMatch }: any): Condition {
  const isInverted = invertMatch === true;
  if (!value) {
    return (request) => (isInverted ? negated(request.hasHeader(name)) : request.hasHeader(name));
  }
  const test = regex === true ? expressionTest(value) : (text: string) => text === value;
  return (request) => request.matchesHeader(name, isInverted ? (text) => !test(text) : test);
}

/** The first parameter of a name counts, as it is sent. */
function parameterCondition({ name = '', value, regex }: any): Condition {
  const test = regex === true ? expressionTest(value ?? '') : (text: string) => text === value;
  return (request) => {
    const found = request.queryParameter(name);
    return verdictOf(found !== undefined && (!value || test(found)));
  };
}
