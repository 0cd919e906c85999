import { KubernetesObject } from '../../engine/kubernetes-object';
import { Pitfall } from '../../engine/pitfall';
import { annotation, integer, text } from '../annotations/values';
import { Configuration } from '../configuration/configuration';

const ANNOTATIONS = 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary';

/** A total that the controller takes for 100. @internal */
export function weightPitfalls(canary: KubernetesObject): Pitfall[] {
  const [weight, total] = ['canary-weight', 'canary-weight-total'].map((name) => annotation(canary, name));
  const isIgnored = total !== undefined && integer(total) <= 100 && integer(total) !== 100;
  return isIgnored
    ? [
      {
        rule: 'ingress-nginx-weight-total',
        severity: 'error',
        objects: [canary],
        message: `canary-weight-total ${total} is ignored, because it is not above 100: canary-weight`
            + ` ${weight ?? 0} is a percentage`,
        fix: 'Write a total above 100, or remove it and write percentages.',
        source: 'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
      },
    ]
    : [];
}

/** Headers that are compared with something else than their author is likely to mean. @internal */
export function headerPitfalls(canary: KubernetesObject): Pitfall[] {
  const [header, value, pattern] = ['canary-by-header', 'canary-by-header-value', 'canary-by-header-pattern'].map(
    (name) => annotation(canary, name),
  );
  const pitfalls: Pitfall[] = [];
  if (header === undefined && (value ?? pattern) !== undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-no-header',
      severity: 'error',
      objects: [canary],
      message: 'canary-by-header-value and canary-by-header-pattern do nothing without canary-by-header',
      fix: 'Add nginx.ingress.kubernetes.io/canary-by-header.',
      source: ANNOTATIONS,
    });
  }
  if (header !== undefined && value === undefined && pattern === undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-always-only',
      severity: 'note',
      objects: [canary],
      message: `only the value 'always' of ${header} leads to the canary, and 'never' away from it; any other value`
        + ' counts as no header',
      fix: 'To choose by another value add canary-by-header-value.',
      source: ANNOTATIONS,
    });
  }
  if (value !== undefined && pattern !== undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-two-conditions',
      severity: 'warning',
      objects: [canary],
      message: 'canary-by-header-pattern does nothing beside canary-by-header-value',
      fix: 'Keep one of both.',
      source: ANNOTATIONS,
    });
  }
  return pitfalls;
}

/** Clients that are bound to a version by a cookie stay with it, whatever the canary asks for. @internal */
export function affinityPitfalls({ upstreams }: Configuration): Pitfall[] {
  return [...upstreams.values()].flatMap(({ alternatives, affinityCookie, ingress }): Pitfall[] => {
    const canary = upstreams.get(alternatives[0])?.ingress;
    if (affinityCookie === undefined || !canary) {
      return [];
    }
    const isLegacy = text(canary, 'affinity-canary-behavior') === 'legacy';
    return [
      {
        rule: 'ingress-nginx-affinity-canary',
        severity: isLegacy ? 'note' : 'warning',
        objects: [canary, ingress],
        message: isLegacy
          ? `clients that the main backend has answered keep it by the cookie ${affinityCookie}, whatever header,`
            + ' cookie and weight of the canary say'
          : `clients stay with the version that has answered them first, by the cookie ${affinityCookie}:` +
            ' header, cookie and weight of the canary' +
            ' count for new clients only, and a weight of 0 takes nobody back',
        fix: isLegacy
          ? 'Remove affinity from the main Ingress while a canary runs.'
          : 'Write affinity-canary-behavior: legacy on the canary Ingress, or remove affinity from the main'
            + ' Ingress while a canary runs.',
        source: 'is_affinitized in rootfs/etc/nginx/lua/balancer/sticky.lua of kubernetes/ingress-nginx',
      },
    ];
  });
}
