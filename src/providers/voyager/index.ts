import { registerEvaluator } from '../../traffic/evaluator';

export * from './voyager-options';
export * from './voyager-provider';
export * from './voyager-weighted';

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerEvaluator(() => new (require('./traffic') as typeof import('./traffic')).VoyagerTraffic());
