import { given } from '../../../faults/shown';

/**
 * Whether pods of both versions may share a node. (On separate nodes, a node failure affects one version only, and node
 * autoscalers count the pods of both.)
 */
export class AntiAffinity {
  /** They must not; a pod without a suitable node stays pending. */
  public static required(): AntiAffinity {
    return new AntiAffinity();
  }

  /** They should not. @param weight the weight among the scheduler's preferences, 1 to 100 */
  public static preferred(weight: number): AntiAffinity {
    return new AntiAffinity(weight);
  }

  /** The weight among the scheduler's preferences; undefined for `required()`. */
  public readonly weight?: number;

  private readonly isRequired: boolean;

  private constructor(...weight: number[]) {
    this.isRequired = weight.length === 0;
    this.weight = weight[0];
  }

  /** Its faults, one sentence each; empty if there are none. */
  public validate(): string[] {
    if (this.isRequired || (Number.isInteger(this.weight) && this.weight! >= 1 && this.weight! <= 100)) {
      return [];
    }
    return [
      'the weight of an anti-affinity must be a whole number from 1 to 100, ' +
        `${given(this.weight)}: write for example AntiAffinity.preferred(50)`,
    ];
  }

  /**
   * The field of a Rollout.
   *
   * @internal
   */
  public _manifest(): any {
    return this.isRequired
      ? { requiredDuringSchedulingIgnoredDuringExecution: {} }
      : { preferredDuringSchedulingIgnoredDuringExecution: { weight: this.weight } };
  }
}
