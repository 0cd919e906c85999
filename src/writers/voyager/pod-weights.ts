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
 * weight 25 get three times as much as one.
 *
 * From one stage to the next the pods of both versions are replaced, in no particular order. The weights of both
 * versions are therefore of one scale, so that the stable ones only fall and the canary's only rise while the share
 * rises, and every mixture of old and new pods gives a share in between. Near that scale the pair with the smallest
 * error is taken: mostly an exact one.
 *
 * @param percent the canary's share, with at most three decimals
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

/** The whole weights within an eighth of an ideal one, and those next to it. */
function around(ideal: number): number[] {
  const [low, high] = [Math.min(Math.floor(ideal), Math.ceil(ideal * 0.875)), Math.max(Math.ceil(ideal), Math.floor(ideal * 1.125))];
  return Array.from({ length: high - low + 1 }, (_, index) => low + index).filter((weight) => weight >= 1 && weight <= GREATEST);
}

/** How far a share is from another. @internal */
export function distance(one: Fraction, other: Fraction): Fraction {
  return one.compareTo(other) < 0 ? other.minus(one) : one.minus(other);
}
