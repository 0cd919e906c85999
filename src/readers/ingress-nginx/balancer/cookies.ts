import { headerVariable } from './headers';
import { HttpRequest } from '../../../http';

/**
 * A cookie as nginx's `$cookie_…` variable has it: the value up to the next semicolon; names are compared without case.
 * Where no equals sign follows a name, the text up to the next separator is skipped. The empty name is allowed
 * (ngx_http_parse_multi_header_lines in src/http/ngx_http_parse.c).
 *
 * @internal
 */
export function cookieVariable(name: string, request: HttpRequest): string | undefined {
  for (const line of request.headerValues('cookie')) {
    for (let rest = line; rest !== ''; rest = rest.replace(/^[^;,]*[;,]? */, '')) {
      if (rest.toLowerCase().startsWith(name.toLowerCase())) {
        const after = rest.slice(name.length).replace(/^ +/, '');
        if (after.startsWith('=')) {
          return /^= *([^;]*)/.exec(after)![1];
        }
        rest = after.slice(1);
      }
    }
  }
  return undefined;
}

/**
 * A cookie as the balancer reads the one of an affinity: names are compared with case, a value ends at a semicolon or a
 * blank, of two with one name the last counts (get_cookie_table of lua-resty-cookie).
 *
 * @internal
 */
export function affinityCookie(name: string, request: HttpRequest): string | undefined {
  const line = headerVariable('cookie', request) ?? '';
  let found: string | undefined;
  for (const [, key, value] of line.matchAll(/(?:^|[; \t])[ \t]*([^= \t][^=]*)=([^; \t]*)/g)) {
    found = key === name ? value : found;
  }
  return found;
}
