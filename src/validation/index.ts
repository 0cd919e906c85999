export * from './rollout-validation';
