export * from './ingress-nginx-canary';
export * from './options';
export * from './provider';
