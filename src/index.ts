export * from './fraction';
export * from './http';
export * from './http-route';
export * from './ingress';
export * from './plan';
export * from './application';
export * from './providers';
export * from './traffic';
