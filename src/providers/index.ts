export * from './api-resource';
export * from './gloo';
export * from './ingress-nginx';
export * from './notices';
export * from './provider';
export * from './rollout-stage';
export * from './staged-rollout';
export * from './support';
