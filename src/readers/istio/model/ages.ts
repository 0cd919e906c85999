import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';

/** How objects are ordered that do not tell their age. @internal */
export enum UntoldAges {
  /** As of one age: by their names. They are all created within a second where they are applied at once. */
  BY_NAME = 'by name',
  /** The other way round, to see whether an order that is not known makes a difference. */
  REVERSED = 'reversed',
}

/**
 * The oldest first; of one age by name, then by namespace (configCompareByCreationTime in pilot/pkg/model/config.go
 * of istio/istio). Those that do not tell their age come last.
 *
 * @internal
 */
export function byAge(objects: KubernetesObject[], untold: UntoldAges): KubernetesObject[] {
  const sign = untold === UntoldAges.REVERSED ? -1 : 1;
  return [...objects].sort((left, right) => {
    const [one, other] = [ageOf(left), ageOf(right)];
    if (one !== other) {
      return one < other ? -1 : 1;
    }
    const order =
      compared(left.metadata?.name, right.metadata?.name) ||
      compared(left.metadata?.namespace, right.metadata?.namespace);
    return isToldAge(left) ? order : sign * order;
  });
}

/** Whether the order of some objects is a guess. @internal */
export function isOpenOrder(objects: KubernetesObject[], index: ObjectIndex): boolean {
  return !index.isComplete && objects.length > 1 && objects.some((object) => !isToldAge(object));
}

function isToldAge({ metadata }: KubernetesObject): boolean {
  return metadata?.creationTimestamp !== undefined;
}

function ageOf({ metadata }: KubernetesObject): number {
  const time = Date.parse(metadata?.creationTimestamp ?? '');
  return Number.isNaN(time) ? Infinity : time;
}

function compared(left: string = '', right: string = ''): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
