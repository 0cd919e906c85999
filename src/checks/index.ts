export * from './transition/apply-method';
export * from './finding';
export * from './state/state-check';
export * from './transition/transition';
export * from './plugin/rollout-validation';
