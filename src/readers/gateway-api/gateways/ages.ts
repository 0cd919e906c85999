import { KubernetesObject } from '../../engine/kubernetes-object';

/** When an object was made; undefined where it does not tell. @internal */
export function ageOf({ metadata }: KubernetesObject): number | undefined {
  const age = Date.parse(metadata?.creationTimestamp ?? '');
  return Number.isNaN(age) ? undefined : age;
}

/**
 * The older one first, then the first by namespace, then the first by name. Only for objects whose ages are known.
 *
 * @param suffix what stands behind each name where names are compared
 * @internal
 */
export function byAge(one: KubernetesObject, other: KubernetesObject, suffix: string): number {
  return (
    (ageOf(one) ?? 0) - (ageOf(other) ?? 0) ||
    byText(one.metadata?.namespace ?? '', other.metadata?.namespace ?? '') ||
    byText(`${one.metadata?.name ?? ''}${suffix}`, `${other.metadata?.name ?? ''}${suffix}`)
  );
}

/** The first by its characters first. @internal */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
