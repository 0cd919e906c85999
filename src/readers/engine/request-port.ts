import { HttpRequest } from '../../http';

/** The port that a request goes to: that of its authority, otherwise the scheme's own. @internal */
export function requestPort({ authority, scheme }: HttpRequest): number {
  return Number(/:(\d+)$/.exec(authority)?.[1] ?? (scheme === 'https' ? 443 : 80));
}
