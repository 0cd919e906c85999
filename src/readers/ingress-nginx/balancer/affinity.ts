import { createHash } from 'node:crypto';
import { affinityCookie } from './cookies';
import { HttpRequest } from '../../../http';
import { Upstream } from '../configuration/configuration';

/** What the cookie of an affinity says. @internal */
export interface Affinity {
  /** Whether there is a cookie that binds to no upstream: the controller has not set it. */
  readonly isForeign: boolean;
  /** Whether the client is bound to this upstream, whatever header, cookie and weight of a canary say. */
  isBoundTo(upstream: Upstream): boolean;
  /** Whether the cookie chooses among the pods of an upstream. */
  choosesPodOf(upstream: Upstream): boolean;
}

/**
 * Reads the cookie that the balancer sets for an affinity: a key for the pod, a bar, and a hash of the upstream's name
 * (rootfs/etc/nginx/lua/balancer/sticky.lua). A value without the hash of an upstream binds to none, and the canary's
 * policy decides.
 *
 * @internal
 */
export function affinityOf(request: HttpRequest, upstreams: Upstream[]): Affinity {
  const partsOf = ({ affinityCookie: name }: Upstream) => {
    const value = name === undefined ? undefined : affinityCookie(name, request);
    return value?.split('|').filter((part) => part !== '') ?? [];
  };
  const isBoundTo = (upstream: Upstream) => partsOf(upstream)[1] === backendKey(upstream.name);
  return {
    isBoundTo,
    choosesPodOf: (upstream) => partsOf(upstream).length > 0,
    isForeign: upstreams.some((upstream) => partsOf(upstream).length > 0) && !upstreams.some(isBoundTo),
  };
}

function backendKey(name: string): string {
  return md5(md5(name) + name);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
