import { Duration } from 'cdk8s';
import { NoticeOptions } from '../notices';
import { AntiAffinity } from './rollout/anti-affinity';
import { WorkloadReference } from './rollout/workload-reference';
import { TrafficRouting } from './routers/traffic-routing';
import { AnalysisProps } from '../../plan';

/** Labels and annotations that pods carry while their version has a role. */
export interface PodMetadata {
  /**
   * Labels; none of those by which pods are selected.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** An analysis that goes on while the steps are taken; when it fails the release is aborted. */
export interface BackgroundAnalysisProps extends AnalysisProps {
  /**
   * The step of the plan with which it begins, counted from 0.
   *
   * @default 0
   */
  readonly startingStep?: number;
}

/** How the controller of Argo Rollouts releases an application. */
export interface ArgoRolloutsOptions extends NoticeOptions {
  /**
   * The router that divides the requests.
   *
   * @default TrafficRouting.none() - none: pods are divided instead
   */
  readonly trafficRouting?: TrafficRouting;

  /**
   * The name of the Rollout.
   *
   * @default - the application's name
   */
  readonly rolloutName?: string;

  /**
   * The name of the Service that leads to the stable version, and that clients call.
   *
   * @default - the application's name
   */
  readonly stableServiceName?: string;

  /**
   * The name of the Service that leads to the canary while a release is under way.
   *
   * @default - `<application>-canary`
   */
  readonly canaryServiceName?: string;

  /**
   * What pods carry while they are the canary's.
   *
   * @default - nothing
   */
  readonly canaryMetadata?: PodMetadata;

  /**
   * What pods carry while they are stable's.
   *
   * @default - nothing
   */
  readonly stableMetadata?: PodMetadata;

  /**
   * An analysis that goes on while the steps are taken.
   *
   * @default - none
   */
  readonly backgroundAnalysis?: BackgroundAnalysisProps;

  /**
   * Let stable have fewer pods as its share falls. Going back then takes as long as pods take to start. Over
   * ingress-nginx it is refused: an empty stable version would answer everybody with 503 (argoproj/argo-rollouts#1820).
   *
   * @default false
   */
  readonly dynamicStableScale?: boolean;

  /**
   * How long the old pods stay after a release, in whole seconds, so that going back is quick.
   *
   * @default - 30 seconds, Argo's own
   */
  readonly scaleDownDelay?: Duration;

  /**
   * How long the canary's pods stay after an abort, in whole seconds; zero for ever.
   *
   * @default - 30 seconds, Argo's own
   */
  readonly abortScaleDownDelay?: Duration;

  /**
   * How long a release may take without any progress, in whole seconds; more than `minReady`.
   *
   * @default - 10 minutes, Argo's own
   */
  readonly progressDeadline?: Duration;

  /**
   * Whether a release without progress is aborted, rather than only called degraded.
   *
   * @default false
   */
  readonly progressDeadlineAbort?: boolean;

  /**
   * How long a pod has to be ready before it counts as available, in whole seconds.
   *
   * @default - at once
   */
  readonly minReady?: Duration;

  /**
   * How many old ReplicaSets are kept, at least 0.
   *
   * @default - 10, Argo's own
   */
  readonly revisionHistoryLimit?: number;

  /**
   * How many revisions one may go back without taking the steps, at least 1.
   *
   * @default - none but the one before
   */
  readonly rollbackWindow?: number;

  /**
   * The fewest pods of a version that has any, at least 1; only where a router divides the requests.
   *
   * @default 1
   */
  readonly minPodsPerReplicaSet?: number;

  /**
   * How many pods more than asked for there may be, as a number or a percentage: `'1'`, `'25%'`. Only without a router.
   *
   * @default - '25%', Argo's own
   */
  readonly maxSurge?: string;

  /**
   * How many pods may be missing, as a number or a percentage: `'0'`, `'25%'`. Only without a router.
   *
   * @default - '25%', Argo's own
   */
  readonly maxUnavailable?: string;

  /**
   * Whether new and old pods may share a node.
   *
   * @default - they may
   */
  readonly antiAffinity?: AntiAffinity;

  /**
   * A Deployment that holds the template of the pods, for teams that do not want to move it. It is not written here: a
   * release begins when its template changes.
   *
   * @default - the Rollout holds the template
   */
  readonly workload?: WorkloadReference;

  /**
   * Leave the number of pods to an autoscaler. An `ArgoRollout` that is the target of a cdk8s-plus autoscaler does so
   * by itself.
   *
   * @default false
   */
  readonly autoscaled?: boolean;
}
