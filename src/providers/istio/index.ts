import { registerEvaluator } from '../../traffic/evaluator';

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerEvaluator(() => new (require('./traffic') as typeof import('./traffic')).IstioTraffic());

export {};
