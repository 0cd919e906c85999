import { VoyagerTraffic } from './traffic';
import { registerEvaluator } from '../../traffic/evaluator';

export * from './voyager-options';
export * from './voyager-provider';
export * from './voyager-weighted';

registerEvaluator(new VoyagerTraffic());
