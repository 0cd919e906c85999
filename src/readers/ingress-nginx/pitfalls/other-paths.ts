import { addressesOf } from './addresses';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Pitfall } from '../../engine/pitfall';
import { isTrue, text } from '../annotations/values';
import { Configuration } from '../configuration/configuration';
import { hostName } from '../configuration/rules';
import { nginxServer } from '../nginx/locations';

/** A canary belongs to a Service and its port, not to a route: whatever leads there gets it. @internal */
export function leakPitfalls({ servers, upstreams }: Configuration, canaries: KubernetesObject[]): Pitfall[] {
  const wanted = new Set(canaries.flatMap(addressesOf).map(({ host, path }) => `${host} ${path}`));
  return canaries.length === 0
    ? []
    : [...servers].flatMap(([host, { locations }]) =>
      locations.flatMap((location): Pitfall[] => {
        const upstream = location.upstream === undefined ? undefined : upstreams.get(location.upstream);
        const canary = upstream && upstreams.get(upstream.alternatives[0]);
        if (!canary || wanted.has(`${host} ${location.path}`) || !location.ingress) {
          return [];
        }
        return [
          {
            rule: 'ingress-nginx-leaking-canary',
            severity: 'error',
            objects: [location.ingress, canary.ingress],
            message:
                `${location.path} of ${hostName(host)} gets the canary ${canary.service}, too,` +
                ` because it leads to the Service ${upstream.service}:` +
                ' a canary belongs to the Service and not to a path',
            fix: 'Give the paths that must not get the canary a Service of their own.',
            source: 'https://github.com/kubernetes/ingress-nginx/issues/4667',
          },
        ];
      }),
    );
}

/**
 * An expression on one path of a host makes all of its paths the beginnings of expressions, in capitals or not.
 *
 * @internal
 */
export function widenedPaths({ servers }: Configuration): Pitfall[] {
  return [...servers].flatMap(([host, server]): Pitfall[] => {
    const { isRegex } = nginxServer(server);
    const causing = server.locations.find(({ ingress }) => asksForExpressions(ingress))?.ingress;
    if (!isRegex || !causing) {
      return [];
    }
    const widened = server.locations.filter(
      ({ path, ingress }) => path !== '/' && ingress && !asksForExpressions(ingress),
    );
    return widened.map(({ path, pathType, ingress }): Pitfall => ({
      rule: 'ingress-nginx-widened-path',
      severity: 'warning',
      objects: [ingress!, causing],
      message:
        `${path} (${pathType}) of ${hostName(host)} takes every path that begins with it, in capitals or not:` +
        ` use-regex or rewrite-target of Ingress ${idOf(causing)} turns all paths of the host into expressions`,
      fix: `Give Ingress ${idOf(causing)} a host of its own, or write ${path.replace(/\/$/, '')}(/|$) with pathType`
        + ' ImplementationSpecific and use-regex.',
      source: 'https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/',
    }));
  });
}

function asksForExpressions(ingress: KubernetesObject | undefined): boolean {
  return isTrue(ingress, 'use-regex') || text(ingress, 'rewrite-target') !== undefined;
}
