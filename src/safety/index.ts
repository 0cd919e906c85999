export * from './apply-method';
export * from './finding';
export * from './transition';
