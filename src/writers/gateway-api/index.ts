export * from './gateway-api-canary';
export * from './options';
export * from './provider';
