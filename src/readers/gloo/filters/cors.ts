import { HttpRequest } from '../../../http';
import { Expression, isAnsweredPreflight } from '../../envoy';
import { FlatRoute } from '../routes/flat-route';
import { actionKind } from '../routes/matchers';

/**
 * Whether Envoy answers a CORS preflight of a route with 200. The route's policy counts before that of its virtual
 * host, whose origins count where the route names none (projects/gloo/pkg/plugins/cors/plugin.go of solo-io/gloo;
 * initializeCorsPolicies in source/extensions/filters/http/cors/cors_filter.cc of envoyproxy/envoy).
 *
 * @param hostOptions the options of the virtual host
 * @internal
 */
export function isPreflight(request: HttpRequest, { route }: FlatRoute, hostOptions: any): boolean {
  if (request.method !== 'OPTIONS' || actionKind(route) !== 'routeAction') {
    return false;
  }
  const own = route.options?.cors;
  // Gloo takes no policy that names no origin.
  const policies = [own, hostOptions?.cors].filter((policy) => policy !== undefined && originsOf(policy).length > 0);
  if (policies.length === 0 || (policies[0] === own && own.disableForRoute === true)) {
    return false;
  }
  const { allowOrigin = [], allowOriginRegex = [] } = policies[0];
  return isAnsweredPreflight(
    request,
    (origin) =>
      allowOrigin.includes(origin) || allowOriginRegex.some((text: string) => Expression.of(text).matches(origin)),
  );
}

function originsOf({ allowOrigin = [], allowOriginRegex = [] }: any): string[] {
  return [...allowOrigin, ...allowOriginRegex];
}
