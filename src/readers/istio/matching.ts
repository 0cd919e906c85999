import { Proxy } from './model/proxy';
import { isClaim } from './validation/names';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { NeededHeader } from '../engine/header-index';
import { expressionTest, negated, ReceivedRequest, Verdict, verdictOf } from '../envoy';

/** What of a match only the cluster can tell. @internal */
export interface TokenClaims {
  /** Whether nothing checks tokens, so that no request has claims. */
  readonly isNone: boolean;
}

/**
 * Whether a request fulfils an entry of `match`, all of it (TranslateRouteMatch in
 * pilot/pkg/networking/core/route/route.go of istio/istio). Port and source are asked for when routes are made.
 *
 * @internal
 */
export function takes(match: any, request: ReceivedRequest, claims: TokenClaims): Verdict {
  let result: Verdict = 'yes';
  for (const condition of conditionsOf(match)) {
    const verdict = condition(request, claims);
    if (verdict === 'no') {
      return 'no';
    }
    result = verdict === 'unknown' ? 'unknown' : result;
  }
  return result;
}

type Condition = (request: ReceivedRequest, claims: TokenClaims) => Verdict;

/** What an entry asks for, made once for each entry. */
const conditionsOf = memoizeByObject((match: any): Condition[] => {
  const entries = (field: string) => Object.entries<any>(match[field] ?? {});
  const matchesPath = pathTest(match);
  return [
    ...(matchesPath ? [(request: ReceivedRequest): Verdict => (matchesPath(request.path) ? 'yes' : 'no')] : []),
    ...['method', 'authority', 'scheme']
      .filter((name) => match[name] !== undefined)
      .map((name) => headerCondition(`:${name}`, match[name])),
    ...entries('queryParams').map(([name, text]) => parameterCondition(name, text)),
    ...entries('headers').map(([name, text]): Condition =>
      isClaim(name) ? (_, claims) => hasClaim(claims) : headerCondition(name, text),
    ),
    ...entries('withoutHeaders').map(([name, text]): Condition => {
      return isClaim(name) ? (_, claims) => negated(hasClaim(claims)) : missingCondition(name, text);
    }),
  ];
});

/** Tells whether an entry may take requests to a path: the rest of it is not looked at. @internal */
export function pathTestOf(match: any): (path: string) => boolean {
  return knownPathTest(match).matches;
}

const knownPathTest = memoizeByObject((match: any) => ({ matches: pathTest(match) ?? (() => true) }));

/** A header that an entry needs, if it asks for any. @internal */
export function neededHeaders({ headers = {} }: any): NeededHeader[] | undefined {
  const asked = Object.entries<any>(headers).find(([name]) => !isClaim(name));
  return asked && [{ name: asked[0], value: asked[1]?.exact }];
}

/** Whether an entry takes everything, so that no route after it counts (IsCatchAllRoute, there). @internal */
export function isCatchAll(match: any): boolean {
  const { uri } = match;
  const takesAll = uri === undefined || Object.keys(uri).length === 0 || uri.prefix === '/' || uri.regex === '.*';
  const asks = ['headers', 'withoutHeaders', 'queryParams'].some((kind) => Object.keys(match[kind] ?? {}).length > 0);
  return takesAll && !asks && ['method', 'authority', 'scheme'].every((kind) => match[kind] === undefined);
}

/**
 * Whether an entry is for a proxy at all: gateways that it names stand above labels and namespace of the client
 * (sourceMatchHTTP, there).
 *
 * @param isCalled whether the proxy's listener is meant by a name of a gateway, or by `mesh`
 * @internal
 */
export function isForProxy(match: any, { labels, namespace }: Proxy, isCalled: (gateway: string) => boolean): boolean {
  const { gateways = [], sourceLabels = {}, sourceNamespace } = match;
  if (gateways.length > 0) {
    return gateways.some(isCalled);
  }
  return (
    Object.entries(sourceLabels).every(([key, value]) => labels[key] === value) &&
    (!sourceNamespace || sourceNamespace === namespace)
  );
}

function pathTest({ uri = {}, ignoreUriCase }: any): ((path: string) => boolean) | undefined {
  if (uri.regex !== undefined) {
    return expressionTest(uri.regex);
  }
  const fold = (text: string) => (ignoreUriCase ? text.toLowerCase() : text);
  const text = fold(uri.exact ?? uri.prefix ?? '');
  if (uri.exact !== undefined) {
    return (path) => fold(path) === text;
  }
  return text === '' || text === '/' ? undefined : (path) => fold(path).startsWith(text);
}

/** An empty condition, or the expression `*`, asks for presence (canBeConvertedToPresentMatch, there). */
function isPresence({ exact, prefix, regex }: any = {}): boolean {
  return (exact === undefined && prefix === undefined && regex === undefined) || regex === '*';
}

function textTest({ exact, prefix, regex }: any): (value: string) => boolean {
  if (exact !== undefined) {
    return (value) => value === exact;
  }
  return prefix !== undefined ? (value) => value.startsWith(prefix) : expressionTest(regex);
}

function headerCondition(name: string, text: any): Condition {
  if (isPresence(text)) {
    return (request) => request.hasHeader(name);
  }
  const test = textTest(text);
  return (request) => request.matchesHeader(name, test);
}

/** What is missing counts as empty, unless the condition is mere presence. */
function missingCondition(name: string, text: any): Condition {
  if (isPresence(text)) {
    return (request) => negated(request.hasHeader(name));
  }
  const test = textTest(text);
  return (request) => negated(request.matchesHeader(name, test, true));
}

function parameterCondition(name: string, text: any): Condition {
  const test = isPresence(text) ? () => true : textTest(text);
  return (request) => {
    const value = request.queryParameter(name);
    return verdictOf(value !== undefined && test(value));
  };
}

/** Without anything that checks tokens there is no metadata of a claim. */
function hasClaim({ isNone }: TokenClaims): Verdict {
  return isNone ? 'no' : 'unknown';
}
