import { Listener } from './listener';
import { HttpRequest } from '../../http';
import { fullMatch, headerLines, queryParameter } from '../envoy';

/** Whether a request fulfils a condition; `unknown` where only the cluster can tell. @internal */
export type Verdict = 'yes' | 'no' | 'unknown';

/**
 * Whether a request fulfils an entry of `match` (TranslateRouteMatch and sourceMatchHTTP in
 * pilot/pkg/networking/core/route/route.go of istio/istio). All of it has to be fulfilled.
 *
 * @param path the request's path as Envoy compares it
 * @internal
 */
export function verdictOf(match: any, request: HttpRequest, path: string, listener: Listener): Verdict {
  const certain = (match.port === undefined || match.port === 0 || match.port === listener.port)
    && matchesPath(match, path)
    && matchesText(match.method, headerLines(':method', request, path))
    && matchesText(match.authority, headerLines(':authority', request, path))
    && matchesText(match.scheme, headerLines(':scheme', request, path))
    && Object.entries<any>(match.queryParams ?? {}).every(([name, text]) => matchesText(text, listOf(queryParameter(name, request))))
    && Object.entries<any>(match.headers ?? {}).every(([name, text]) => isClaim(name) || matchesText(text, headerLines(name, request, path)))
    && Object.entries<any>(match.withoutHeaders ?? {}).every(([name, text]) => isClaim(name) || lacks(text, headerLines(name, request, path)));
  if (!certain) {
    return 'no';
  }
  const asksForClaims = [match.headers, match.withoutHeaders].some((headers) => Object.keys(headers ?? {}).some(isClaim));
  return asksForClaims ? 'unknown' : fromSource(match, listener);
}

/** Whether an entry takes every path, without asking for anything else of a request (IsCatchAllRoute, there). @internal */
export function isCatchAll(match: any): boolean {
  const { uri } = match;
  const takesAll = uri === undefined || Object.keys(uri).length === 0 || uri.prefix === '/' || uri.regex === '.*';
  const asks = ['headers', 'withoutHeaders', 'queryParams'].some((kind) => Object.keys(match[kind] ?? {}).length > 0);
  return takesAll && !asks && ['method', 'authority', 'scheme'].every((kind) => match[kind] === undefined);
}

/** Claims of a token that some other object has to have verified. @internal */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims[.[]/.test(name);
}

/** Gateways of the entry stand above labels and namespace of the client, which are known of no sidecar (sourceMatchHTTP). @internal */
export function fromSource({ gateways = [], sourceLabels = {}, sourceNamespace }: any, listener: Listener): Verdict {
  if (gateways.length > 0) {
    return gateways.some((gateway: string) => listener.isCalled(gateway)) ? 'yes' : 'no';
  }
  const labels = Object.entries(sourceLabels);
  const contradicts = labels.some(([key, value]) => listener.labels?.[key] !== undefined && listener.labels[key] !== value);
  const isKnown = labels.every(([key, value]) => listener.labels?.[key] === value) && !sourceNamespace;
  return contradicts ? 'no' : isKnown ? 'yes' : 'unknown';
}

function matchesPath({ uri = {}, ignoreUriCase }: any, path: string): boolean {
  const fold = (text: string) => (ignoreUriCase ? text.toLowerCase() : text);
  if (uri.exact !== undefined) {
    return fold(path) === fold(uri.exact);
  }
  if (uri.prefix !== undefined) {
    return fold(path).startsWith(fold(uri.prefix));
  }
  return uri.regex === undefined || fullMatch(uri.regex, path);
}

/** Envoy compares the lines of a header joined by commas; an empty condition asks for presence. */
function matchesText(text: any, lines: string[]): boolean {
  if (text === undefined) {
    return true;
  }
  return lines.length > 0 && (isPresence(text) || isEqual(text, lines.join(',')));
}

/** What is missing counts as empty, unless the condition is mere presence. */
function lacks(text: any, lines: string[]): boolean {
  return isPresence(text) ? lines.length === 0 : !isEqual(text, lines.join(','));
}

function isPresence({ exact, prefix, regex }: any): boolean {
  return (exact === undefined && prefix === undefined && regex === undefined) || regex === '*';
}

function isEqual({ exact, prefix, regex }: any, value: string): boolean {
  if (exact !== undefined) {
    return value === exact;
  }
  return prefix !== undefined ? value.startsWith(prefix) : fullMatch(regex, value);
}

function listOf(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
