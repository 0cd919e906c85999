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

/** The port that a request goes to. @internal */
export function portOf({ authority, scheme }: HttpRequest): number {
  return Number(/:(\d+)$/.exec(authority)?.[1] ?? (scheme === 'https' ? 443 : 80));
}
