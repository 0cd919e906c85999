import { isReplicaCount } from './replica-count';
import { shown } from '../faults/shown';

/**
 * How many pods the canary runs with, apart from how much traffic it gets.
 *
 * Without a `canaryScale` step the canary is deployed at its full size: as many pods as its version asks for.
 */
export class CanaryScale {
  /** All the replicas that the version asks for: the size at which a plan ends. */
  public static full(): CanaryScale {
    return new CanaryScale('full', 100);
  }

  /** A fixed number of pods. @param count whole, at least 1: a canary without pods would answer nobody */
  public static replicas(count: number): CanaryScale {
    return new CanaryScale('replicas', undefined, count);
  }

  /** A share of the version's replicas, rounded up. @param percent whole, 1 to 100; 100 is `full()` */
  public static percent(percent: number): CanaryScale {
    return percent === 100 ? CanaryScale.full() : new CanaryScale('percent', percent);
  }

  /**
   * As many percent of the version's replicas as the canary's weight, rounded up and never less than one pod, from
   * here on. Pods are added before the weight rises and taken away after it has fallen.
   */
  public static matchWeight(): CanaryScale {
    return new CanaryScale('match the weight');
  }

  /** Percent of the version's replicas; undefined for a fixed number and for `matchWeight()`. */
  public readonly percentOfReplicas?: number;

  /** The fixed number of pods; undefined for the others. */
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
   * @param replicas what the version asks for at full size
   */
  public replicasOf(replicas: number): number {
    return this.fixedReplicas ?? Math.max(1, Math.ceil((replicas * (this.percentOfReplicas ?? 100)) / 100));
  }

  /** What is wrong with this size, a sentence each; empty when nothing is. */
  public validate(): string[] {
    if (this.kind === 'replicas' && !isReplicaCount(this.fixedReplicas)) {
      return [`the canary needs a whole number of pods, at least 1 and of 32 bits, given ${shown(this.fixedReplicas)}: write for example CanaryScale.replicas(2)`];
    }
    const percent = this.percentOfReplicas;
    if (this.kind === 'percent' && !(Number.isInteger(percent) && percent! >= 1 && percent! <= 100)) {
      return [`the canary's size must be a whole percentage from 1 to 100, given ${shown(percent)}: write for example CanaryScale.percent(50)`];
    }
    return [];
  }

  /** The size in a few words, as stage ids use it: `full`, `3-replicas`, `50-percent`. */
  public toString(): string {
    if (this.kind === 'replicas') {
      return `${this.fixedReplicas}-replicas`;
    }
    return this.kind === 'percent' ? `${this.percentOfReplicas}-percent` : this.kind;
  }
}
