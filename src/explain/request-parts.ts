import { HttpRequest } from '../http';

/**
 * A part of a request in which two requests differ: `host`, `port` (with the scheme), `path`, `query`, `method`, or a
 * header.
 *
 * @internal
 */
export type RequestPart = 'host' | 'port' | 'path' | 'query' | 'method' | `header ${string}`;

/** The parts in which two requests differ. @internal */
export function differingParts(one: HttpRequest, other: HttpRequest): RequestPart[] {
  const headers = [...new Set([...one.headerNames, ...other.headerNames])];
  return [
    ...(one.host === other.host ? [] : ['host' as const]),
    ...(one.scheme === other.scheme && one.port === other.port ? [] : ['port' as const]),
    ...(one.path === other.path ? [] : ['path' as const]),
    ...(one.query === other.query ? [] : ['query' as const]),
    ...(one.method === other.method ? [] : ['method' as const]),
    ...headers
      .filter((name) => one.headerValues(name).join('\n') !== other.headerValues(name).join('\n'))
      .map((name): RequestPart => `header ${name}`),
  ];
}

/** A request with some parts of another one. @internal */
export function withParts(request: HttpRequest, example: HttpRequest, parts: readonly RequestPart[]): HttpRequest {
  const from = (part: RequestPart) => (parts.includes(part) ? example : request);
  const [host, port] = [from('host'), from('port')];
  const query = from('query').query;
  const address = `${port.scheme}://${host.host}:${port.port}${from('path').path}${query === '' ? '' : `?${query}`}`;
  const bare = HttpRequest.to(address, { method: from('method').method });
  const isDefault = port.port === (port.scheme === 'https' ? 443 : 80);
  const authority = host === port ? host.authority : `${host.host}${isDefault ? '' : `:${port.port}`}`;
  const names = [...new Set([...request.headerNames, ...example.headerNames])];
  const lines = names.flatMap((name) =>
    from(`header ${name}`)._sentValues(name).map((value): [string, string] => [name, value]),
  );
  return bare._withHeaders([['host', authority], ...lines]);
}
