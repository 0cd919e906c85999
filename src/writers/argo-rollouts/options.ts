import { Duration } from 'cdk8s';
import { NoticeOptions } from '../notices';
import { AntiAffinity } from './rollout/anti-affinity';
import { WorkloadReference } from './rollout/workload-reference';
import { TrafficRouting } from './routers/traffic-routing';
import { AnalysisProps } from '../../plan';

/** Labels and annotations that the controller adds to pods while their version is the canary, or stable. */
export interface PodMetadata {
  /**
   * Labels, except those that select pods.
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

/** An analysis that runs during the steps. If it fails, the controller aborts the release. */
export interface BackgroundAnalysisProps extends AnalysisProps {
  /**
   * The step of the plan at which it starts, counted from 0.
   *
   * @default 0
   */
  readonly startingStep?: number;
}

/** Options of an application that Argo Rollouts releases. */
export interface ArgoRolloutsOptions extends NoticeOptions {
  /**
   * The router that divides the requests.
   *
   * @default TrafficRouting.none() - no router: the numbers of pods divide the requests
   */
  readonly trafficRouting?: TrafficRouting;

  /**
   * The name of the Rollout.
   *
   * @default - the application's name
   */
  readonly rolloutName?: string;

  /**
   * The name of the stable version's Service, which clients call.
   *
   * @default - the application's name
   */
  readonly stableServiceName?: string;

  /**
   * The name of the canary's Service.
   *
   * @default - `<application>-canary`
   */
  readonly canaryServiceName?: string;

  /**
   * Labels and annotations of pods while their version is the canary.
   *
   * @default - none
   */
  readonly canaryMetadata?: PodMetadata;

  /**
   * Labels and annotations of pods while their version is stable.
   *
   * @default - none
   */
  readonly stableMetadata?: PodMetadata;

  /**
   * An analysis that runs during the steps.
   *
   * @default - none
   */
  readonly backgroundAnalysis?: BackgroundAnalysisProps;

  /**
   * Scale stable down as its weight falls. A rollback then has to wait until pods have started. With ingress-nginx it
   * is refused: ingress-nginx answers all requests with 503 while stable has no pods (argoproj/argo-rollouts#1820).
   *
   * @default false
   */
  readonly dynamicStableScale?: boolean;

  /**
   * How long the old pods stay after a release, so that a rollback is quick; whole seconds.
   *
   * @default - 30 seconds, Argo's default
   */
  readonly scaleDownDelay?: Duration;

  /**
   * How long the canary's pods stay after an abort, in whole seconds; zero means for ever.
   *
   * @default - 30 seconds, Argo's default
   */
  readonly abortScaleDownDelay?: Duration;

  /**
   * How long a release may make no progress before it counts as degraded; whole seconds, longer than `minReady`.
   *
   * @default - 10 minutes, Argo's default
   */
  readonly progressDeadline?: Duration;

  /**
   * Whether the controller aborts a release that makes no progress, instead of only reporting it as degraded.
   *
   * @default false
   */
  readonly progressDeadlineAbort?: boolean;

  /**
   * How long a pod must be ready before it counts as available, in whole seconds.
   *
   * @default - 0
   */
  readonly minReady?: Duration;

  /**
   * How many old ReplicaSets the controller keeps, at least 0.
   *
   * @default - 10, Argo's default
   */
  readonly revisionHistoryLimit?: number;

  /**
   * To how many earlier revisions a rollback skips the steps, at least 1.
   *
   * @default - only to the previous one
   */
  readonly rollbackWindow?: number;

  /**
   * The least number of pods of a version that has any, at least 1. Requires a router that divides the requests.
   *
   * @default 1
   */
  readonly minPodsPerReplicaSet?: number;

  /**
   * How many pods may exist above the number of replicas, as a number or a percentage: `'1'`, `'25%'`. Only without a
   * router.
   *
   * @default - '25%', Argo's default
   */
  readonly maxSurge?: string;

  /**
   * How many pods may be unavailable, as a number or a percentage: `'0'`, `'25%'`. Only without a router.
   *
   * @default - '25%', Argo's default
   */
  readonly maxUnavailable?: string;

  /**
   * Whether new and old pods may share a node.
   *
   * @default - they may
   */
  readonly antiAffinity?: AntiAffinity;

  /**
   * An existing Deployment that holds the pod template. This library does not write it; a release begins when its
   * template changes.
   *
   * @default - the Rollout holds the pod template
   */
  readonly workload?: WorkloadReference;

  /**
   * Whether an autoscaler sets the number of pods. An `ArgoRollout` that is the target of a cdk8s-plus autoscaler sets
   * this itself.
   *
   * @default false
   */
  readonly autoscaled?: boolean;
}
