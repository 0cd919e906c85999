import { HttpRequest } from '../../http';

/**
 * The host that a request names, in lower case and without port: Istio has Envoy ignore ports
 * (IgnorePortInHostMatching).
 *
 * @internal
 */
export function hostOf({ authority }: HttpRequest): string {
  return authority.replace(/:\d*$/, '').toLowerCase();
}
