import { registerEvaluator } from '../../traffic/evaluator';

export * from './gloo-app';
export * from './gloo-delegation';
export * from './gloo-options';
export * from './gloo-provider';
export * from './gloo-routes';
export * from './on-empty';

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerEvaluator(() => new (require('./traffic') as typeof import('./traffic')).GlooTraffic());
