export * from './application';
export * from './container-version';
export * from './container-probe';
export * from './environment-variable';
export * from './http-path';
export { PodSecurity } from './pod-security';
export { Version } from './version';
