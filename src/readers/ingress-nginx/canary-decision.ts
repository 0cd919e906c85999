import { CanaryPolicy } from './annotations';
import { search } from './expressions';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';

/** The share of a request that goes to the canary, or why nobody can tell. @internal */
export type Decision = { readonly canary: Fraction } | { readonly undetermined: string };

/** Whether a request goes to the canary (route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua). @internal */
export function decide(policy: CanaryPolicy, request: HttpRequest): Decision {
  const header = policy.header === '' ? undefined : headerValue(policy.header, request);
  if (header !== undefined) {
    const byHeader = headerDecision(policy, header);
    if (byHeader) {
      return byHeader;
    }
  }
  const cookie = policy.cookie === '' ? undefined : cookieValue(policy.cookie, request);
  if (cookie === 'always' || cookie === 'never') {
    return { canary: cookie === 'always' ? Fraction.ONE : Fraction.ZERO };
  }
  const total = policy.weightTotal > 100 ? policy.weightTotal : 100;
  return { canary: Fraction.of(Math.min(Math.max(policy.weight, 0), total), total) };
}

function headerDecision({ headerValue: value, headerPattern, header: name }: CanaryPolicy, header: string): Decision | undefined {
  if (value !== '') {
    return header === value ? { canary: Fraction.ONE } : undefined;
  }
  if (headerPattern !== '') {
    switch (search(headerPattern, header)) {
      case 'matches': return { canary: Fraction.ONE };
      // The controller logs an error and leaves the request to stable, whatever the weight.
      case 'broken': return { canary: Fraction.ZERO };
      case 'unknown': return { undetermined: `the pattern ${headerPattern} for the header ${name} can only be judged by PCRE itself` };
      case 'differs': return undefined;
    }
  }
  return header === 'always' ? { canary: Fraction.ONE } : header === 'never' ? { canary: Fraction.ZERO } : undefined;
}

/**
 * A header as nginx's `$http_…` variable has it: dashes and underscores are one, lines are joined. nginx drops headers
 * whose names have other characters than letters, digits and dashes (ignore_invalid_headers, underscores_in_headers).
 */
function headerValue(annotated: string, request: HttpRequest): string | undefined {
  const variable = (name: string) => name.toLowerCase().replace(/-/g, '_');
  const name = request.headerNames.find((sent) => /^[a-z0-9-]+$/.test(sent) && variable(sent) === variable(annotated));
  if (variable(annotated) === 'host') {
    return request.authority;
  }
  return name === undefined ? undefined : request.headerValues(name).join(name === 'cookie' ? '; ' : ', ');
}

/**
 * The value of a cookie, up to the next semicolon; names are compared without case. What follows a name that is not
 * followed by an equals sign is lost up to the next separator, as in nginx (ngx_http_parse_multi_header_lines).
 *
 * @internal
 */
export function cookieValue(name: string, request: HttpRequest): string | undefined {
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
