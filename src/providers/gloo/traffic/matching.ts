import { RE2JS } from 're2js';
import { HttpRequest } from '../../../http';

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

function headerLines(name: string = '', request: HttpRequest, path: string): string[] {
  switch (name.toLowerCase()) {
    case ':authority': case 'host': return [request.authority];
    case ':method': return [request.method];
    case ':path': return [request.query ? `${path}?${request.query}` : path];
    case ':scheme': return [request.scheme];
    default: return request.headerValues(name);
  }
}

/**
 * A path as Envoy compares it: Gloo has it normalised unless told otherwise (plugins/hcm/plugin.go), which resolves
 * dot segments, takes backslashes for slashes and decodes what need not be encoded; escapes that stay are left as
 * they are (Chromium's path canonicaliser, which Envoy uses). Slashes are merged only when asked for.
 *
 * @param settings the `httpConnectionManagerSettings` of the Gateway
 * @internal
 */
export function normalized(path: string, settings: any = {}): string {
  const resolved = settings.normalizePath === false ? path : resolvedPath(path);
  return settings.mergeSlashes === true ? resolved.replace(/\/{2,}/g, '/') : resolved;
}

function resolvedPath(path: string): string {
  const decoded = path.replace(/\\/g, '/').replace(/%[0-9a-fA-F]{2}/g, (code) => {
    const character = String.fromCharCode(parseInt(code.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code;
  });
  const resolved: string[] = [];
  const segments = decoded.split('/').slice(1);
  segments.forEach((segment, position) => {
    const last = position === segments.length - 1;
    if (segment === '..') {
      resolved.pop();
    }
    if (segment === '.' || segment === '..') {
      resolved.push(...(last ? [''] : []));
    } else {
      resolved.push(segment);
    }
  });
  return `/${resolved.join('/')}`;
}

/** Envoy looks at the first parameter of a name and does not decode it for route matching. */
function matchesParameter(parameter: any, request: HttpRequest): boolean {
  const pairs = request.query.split('&').filter((pair) => pair !== '').map((pair) => pair.split(/=(.*)/s));
  const found = pairs.find(([name]) => name === parameter.name);
  if (!found || !parameter.value) {
    return found !== undefined;
  }
  const value = found[1] ?? '';
  return parameter.regex ? fullMatch(parameter.value, value) : value === parameter.value;
}

/** RE2 on the whole value. An expression that does not compile matches nothing; the route is reported as rejected. */
function fullMatch(expression: string, value: string): boolean {
  try {
    return RE2JS.matches(expression, value);
  } catch {
    return false;
  }
}
