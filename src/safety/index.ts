export * from './apply-method';
export * from './finding';
export * from './state-check';
export * from './transition';
