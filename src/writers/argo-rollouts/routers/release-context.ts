import { NoticeOptions } from '../../notices';

/** The names of what belongs to a Rollout, and the labels of its pods. @internal */
export interface RolloutNames {
  readonly rollout: string;
  readonly stableService: string;
  readonly canaryService: string;
  /** The labels that the Rollout, its Services and its subsets all have to select. */
  readonly selector: { [label: string]: string };
}

/** What a router has to know of a release, computed once from the provider's options. @internal */
export interface ReleaseContext extends NoticeOptions {
  readonly names: RolloutNames;
  /** How many pods more than asked for there may be, as a number or a percentage. */
  readonly maxSurge?: string;
  /** Whether an autoscaler decides about the number of pods. */
  readonly isAutoscaled: boolean;
}
