import { GlooTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

export * from './gloo-app';
export * from './gloo-delegation';
export * from './gloo-options';
export * from './gloo-provider';
export * from './gloo-routes';
export * from './on-empty';

registerEvaluator(new GlooTraffic());
