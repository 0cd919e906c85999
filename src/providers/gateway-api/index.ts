import { GatewayApiTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

export * from './gateway-api-canary';
export * from './gateway-api-options';
export * from './gateway-api-provider';

registerEvaluator(new GatewayApiTraffic());
