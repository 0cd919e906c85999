import { registerEvaluator } from '../../traffic/evaluator';

export * from './ingress-nginx-canary';
export * from './ingress-nginx-options';
export * from './ingress-nginx-provider';

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerEvaluator(() => new (require('./traffic') as typeof import('./traffic')).IngressNginxTraffic());
