import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { Expression } from '../../envoy';

/**
 * Methods that change something (CsrfFilter in source/extensions/filters/http/csrf/csrf_filter.cc of
 * envoyproxy/envoy).
 */
const METHODS = ['POST', 'PUT', 'DELETE', 'PATCH'];

const DENOMINATORS: { readonly [name: string]: number } = {
  HUNDRED: 100,
  TEN_THOUSAND: 10_000,
  MILLION: 1_000_000,
  0: 100,
  1: 10_000,
  2: 1_000_000,
};

/**
 * The part of such requests that Envoy answers with 403, since they come from a page of another origin. Without
 * `filterEnabled` that is invalid (translateFilterEnabled in projects/gloo/pkg/plugins/csrf/plugin.go of solo-io/gloo).
 *
 * @param policies those of the route, the virtual host and the Gateway; the first one that is there counts
 * @internal
 */
export function forbidden(request: HttpRequest, policies: any[]): Fraction {
  const policy = policies.find((one) => one !== undefined);
  if (
    policy === undefined ||
    !METHODS.includes(request.method) ||
    isOwnOrigin(request, policy.additionalOrigins ?? [])
  ) {
    return Fraction.ZERO;
  }
  const { numerator = 0, denominator = 'HUNDRED' } = policy.filterEnabled?.defaultValue ?? {};
  const whole = DENOMINATORS[denominator] ?? 100;
  return Fraction.of(Math.min(numerator, whole), whole);
}

function isOwnOrigin(request: HttpRequest, others: any[]): boolean {
  const origin =
    hostOf(request.headerValues('origin').join(',')) || hostOf(request.headerValues('referer').join(','));
  return origin !== '' && (origin === request.authority || others.some((matcher) => matchesText(matcher, origin)));
}

/** Host and port of a URL; a text that is no URL as it is. */
function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1] ?? url;
}

function matchesText({ exact, prefix, suffix, safeRegex, ignoreCase }: any, text: string): boolean {
  const fold = (one: string) => (ignoreCase === true ? one.toLowerCase() : one);
  if (safeRegex !== undefined) {
    return Expression.of(safeRegex.regex ?? '').matches(text);
  }
  return exact !== undefined
    ? fold(text) === fold(exact)
    : suffix !== undefined
      ? fold(text).endsWith(fold(suffix))
      : prefix !== undefined && fold(text).startsWith(fold(prefix));
}
