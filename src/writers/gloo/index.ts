export * from './gloo-app';
export * from './delegation';
export * from './options';
export * from './provider';
export * from './routes';
