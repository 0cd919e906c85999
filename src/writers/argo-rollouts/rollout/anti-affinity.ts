import { shown } from '../../../faults/shown';

/** Whether new and old pods may share a node. (Then a node that fails takes pods of one version only, and autoscalers of nodes see both.) */
export class AntiAffinity {
  /** They never do; a pod that finds no node waits. */
  public static required(): AntiAffinity {
    return new AntiAffinity();
  }

  /** They do not where it can be helped. @param weight how much it counts against other preferences, 1 to 100 */
  public static preferred(weight: number): AntiAffinity {
    return new AntiAffinity(weight);
  }

  /** How much it counts; undefined when it is required. */
  public readonly weight?: number;

  private readonly isRequired: boolean;

  private constructor(...weight: number[]) {
    this.isRequired = weight.length === 0;
    this.weight = weight[0];
  }

  /** Its faults, one sentence each; empty if there are none. */
  public validate(): string[] {
    return this.isRequired || (Number.isInteger(this.weight) && this.weight! >= 1 && this.weight! <= 100)
      ? []
      : [`the weight of an anti-affinity is a whole number from 1 to 100, ${given(this.weight)}: write for example AntiAffinity.preferred(50)`];
  }

  /**
   * As a Rollout has it.
   *
   * @internal
   */
  public _manifest(): any {
    return this.isRequired
      ? { requiredDuringSchedulingIgnoredDuringExecution: {} }
      : { preferredDuringSchedulingIgnoredDuringExecution: { weight: this.weight } };
  }
}
