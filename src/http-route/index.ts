export * from './http-route-options';
