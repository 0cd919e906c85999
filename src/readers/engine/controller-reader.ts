import { Note } from './note';
import { ObjectIndex, Shapes } from './object-index';
import { Pitfall } from './pitfall';
import { PodReadiness } from './pod-readiness';
import { RolloutMoment } from './rollout-moment';

/** What a controller leaves in a cluster. @internal */
export interface Reconciled {
  /** All objects, those that it has written or changed included. */
  readonly objects: any[];
  /** What it cannot do, and what had to be assumed. */
  readonly notes: Note[];
  /**
   * Other states, where the controller goes back and forth between several: all objects of each.
   *
   * @default - there is one state
   */
  readonly alternatives?: any[][];
}

/**
 * Reads the objects of a controller that turns them into others, which routers then read. `src/readers/index.ts` lists
 * all of them.
 *
 * @internal
 */
export interface ControllerReader {
  /** What the API server asks of the controller's objects, as far as they are read. */
  readonly shapes: Shapes;

  /** The objects that it turns into others, as `namespace/name`. */
  releases(index: ObjectIndex): string[];

  /** What goes wrong with its objects although they look right. */
  pitfalls(index: ObjectIndex): Pitfall[];

  /** What it leaves in the cluster. Without a moment no release is under way. */
  reconciled(index: ObjectIndex, readiness: PodReadiness, moment?: RolloutMoment): Reconciled;
}
