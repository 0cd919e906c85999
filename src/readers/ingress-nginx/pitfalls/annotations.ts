import { addressesOf, addressKey } from './addresses';
import { nearestName } from '../../../faults/nearest-name';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Pitfall } from '../../engine/pitfall';
import { FORMER_ANNOTATIONS, KNOWN_ANNOTATIONS } from '../annotations/known-annotations';
import { annotation, annotationNames, PREFIX } from '../annotations/values';

/** Names that the controller does not know, and with which it does nothing. @internal */
export function annotationPitfalls(ingress: KubernetesObject): Pitfall[] {
  return annotationNames(ingress)
    .filter((name) => !Object.hasOwn(KNOWN_ANNOTATIONS, name) && !FORMER_ANNOTATIONS.has(name))
    .map((name) => {
      const nearest = nearestName(name, Object.keys(KNOWN_ANNOTATIONS), Math.max(2, Math.floor(name.length / 4)));
      const question = nearest === undefined ? '' : `: did you mean ${nearest}?`;
      return {
        rule: 'ingress-nginx-unknown-annotation',
        severity: 'warning',
        objects: [ingress],
        message: `the annotation ${PREFIX}${name} does not exist, so it does nothing${question}`,
        fix: nearest === undefined ? `Remove ${PREFIX}${name}.` : `Write ${PREFIX}${nearest}.`,
        source: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/',
      };
    });
}

/**
 * What counts on a canary Ingress: its policy, and how its own pods are chosen; certificates count for the whole host.
 */
const COUNTS_ON_CANARY =
  /^(canary.*|affinity-canary-behavior|service-upstream|upstream-hash-by.*|load-balance|(auth-tls|proxy-ssl)-secret)$/;

/**
 * Annotations of a canary Ingress that its main Ingress lacks: the location has those of the main Ingress only.
 *
 * @internal
 */
export function ignoredOnCanary(canary: KubernetesObject, main: KubernetesObject[]): Pitfall[] {
  const keys = new Set(addressesOf(canary).map(addressKey));
  const primaries = main.filter((ingress) => addressesOf(ingress).some((address) => keys.has(addressKey(address))));
  const isOwn = (name: string) => Object.hasOwn(KNOWN_ANNOTATIONS, name) && !COUNTS_ON_CANARY.test(name);
  const isOther = (name: string) => primaries.some((primary) => annotation(primary, name) !== annotation(canary, name));
  const names = annotationNames(canary)
    .filter((name) => isOwn(name) && isOther(name))
    .sort();
  return names.length === 0
    ? []
    : [
      {
        rule: 'ingress-nginx-ignored-on-canary',
        severity: 'warning',
        objects: [canary, ...primaries],
        message: `${names.join(', ')} of a canary Ingress ${names.length === 1 ? 'does' : 'do'} nothing: the`
            + ' paths have the annotations of the main Ingress',
        fix: `Move ${names.join(', ')} to the main Ingress, where`
            + ` ${names.length === 1 ? 'it counts' : 'they count'} for both versions, or remove`
            + ` ${names.length === 1 ? 'it' : 'them'}.`,
        source: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary',
      },
    ];
}
