export * from '../traffic';
export * from './entry';
export * from './note';
export * from './pod-readiness';
export * from './read-options';
export * from './rollout-moment';
export * from './share';
export * from './split';
