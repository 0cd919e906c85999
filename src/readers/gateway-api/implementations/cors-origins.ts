import { HttpRequest } from '../../../http';
import { Expression, isAnsweredPreflight } from '../../envoy';

/**
 * Whether Envoy's CORS filter answers a preflight request for a CORS filter of an HTTPRoute. An origin may hold `*`
 * (createCorsFilter in pilot/pkg/config/kube/gateway/conversion.go of istio/istio, wildcard2regex in
 * internal/gatewayapi/securitypolicy.go of envoyproxy/gateway).
 *
 * @param forwardsOthers whether preflights of other origins go to the backends
 * @internal
 */
export function answersPreflight({ allowOrigins = [] }: any, request: HttpRequest, forwardsOthers: boolean): boolean {
  return isAnsweredPreflight(
    request,
    (origin) => allowOrigins.some((allowed: string) => originTakes(allowed, origin)),
    forwardsOthers,
  );
}

function originTakes(allowed: string, origin: string): boolean {
  if (allowed === '*') {
    return origin !== '*';
  }
  return allowed.includes('*')
    ? Expression.of(allowed.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')).matches(origin)
    : allowed === origin;
}
