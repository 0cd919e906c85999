import { Application } from '../../../application';
import { APPLICATION_LABEL } from '../../../application/manifests';
import { ArgoRolloutsOptions } from '../options';
import { ReleaseContext, RolloutNames } from '../routers/release-context';

/** The names that options leave open are the application's. @internal */
export function rolloutNames({ name }: Application, options: ArgoRolloutsOptions): RolloutNames {
  return {
    rollout: options.rolloutName ?? name,
    stableService: options.stableServiceName ?? name,
    canaryService: options.canaryServiceName ?? `${name}-canary`,
    selector: options.workload?.selector ?? { [APPLICATION_LABEL]: name },
  };
}

/** @param isAutoscaled whether an autoscaler decides about the number of pods, as far as is known by now @internal */
export function releaseContext(application: Application, options: ArgoRolloutsOptions, isAutoscaled: boolean): ReleaseContext {
  const { maxSurge, lifeCycleNotice } = options;
  return { names: rolloutNames(application, options), maxSurge, lifeCycleNotice, isAutoscaled };
}
