import { ArgoRolloutsController } from './traffic';
import { registerController } from '../../traffic/controller';

export * from './analysis';
export * from './anti-affinity';
export * from './argo-rollout';
export * from './argo-rollouts-options';
export * from './argo-rollouts-provider';
export * from './istio-options';
export * from './nginx-options';
export * from './traffic-routing';
export * from './workload-reference';

registerController(new ArgoRolloutsController());
