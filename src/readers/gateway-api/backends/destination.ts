import { Fraction } from '../../../fraction';
import { Pods } from '../../engine/endpoints';
import { Note } from '../../engine/note';

/** Where a backend of a rule leads. @internal */
export interface Destination {
  /**
   * `pods`: a Service whose pods are known, perhaps none; `assumed`: a Service that is assumed to be ready; `invalid`:
   * the reference leads nowhere; `refused`: nothing listens there; `open`: the objects do not tell.
   */
  readonly state: 'pods' | 'assumed' | 'invalid' | 'refused' | 'open';
  /** Its weight, and its part of the weights of the rule; undefined where it is only checked. */
  readonly weight?: number;
  readonly fraction?: Fraction;
  /** The Service, as `namespace/name`. */
  readonly service?: string;
  readonly version?: string;
  readonly pods?: readonly Pods[];
  /** Whether the backend has filters of its own, or prefers pods of the same zone. */
  readonly isSeparate?: boolean;
  /** Why, where it does not lead to pods. */
  readonly note?: Note;
}
