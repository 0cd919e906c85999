export * from './rollout-moment';
export * from './share';
export * from './split';
export * from '../traffic';
export * from './pod-readiness';
