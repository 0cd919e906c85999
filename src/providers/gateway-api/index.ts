import { GatewayApiTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

registerEvaluator(new GatewayApiTraffic());

export {};
