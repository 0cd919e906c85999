import { Lazy } from 'cdk8s';
import { ArgoRolloutsOptions, PodMetadata } from '../options';
import { measurementOf } from './context';
import { analysisRun, rolloutSteps } from './steps';
import { RolloutSpec, RolloutSpecStrategyCanary } from '../../../../imports/argoproj.io';
import { Application } from '../../../application';
import { configMapManifests, objectMetadata, podTemplateManifest } from '../../../application/manifests';
import { Stage } from '../../../plan';
import { ReleaseContext } from '../routers/release-context';
import { RolloutRouter } from '../routers/rollout-router';

/** A stage of a release to write. @internal */
export interface WrittenRelease {
  readonly application: Application;
  readonly stage: Stage;
  readonly options: ArgoRolloutsOptions;
  readonly router: RolloutRouter;
  readonly context: ReleaseContext;
  /** Evaluated when the objects are printed, because an autoscaler may be added later. */
  readonly isAutoscaled: () => boolean;
}

/**
 * All objects of one stage, as plain JSON, in the order in which to apply them: the Rollout comes last, because its
 * controller looks for the routes.
 *
 * @internal
 */
export function rolloutManifests(release: WrittenRelease): any[] {
  const { application, stage, options, router, context } = release;
  return [
    ...(options.workload ? [] : stage.versions.flatMap((version) => configMapManifests(application, version))),
    ...router.manifests(application, context),
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: objectMetadata(application, context.names.rollout),
      spec: rolloutSpec(release),
    },
  ];
}

function rolloutSpec(release: WrittenRelease): RolloutSpec {
  const { application, stage, options, context, isAutoscaled } = release;
  const { workload } = options;
  const version = stage.routing.primary;
  const { selector } = context.names;
  const { replicas } = application._pods(version);
  return {
    replicas: Lazy.any({ produce: () => (isAutoscaled() ? undefined : replicas) }) as any,
    selector: { matchLabels: selector },
    template: workload ? undefined : podTemplateManifest(application, version, selector),
    workloadRef: workload && {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: workload.name,
      scaleDown: workload.scaleDown,
    },
    minReadySeconds: options.minReady?.toSeconds(),
    progressDeadlineSeconds: options.progressDeadline?.toSeconds(),
    progressDeadlineAbort: options.progressDeadlineAbort,
    revisionHistoryLimit: options.revisionHistoryLimit,
    rollbackWindow: options.rollbackWindow === undefined ? undefined : { revisions: options.rollbackWindow },
    strategy: { canary: canaryStrategy(release, replicas) },
  };
}

function canaryStrategy(
  { application, stage, options, router, context }: WrittenRelease,
  replicas: number,
): RolloutSpecStrategyCanary {
  const { steps, managedRoutes, maxTrafficWeight, offset } = rolloutSteps(application, replicas, stage.steps, router);
  const { backgroundAnalysis: background, minPodsPerReplicaSet, maxSurge, maxUnavailable } = options;
  const starting = background?.startingStep;
  return {
    ...router.strategy(application, managedRoutes, maxTrafficWeight, context),
    canaryMetadata: podMetadata(options.canaryMetadata),
    stableMetadata: podMetadata(options.stableMetadata),
    maxSurge: intOrPercent(maxSurge),
    maxUnavailable: intOrPercent(maxUnavailable),
    minPodsPerReplicaSet,
    scaleDownDelaySeconds: options.scaleDownDelay?.toSeconds(),
    abortScaleDownDelaySeconds: options.abortScaleDownDelay?.toSeconds(),
    dynamicStableScale: options.dynamicStableScale,
    antiAffinity: options.antiAffinity?._manifest(),
    analysis: background && {
      ...analysisRun(measurementOf(background)),
      startingStep: starting === undefined ? undefined : Math.max(0, starting + offset),
    },
    steps,
  };
}

function podMetadata(metadata: PodMetadata | undefined): PodMetadata | undefined {
  return metadata && { labels: metadata.labels, annotations: metadata.annotations };
}

/** Kubernetes takes a number of pods as a number and a percentage as a text. */
function intOrPercent(limit: string | undefined): any {
  return limit === undefined || limit.endsWith('%') ? limit : Number(limit);
}
