import { Fraction } from '../../fraction';

/** The weight of each pod of both versions, and the resulting split. @internal */
export interface PodWeights {
  readonly stable: number;
  readonly canary: number;
  /** The canary's fraction of the requests. */
  readonly achieved: Fraction;
}

/** The greatest weight that HAProxy accepts (https://docs.haproxy.org/2.6/configuration.html#5.2-weight). */
const GREATEST = 256;

/**
 * The weight of the pods of a version that gets all requests. It stays the same when the other version is removed.
 *
 * @internal
 */
export const FULL_WEIGHT = 100;

/**
 * The weight of the pods of a version that gets no requests: the Service does not select them. A weight of 0 would
 * leave no pod to answer until the other version's pods get their weight, and Voyager up to version 10 reads 0 as 1.
 */
const IDLE_WEIGHT = 1;

/**
 * Converts a percentage into weights of single pods. In HAProxy each server has a weight, so three pods of weight 25
 * get three times as many requests as one.
 *
 * Between two stages Kubernetes replaces the pods of both versions in any order. Therefore all stages use the same
 * scale: while the percentage rises, stable's weights only fall and the canary's only rise, and every mixture of old
 * and new pods gives a fraction in between. Among the weights near that scale, the pair with the smallest error is
 * chosen; usually it is exact.
 *
 * @param percent the canary's percentage, with at most three decimals
 * @internal
 */
export function podWeights(percent: number, stablePods: number, canaryPods: number): PodWeights {
  const wanted = Fraction.percent(percent);
  if (wanted.isZero) {
    return { stable: FULL_WEIGHT, canary: IDLE_WEIGHT, achieved: Fraction.ZERO };
  }
  if (wanted.isEqualTo(Fraction.ONE)) {
    return { stable: IDLE_WEIGHT, canary: FULL_WEIGHT, achieved: Fraction.ONE };
  }
  const scale = FULL_WEIGHT * Math.min(stablePods, canaryPods);
  const ideal = { stable: (scale * (100 - percent)) / 100 / stablePods, canary: (scale * percent) / 100 / canaryPods };
  const candidates = around(ideal.stable).flatMap((stable) => around(ideal.canary).map((canary) => {
    const achieved = Fraction.of(canary * canaryPods, stable * stablePods + canary * canaryPods);
    const remoteness = Math.abs(stable - ideal.stable) / ideal.stable + Math.abs(canary - ideal.canary) / ideal.canary;
    return { stable, canary, achieved, error: distance(achieved, wanted), remoteness };
  }));
  const { stable, canary, achieved } = candidates.reduce((best, one) => {
    const byError = one.error.compareTo(best.error);
    return byError < 0 || (byError === 0 && one.remoteness < best.remoteness) ? one : best;
  });
  return { stable, canary, achieved };
}

/** The whole weights within an eighth of the ideal weight, and the two next to it. */
function around(ideal: number): number[] {
  const [low, high] = [
    Math.min(Math.floor(ideal), Math.ceil(ideal * 0.875)),
    Math.max(Math.ceil(ideal), Math.floor(ideal * 1.125)),
  ];
  return Array.from({ length: high - low + 1 }, (_, index) => low + index).filter(
    (weight) => weight >= 1 && weight <= GREATEST,
  );
}

/** The absolute difference of two fractions. @internal */
export function distance(one: Fraction, other: Fraction): Fraction {
  return one.compareTo(other) < 0 ? other.minus(one) : one.minus(other);
}
