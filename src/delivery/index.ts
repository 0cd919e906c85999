export * from './argo-cd';
export * from './delivery';
export * from './flux';
