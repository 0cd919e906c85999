export * from './application';
export { ConfigFiles, ContainerResources, ContainerVersionProps, VersionOptions } from './container-version';
export * from './container-probe';
export * from './environment-variable';
export * from './http-path';
export { PodSecurity } from './pod-security';
export { Version } from './version';
