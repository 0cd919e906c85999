import { HttpRequest } from '../../http';

/**
 * Whether Envoy's CORS filter answers a request itself, with 200: a preflight (`OPTIONS` with an `Origin` and an
 * `Access-Control-Request-Method`) whose origin the policy allows. A route that redirects, or that answers directly,
 * has no policy (CorsFilter::decodeHeaders in source/extensions/filters/http/cors/cors_filter.cc of
 * envoyproxy/envoy).
 *
 * @param allows whether one of the policy's origins matches a text; Envoy asks for the origin and for `*`
 * @param forwardsOthers whether preflights of other origins are routed like any request
 * @internal
 */
export function isAnsweredPreflight(
  request: HttpRequest,
  allows: (origin: string) => boolean,
  forwardsOthers: boolean = true,
): boolean {
  const origin = request.headerValues('origin').join(',');
  const isPreflight =
    request.method === 'OPTIONS' &&
    origin !== '' &&
    request.headerValues('access-control-request-method').join(',') !== '';
  return isPreflight && (!forwardsOthers || allows('*') || allows(origin));
}
