export * from './http-request';
