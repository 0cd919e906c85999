import { RolloutState } from './progress/rollout-state';
import { KubernetesObject } from '../engine/kubernetes-object';
import { Note } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';

/** A Rollout in one state. @internal */
export interface Release {
  readonly rollout: KubernetesObject;
  readonly state: RolloutState;
  readonly index: ObjectIndex;
  /** What the controller cannot do, and what is assumed. */
  readonly notes: Note[];
}
