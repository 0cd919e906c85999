import { NoticeOptions } from '../../notices';

/** The names of a Rollout and its Services, and the labels of its pods. @internal */
export interface RolloutNames {
  readonly rollout: string;
  readonly stableService: string;
  readonly canaryService: string;
  /** The labels by which the Rollout, its Services and its subsets select pods. */
  readonly selector: { [label: string]: string };
}

/** The facts about a release that routers need, computed once from the provider's options. @internal */
export interface ReleaseContext extends NoticeOptions {
  readonly names: RolloutNames;
  /** How many pods may exist above the number of replicas, as a number or a percentage. */
  readonly maxSurge?: string;
  /** Whether an autoscaler sets the number of pods. */
  readonly isAutoscaled: boolean;
}
