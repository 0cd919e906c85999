export * from './gloo';
export * from './provider';
export * from './rollout-stage';
export * from './staged-rollout';
export * from './support';
