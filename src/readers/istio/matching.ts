import { Proxy } from './model/proxy';
import { isClaim } from './validation/names';
import { allOf, fullMatch, negated, ReceivedRequest, Verdict, verdictOf } from '../envoy';

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
  if (!matchesPath(match, request.path)) {
    return 'no';
  }
  return allOf(conditions(match, request, claims));
}

function* conditions(match: any, request: ReceivedRequest, claims: TokenClaims): Generator<Verdict> {
  for (const name of ['method', 'authority', 'scheme']) {
    yield match[name] === undefined ? 'yes' : matchesHeader(`:${name}`, match[name], request);
  }
  for (const name in match.queryParams) {
    yield matchesParameter(match.queryParams[name], request.queryParameter(name));
  }
  for (const name in match.headers) {
    yield isClaim(name) ? hasClaim(claims) : matchesHeader(name, match.headers[name], request);
  }
  for (const name in match.withoutHeaders) {
    yield isClaim(name) ? negated(hasClaim(claims)) : lacksHeader(name, match.withoutHeaders[name], request);
  }
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
  return Object.entries(sourceLabels).every(([key, value]) => labels[key] === value) && (!sourceNamespace || sourceNamespace === namespace);
}

function matchesPath({ uri, ignoreUriCase }: any, path: string): boolean {
  if (uri === undefined) {
    return true;
  }
  if (uri.regex !== undefined) {
    return fullMatch(uri.regex, path);
  }
  const fold = (text: string) => (ignoreUriCase ? text.toLowerCase() : text);
  if (uri.exact !== undefined) {
    return fold(path) === fold(uri.exact);
  }
  return uri.prefix === undefined || fold(path).startsWith(fold(uri.prefix));
}

/** An empty condition, or the expression `*`, asks for presence (canBeConvertedToPresentMatch, there). */
function isPresence({ exact, prefix, regex }: any = {}): boolean {
  return (exact === undefined && prefix === undefined && regex === undefined) || regex === '*';
}

function isEqual({ exact, prefix, regex }: any, value: string): boolean {
  if (exact !== undefined) {
    return value === exact;
  }
  return prefix !== undefined ? value.startsWith(prefix) : fullMatch(regex, value);
}

function matchesHeader(name: string, text: any, request: ReceivedRequest): Verdict {
  return isPresence(text) ? request.hasHeader(name) : request.matchesHeader(name, (value) => isEqual(text, value));
}

/** What is missing counts as empty, unless the condition is mere presence. */
function lacksHeader(name: string, text: any, request: ReceivedRequest): Verdict {
  return negated(isPresence(text) ? request.hasHeader(name) : request.matchesHeader(name, (value) => isEqual(text, value), true));
}

function matchesParameter(text: any, value: string | undefined): Verdict {
  return verdictOf(value !== undefined && (isPresence(text) || isEqual(text, value)));
}

/** Without anything that checks tokens there is no metadata of a claim. */
function hasClaim({ isNone }: TokenClaims): Verdict {
  return isNone ? 'no' : 'unknown';
}
