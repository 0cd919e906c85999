import { cookieVariable } from './cookies';
import { headerVariable } from './headers';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { CanaryPolicy } from '../annotations/canary-policy';
import { bytes } from '../nginx/request-path';
import { search } from '../pcre/search';

/** The share of a request that goes to the canary, or the pattern that only PCRE itself can judge. @internal */
export type Decision = { readonly canary: Fraction } | { readonly unknownPattern: string };

/**
 * Whether a request goes to the canary (route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua).
 *
 * @internal
 */
export function decide(policy: CanaryPolicy, request: HttpRequest): Decision {
  const header = policy.header === '' ? undefined : headerVariable(policy.header, request);
  const byHeader = header === undefined ? undefined : headerDecision(policy, header);
  if (byHeader instanceof Fraction) {
    return { canary: byHeader };
  }
  const canary = withoutHeader(policy, request);
  // Where PCRE gives up the request goes to stable.
  return byHeader === undefined || (byHeader === 'exhausted' && canary.isZero)
    ? { canary }
    : { unknownPattern: policy.headerPattern };
}

function headerDecision(
  { headerValue, headerPattern }: CanaryPolicy,
  header: string,
): Fraction | 'exhausted' | 'unknown' | undefined {
  if (headerValue !== '') {
    return bytes(header) === bytes(headerValue) ? Fraction.ONE : undefined;
  }
  if (headerPattern !== '') {
    const verdict = search(bytes(headerPattern), bytes(header));
    switch (verdict) {
      case 'matches':
        return Fraction.ONE;
      // The balancer reports an error and leaves the request to stable, whatever the weight.
      case 'broken':
        return Fraction.ZERO;
      case 'exhausted':
      case 'unknown':
        return verdict;
      case 'differs':
        return undefined;
    }
  }
  return header === 'always' ? Fraction.ONE : header === 'never' ? Fraction.ZERO : undefined;
}

/**
 * By the cookie, and without one by the weight. A policy without a cookie's name reads the cookie with an empty name.
 */
function withoutHeader({ cookie: name, weight, weightTotal }: CanaryPolicy, request: HttpRequest): Fraction {
  const cookie = cookieVariable(name, request);
  if (cookie === 'always' || cookie === 'never') {
    return cookie === 'always' ? Fraction.ONE : Fraction.ZERO;
  }
  const total = weightTotal > 100 ? weightTotal : 100;
  return Fraction.of(Math.min(Math.max(weight, 0), total), total);
}
