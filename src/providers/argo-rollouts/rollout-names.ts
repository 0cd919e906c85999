import { ArgoRolloutsOptions } from './argo-rollouts-options';
import { Application } from '../../application';

/** The names of what belongs to a Rollout. @internal */
export interface RolloutNames {
  readonly rollout: string;
  readonly stableService: string;
  readonly canaryService: string;
}

/** @internal */
export function rolloutNames({ name }: Application, options: ArgoRolloutsOptions): RolloutNames {
  return {
    rollout: options.rolloutName ?? name,
    stableService: options.stableServiceName ?? name,
    canaryService: options.canaryServiceName ?? `${name}-canary`,
  };
}
