export * from './ingress-options';
