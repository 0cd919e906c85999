import { Application } from '../../../application';
import { APPLICATION_LABEL } from '../../../application/manifests';
import { Analysis } from '../../../plan';
import { ArgoRolloutsOptions, BackgroundAnalysisProps } from '../options';
import { ReleaseContext, RolloutNames } from '../routers/release-context';

/** The names of a release's objects; the defaults are derived from the application's name. @internal */
export function rolloutNames({ name }: Application, options: ArgoRolloutsOptions): RolloutNames {
  return {
    rollout: options.rolloutName ?? name,
    stableService: options.stableServiceName ?? name,
    canaryService: options.canaryServiceName ?? `${name}-canary`,
    selector: options.workload?.selector ?? { [APPLICATION_LABEL]: name },
  };
}

/** @param isAutoscaled whether an autoscaler sets the number of pods; constructs may add one later @internal */
export function releaseContext(
  application: Application,
  options: ArgoRolloutsOptions,
  isAutoscaled: boolean,
): ReleaseContext {
  const { maxSurge, lifeCycleNotice } = options;
  return { names: rolloutNames(application, options), maxSurge, lifeCycleNotice, isAutoscaled };
}

/** The analysis of a background analysis, without its starting step. @internal */
export function measurementOf({ templates, args, clusterScoped }: BackgroundAnalysisProps): Analysis {
  return new Analysis({ templates, args, clusterScoped });
}
