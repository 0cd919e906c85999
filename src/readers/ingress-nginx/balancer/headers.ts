import { HttpRequest } from '../../../http';

/**
 * A header as nginx's `$http_…` variable has it: dashes and underscores are one, lines are joined. nginx drops headers
 * whose names have other characters than letters, digits and dashes (ignore_invalid_headers, underscores_in_headers).
 * Blanks around a value are cut off, tabs are not (ngx_http_parse_header_line).
 *
 * @internal
 */
export function headerVariable(annotated: string, request: HttpRequest): string | undefined {
  const variable = (name: string) => name.toLowerCase().replace(/-/g, '_');
  if (variable(annotated) === 'host') {
    return request.authority;
  }
  const name = request.headerNames.find((sent) => /^[a-z0-9-]+$/.test(sent) && variable(sent) === variable(annotated));
  const values =
    name === undefined ? undefined : request._sentValues(name).map((value) => value.replace(/^ +| +$/g, ''));
  return values?.join(name === 'cookie' ? '; ' : ', ');
}
