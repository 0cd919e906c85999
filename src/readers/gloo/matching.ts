import { HttpRequest } from '../../http';
import { fullMatch, headerLines, normalizedPath, queryParameter } from '../envoy';

/**
 * Whether a request fulfils a matcher of Gloo: path, headers, query parameters and methods together.
 *
 * @param path the request's path as Envoy compares it
 * @internal
 */
export function matches(matcher: any, request: HttpRequest, path: string): boolean {
  return matchesPath(matcher, request, path)
    && (matcher.headers ?? []).every((header: any) => matchesHeader(header, request, path))
    && (matcher.queryParameters ?? []).every((parameter: any) => matchesParameter(parameter, request))
    && ((matcher.methods ?? []).length === 0 || fullMatch(matcher.methods.join('|'), request.method));
}

/** The kinds of path that a matcher gives; Gloo accepts exactly one. @internal */
export function pathSpecifiers(matcher: any): string[] {
  return ['prefix', 'exact', 'regex', 'connectMatcher'].filter((kind) => matcher[kind] !== undefined);
}

function matchesPath(matcher: any, request: HttpRequest, path: string): boolean {
  if (pathSpecifiers(matcher).length === 0) {
    // Gloo rejects such a route; it is the one that this request was meant for.
    return true;
  }
  if (matcher.connectMatcher !== undefined) {
    return request.method === 'CONNECT';
  }
  if (matcher.regex !== undefined) {
    return fullMatch(matcher.regex, path);
  }
  const fold = (text: string) => (matcher.caseSensitive === false ? text.toLowerCase() : text);
  return matcher.exact !== undefined ? fold(path) === fold(matcher.exact) : fold(path).startsWith(fold(matcher.prefix));
}

/**
 * An empty value asks for presence. An inverted value asks for a header that is there and different: Envoy does not
 * let an absent header pass, whatever the comment in Gloo's proto says.
 */
function matchesHeader(header: any, request: HttpRequest, path: string): boolean {
  const lines = headerLines(header.name, request, path);
  const inverted = header.invertMatch === true;
  if (!header.value) {
    return lines.length > 0 !== inverted;
  }
  // Envoy compares the lines of a header joined by commas.
  const combined = lines.join(',');
  const equal = header.regex ? fullMatch(header.value, combined) : combined === header.value;
  return lines.length > 0 && equal !== inverted;
}

/**
 * A path as Envoy compares it: Gloo has it normalised unless told otherwise (plugins/hcm/plugin.go), slashes
 * are merged only when asked for.
 *
 * @param settings the `httpConnectionManagerSettings` of the Gateway
 * @internal
 */
export function normalized(path: string, settings: any = {}): string {
  const resolved = settings.normalizePath === false ? path : normalizedPath(path);
  return settings.mergeSlashes === true ? resolved.replace(/\/{2,}/g, '/') : resolved;
}

function matchesParameter(parameter: any, request: HttpRequest): boolean {
  const value = queryParameter(parameter.name, request);
  if (value === undefined || !parameter.value) {
    return value !== undefined;
  }
  return parameter.regex ? fullMatch(parameter.value, value) : value === parameter.value;
}
