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

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerController(() => new (require('./traffic') as typeof import('./traffic')).ArgoRolloutsController());
