import { Application } from '../../../application';
import { APPLICATION_LABEL } from '../../../application/manifests';
import { ArgoRolloutsOptions } from '../options';

/** The names of what belongs to a Rollout, and the labels of its pods. @internal */
export interface RolloutNames {
  readonly rollout: string;
  readonly stableService: string;
  readonly canaryService: string;
  /** What the Rollout, its Services and its subsets have to select alike. */
  readonly selector: { [label: string]: string };
}

/** @internal */
export function rolloutNames({ name }: Application, options: ArgoRolloutsOptions): RolloutNames {
  return {
    rollout: options.rolloutName ?? name,
    stableService: options.stableServiceName ?? name,
    canaryService: options.canaryServiceName ?? `${name}-canary`,
    selector: options.workload?.selector ?? { [APPLICATION_LABEL]: name },
  };
}
