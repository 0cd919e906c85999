import { HttpRequest } from '../../http';

/**
 * The lines of a header, or of a pseudo-header of HTTP/2, as the client sends them. `ReceivedRequest` knows what
 * routes see.
 *
 * @param path the request's path as Envoy compares it
 * @internal
 */
export function headerLines(name: string = '', request: HttpRequest, path: string): string[] {
  switch (name.toLowerCase()) {
    case ':authority':
    case 'host':
      return [request.authority];
    case ':method':
      return [request.method];
    case ':path':
      return [request.query ? `${path}?${request.query}` : path];
    case ':scheme':
      return [request.scheme];
    default:
      return request.headerValues(name);
  }
}

/**
 * The first parameter of a name, which Envoy does not decode for route matching; undefined when there is none.
 *
 * @internal
 */
export function queryParameter(name: string, request: HttpRequest): string | undefined {
  const pairs = request.query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/=(.*)/s));
  const found = pairs.find(([key]) => key === name);
  return found && (found[1] ?? '');
}
