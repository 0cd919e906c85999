export * from './envoy-path';
export * from './envoy-request';
