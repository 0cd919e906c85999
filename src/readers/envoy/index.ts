export * from './cors-preflight';
export * from './envoy-path';
export * from './envoy-request';
export * from './expressions';
export * from './header-readings';
export * from './received-request';
export * from './refused-request';
export * from './verdict';
