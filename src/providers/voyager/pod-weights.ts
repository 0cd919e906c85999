import { Fraction } from '../../fraction';

/** The weight of each pod of a version, and what comes of it. @internal */
export interface PodWeights {
  readonly stable: number;
  readonly canary: number;
  /** The canary's share. */
  readonly achieved: Fraction;
}

/** HAProxy refuses a greater one (https://docs.haproxy.org/2.6/configuration.html#5.2-weight). */
const GREATEST = 256;

/** The weight of the pods of a version that gets everything: it stays when the other version goes. @internal */
export const FULL_WEIGHT = 100;

/**
 * The weight of the pods of a version that gets nothing. The Service leaves them out then; a weight of 0 would leave
 * nobody to answer if the other version's pods get theirs later, and Voyager up to version 10 reads it as 1.
 */
const IDLE_WEIGHT = 1;

/**
 * Turns a share of the requests into weights of single pods. To HAProxy a weight is one server's, so three pods of
 * weight 25 get three times as much as one: the ratio of the weights is that of the shares per pod.
 *
 * @param percent the canary's share, with at most three decimals
 * @internal
 */
export function podWeights(percent: number, stablePods: number, canaryPods: number): PodWeights {
  const canaryParts = Math.round(percent * 1000);
  const stableParts = 100_000 - canaryParts;
  if (canaryParts === 0) {
    return { stable: FULL_WEIGHT, canary: IDLE_WEIGHT, achieved: Fraction.ZERO };
  }
  if (stableParts === 0) {
    return { stable: IDLE_WEIGHT, canary: FULL_WEIGHT, achieved: Fraction.ONE };
  }
  const weights = (stable: number, canary: number) => ({ stable, canary, achieved: share(stable * stablePods, canary * canaryPods) });
  const divisor = greatestCommonDivisor(stableParts * canaryPods, canaryParts * stablePods);
  const [stable, canary] = [(stableParts * canaryPods) / divisor, (canaryParts * stablePods) / divisor];
  if (stable <= GREATEST && canary <= GREATEST) {
    // As percentages where that is possible: 75 and 25 rather than 3 and 1.
    const scale = Math.max(1, Math.floor(100 / (stable + canary)));
    return weights(stable * scale, canary * scale);
  }
  return closest(stable / canary, Fraction.percent(percent), weights);
}

function closest(ratio: number, wanted: Fraction, weights: (stable: number, canary: number) => PodWeights): PodWeights {
  const candidates = Array.from({ length: GREATEST }, (_, index) => index + 1).flatMap((canary) => {
    const stable = Math.min(Math.max(Math.round(canary * ratio), 1), GREATEST);
    return [weights(stable, canary)];
  });
  return candidates.reduce((best, one) => (distance(one.achieved, wanted).compareTo(distance(best.achieved, wanted)) < 0 ? one : best));
}

/** How far a share is from another. @internal */
export function distance(one: Fraction, other: Fraction): Fraction {
  return one.compareTo(other) < 0 ? other.minus(one) : one.minus(other);
}

function share(stable: number, canary: number): Fraction {
  return Fraction.of(canary, stable + canary);
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
