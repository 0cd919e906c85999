import { Share } from './share';
import { Split } from './split';
import { Fraction } from '../fraction';

/** One HTTP status for everybody. @internal */
export function answered(status: number, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

/** Nobody can tell who answers; the reason is a note too. @internal */
export function undetermined(reason: string, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}
