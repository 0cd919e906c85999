/**
 * What Kubernetes objects do not say: how many pods of a workload are ready.
 *
 * Routers differ most when a target is empty, so every split is for a given readiness.
 */
export class PodReadiness {
  /** Every workload has as many ready pods as it asks for. */
  public static allReady(): PodReadiness {
    return new PodReadiness(new Map());
  }

  private readonly ready: Map<string, number>;

  private constructor(ready: Map<string, number>) {
    this.ready = ready;
  }

  /**
   * The same with one workload changed.
   *
   * @param workload its `namespace/name`; the name alone where its object has no namespace
   * @param pods how many of its pods are ready
   * @throws if the number is not whole or negative
   */
  public withReadyPods(workload: string, pods: number): PodReadiness {
    if (!Number.isInteger(pods) || pods < 0) {
      throw new Error(`The number of ready pods of ${workload} must be whole and not negative, given ${pods}.`);
    }
    return new PodReadiness(new Map([...this.ready, [workload, pods]]));
  }

  /** The ready pods of a workload; undefined when nothing is said of it. @param workload its `namespace/name` */
  public readyPods(workload: string): number | undefined {
    return this.ready.get(workload);
  }

  /** The workloads of which something is said. */
  public get workloads(): string[] {
    return [...this.ready.keys()];
  }
}
