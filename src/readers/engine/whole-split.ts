import { Entry } from './entry';
import { Note } from './note';
import { Share } from './share';
import { Split } from './split';
import { Fraction } from '../../fraction';

/** One HTTP status for everybody. @internal */
export function answered(status: number, notes: Note[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

/** The objects do not tell who answers; the reason is among the notes too. @internal */
export function undetermined(reason: Note, notes: Note[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}

/** An entry, and who answers a request that comes in there. @internal */
export interface EntryAnswer {
  readonly entry: Entry;
  readonly split: Split;
}

/**
 * The answer where a question leaves the entry open: that of all entries where they agree.
 *
 * @param differing makes the note for entries that do not agree, given their answers in one line
 * @internal
 */
export function agreedAnswer(
  [first, ...others]: EntryAnswer[],
  differing: (answers: string) => Note,
  notes: Note[],
): Split {
  if (others.every(({ split }) => split.isSameTraffic(first.split))) {
    return new Split(first.split.shares, [...notes, ...first.split.notes]);
  }
  const answers = [first, ...others].map(({ entry, split }) => `${entry} (${split})`).join(', ');
  return undetermined(differing(answers), notes);
}
