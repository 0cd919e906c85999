import { HttpRequest } from '../../../http';

/**
 * The status with which nginx answers a request before it looks for a server: 400 for a method that is not in capitals
 * (ngx_http_parse_request_line), for an invalid host (ngx_http_validate_host), 405 for TRACE and CONNECT
 * (ngx_http_process_request_header; src/http/ngx_http_request.c and ngx_http_parse.c of nginx 1.27).
 *
 * @internal
 */
export function refusal(request: HttpRequest): 400 | 405 | undefined {
  if (!/^[A-Z_-]+$/.test(request.method) || serverNameOf(request.authority) === undefined) {
    return 400;
  }
  return request.method === 'TRACE' || request.method === 'CONNECT' ? 405 : undefined;
}

/**
 * The name by which nginx looks for a server: in small letters, without the port and without one last dot.
 *
 * @returns undefined for what is no host
 * @internal
 */
export function serverNameOf(authority: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x20\x7f/]|\.\./.test(authority)) {
    return undefined;
  }
  const literal = authority.startsWith('[') ? authority.indexOf(']') : -1;
  const colon = authority.indexOf(':');
  const host = literal >= 0 ? authority.slice(0, literal + 1) : colon >= 0 ? authority.slice(0, colon) : authority;
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  return name === '' ? undefined : name.toLowerCase();
}
