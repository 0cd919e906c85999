import { Loaded } from './loaded';
import { ObjectIndex, Shapes } from './object-index';
import { RouteConditions } from './route-conditions';
import { Split } from './split';
import { Trap } from './trap';
import { World } from './world';
import { HttpRequest } from '../http';

/** Reads the objects of one router. Each provider registers one; traffic knows no router by itself. @internal */
export interface TrafficEvaluator {
  /** The router's name. */
  readonly router: string;

  /** What the API server asks of the router's objects, as far as they are read. */
  readonly shapes: Shapes;

  /** Whether some of the objects are routes of this router. */
  claims(index: ObjectIndex): boolean;

  /** What the routes ask of requests: where to look for requests that tell them apart. */
  conditions(index: ObjectIndex): RouteConditions[];

  /** What goes wrong with the objects although they look right. */
  traps(index: ObjectIndex): Trap[];

  /** Who answers a request. */
  split(index: ObjectIndex, request: HttpRequest, world: World): Split;
}

const EVALUATORS = new Loaded<TrafficEvaluator>((evaluator) => evaluator.router);

/** Makes a router known, whose half that reads is loaded when something is read. @internal */
export function registerEvaluator(load: () => TrafficEvaluator): void {
  EVALUATORS.add(load);
}

/** The routers of which there are objects. @internal */
export function evaluatorsFor(index: ObjectIndex): TrafficEvaluator[] {
  const evaluators = EVALUATORS.all();
  const known = CLAIMING.get(index);
  if (known?.of === evaluators) {
    return known.claiming;
  }
  const claiming = evaluators.filter((evaluator) => evaluator.claims(index));
  CLAIMING.set(index, { of: evaluators, claiming });
  return claiming;
}

const CLAIMING = new WeakMap<ObjectIndex, { readonly of: TrafficEvaluator[]; readonly claiming: TrafficEvaluator[] }>();

/** The shapes of the objects of each router. @internal */
export function evaluatorShapes(): Shapes[] {
  return EVALUATORS.all().map((evaluator) => evaluator.shapes);
}
