import { Entry } from './entry';
import { asNote, Note, NoteOrText } from './note';
import { Share } from './share';
import { Split } from './split';
import { Fraction } from '../../fraction';

/** One HTTP status for everybody. @internal */
export function answered(status: number, notes: NoteOrText[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

/** The objects do not tell who answers; the reason is among the notes too. @internal */
export function undetermined(reason: NoteOrText, notes: NoteOrText[]): Split {
  const why = asNote(reason);
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: why })], [...notes, why]);
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
export function agreedAnswer([first, ...others]: EntryAnswer[], differing: (answers: string) => Note, notes: NoteOrText[]): Split {
  if (others.every(({ split }) => split.isSameTraffic(first.split))) {
    return new Split(first.split.shares, [...notes, ...first.split.notes]);
  }
  const answers = [first, ...others].map(({ entry, split }) => `${entry} (${split})`).join(', ');
  return undetermined(differing(answers), notes);
}

/** A way by which a request may come in, and who answers it there. @internal */
export interface Way {
  readonly name: string;
  readonly split: Split;
}

/** @internal */
export function agreed([first, ...others]: Way[], question: string, notes: NoteOrText[]): Split {
  return others.every(({ split }) => split.isSameTraffic(first.split))
    ? new Split(first.split.shares, [...notes, ...first.split.notes])
    : undetermined(`${question}: ${[first, ...others].map(({ name, split }) => `${name} (${split})`).join(', ')}`, notes);
}
