import { Loaded } from './loaded';
import { ObjectIndex, Shapes } from './object-index';
import { RolloutMoment } from './rollout-moment';
import { Trap } from './trap';
import { World } from './world';

/** What a controller leaves in a cluster. @internal */
export interface Reconciled {
  /** All objects, those that it has written or changed included. */
  readonly objects: any[];
  /** What it cannot do, and what had to be assumed. */
  readonly notes: string[];
}

/**
 * A controller that turns objects into others, which routers then read. Each provider that has one registers it;
 * traffic knows none by itself.
 *
 * @internal
 */
export interface TrafficController {
  /** What the API server asks of the controller's objects, as far as they are read. */
  readonly shapes: Shapes;

  /** The objects that it turns into others, as `namespace/name`. */
  releases(index: ObjectIndex): string[];

  /** What goes wrong with its objects although they look right. */
  traps(index: ObjectIndex): Trap[];

  /** What it leaves in the cluster. Without a moment no release is under way. */
  reconciled(index: ObjectIndex, world: World, moment?: RolloutMoment): Reconciled;
}

const CONTROLLERS = new Loaded<TrafficController>((controller) => controller.constructor.name);

/** Makes a controller known, which is loaded when something is read. @internal */
export function registerController(load: () => TrafficController): void {
  CONTROLLERS.add(load);
}

/** The controllers that have something to do with some objects. @internal */
export function controllersFor(index: ObjectIndex): TrafficController[] {
  return CONTROLLERS.all().filter((controller) => controller.releases(index).length > 0);
}

/** The shapes of the objects of each controller. @internal */
export function controllerShapes(): Shapes[] {
  return CONTROLLERS.all().map((controller) => controller.shapes);
}
