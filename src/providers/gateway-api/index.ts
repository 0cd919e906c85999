import { registerEvaluator } from '../../traffic/evaluator';

export * from './gateway-api-canary';
export * from './gateway-api-options';
export * from './gateway-api-provider';

// What reads is loaded when something is read.
// eslint-disable-next-line @typescript-eslint/no-require-imports
registerEvaluator(() => new (require('./traffic') as typeof import('./traffic')).GatewayApiTraffic());
