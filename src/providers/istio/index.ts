import { IstioTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

registerEvaluator(new IstioTraffic());

export {};
