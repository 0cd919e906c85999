import { Fraction } from '../../../fraction';
import { Note } from '../../engine/note';
import { Share } from '../../engine/share';

/** Who answers what a rule takes, and why. @internal */
export interface Outcome {
  readonly shares: Share[];
  readonly notes: Note[];
}

/** One status for everybody. @internal */
export function statusOutcome(status: number, notes: Note[]): Outcome {
  return { shares: [new Share({ fraction: Fraction.ONE, status })], notes };
}

/** The objects do not tell. @internal */
export function openOutcome(reason: Note): Outcome {
  return { shares: [new Share({ fraction: Fraction.ONE, undetermined: reason })], notes: [reason] };
}
