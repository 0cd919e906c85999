import { IngressNginxTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

export * from './ingress-nginx-canary';
export * from './ingress-nginx-options';
export * from './ingress-nginx-provider';

registerEvaluator(new IngressNginxTraffic());
