import { isReplicaCount } from './replica-count';
import { given } from '../faults/shown';

/**
 * The number of the canary's pods, independent of its traffic.
 *
 * Without a `canaryScale` step the canary is deployed at full size: with all replicas of its version.
 */
export class CanaryScale {
  /** All replicas of the version. Every plan ends at this size. */
  public static full(): CanaryScale {
    return new CanaryScale('full', 100);
  }

  /** A fixed number of pods. @param count a whole number, at least 1: a canary without pods could not answer */
  public static replicas(count: number): CanaryScale {
    return new CanaryScale('replicas', undefined, count);
  }

  /**
   * A percentage of the version's replicas, rounded up.
   *
   * @param percent a whole number from 1 to 100; 100 is `full()`
   */
  public static percent(percent: number): CanaryScale {
    return percent === 100 ? CanaryScale.full() : new CanaryScale('percent', percent);
  }

  /**
   * From this step on, the percentage of replicas equals the canary's weight, rounded up to at least one pod. Pods are
   * added before the weight rises and removed after it has fallen.
   */
  public static matchWeight(): CanaryScale {
    return new CanaryScale('match the weight');
  }

  /** The percentage of the version's replicas; undefined for a fixed number and for `matchWeight()`. */
  public readonly percentOfReplicas?: number;

  /** The fixed number of pods; undefined for a percentage and for `matchWeight()`. */
  public readonly fixedReplicas?: number;

  private readonly kind: string;

  private constructor(kind: string, percentOfReplicas?: number, fixedReplicas?: number) {
    this.kind = kind;
    this.percentOfReplicas = percentOfReplicas;
    this.fixedReplicas = fixedReplicas;
  }

  /** Whether the size follows the weight. */
  public get matchesWeight(): boolean {
    return this.kind === 'match the weight';
  }

  /** Whether this is the size at which a plan ends. */
  public get isFull(): boolean {
    return this.percentOfReplicas === 100;
  }

  /**
   * The number of pods for a version.
   *
   * @param replicas the version's replicas at full size
   */
  public replicasOf(replicas: number): number {
    return this.fixedReplicas ?? Math.max(1, Math.ceil((replicas * (this.percentOfReplicas ?? 100)) / 100));
  }

  /** The faults of this size, one sentence each; empty if there are none. */
  public validate(): string[] {
    if (this.kind === 'replicas' && !isReplicaCount(this.fixedReplicas)) {
      return [
        'the canary needs a whole number of pods from 1 to 2147483647, ' +
          `${given(this.fixedReplicas)}: write for example CanaryScale.replicas(2)`,
      ];
    }
    const percent = this.percentOfReplicas;
    if (this.kind === 'percent' && !(Number.isInteger(percent) && percent! >= 1 && percent! <= 100)) {
      return [
        "the canary's size must be a whole percentage from 1 to 100, " +
          `${given(percent)}: write for example CanaryScale.percent(50)`,
      ];
    }
    return [];
  }

  /** The size as it appears in stage ids: `full`, `3-replicas`, `50-percent`. */
  public toString(): string {
    if (this.kind === 'replicas') {
      return `${this.fixedReplicas}-replicas`;
    }
    return this.kind === 'percent' ? `${this.percentOfReplicas}-percent` : this.kind;
  }
}
