import { Fraction } from '../../fraction';
import { Entry } from '../engine/entry';
import { Note, note, NoteKind } from '../engine/note';
import { Share, Unrouted } from '../engine/share';
import { Split } from '../engine/split';
import { undetermined } from '../engine/whole-split';

/** What an entry says of a request. @internal */
export interface EntryAnswer {
  readonly entry: Entry;
  readonly split: Split;
  /** Whether the entry has a route, a redirect or a Service for the request's host. */
  readonly knowsHost: boolean;
}

/** No HTTP answer for anybody. @internal */
export function unrouted(kind: Unrouted, notes: Note[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, unrouted: kind })], notes);
}

/**
 * The answer on which several agree; undetermined where they do not.
 *
 * @param nameOf as the note names an answer
 * @internal
 */
export function agreed<T extends { readonly split: Split }>(
  answers: T[],
  nameOf: (answer: T) => string,
  differing: (told: string) => Note,
): Split {
  const [first] = answers;
  if (answers.every((other) => other === first || other.split.isSameTraffic(first.split))) {
    return first.split;
  }
  const told = answers
    .slice(0, MAX_TOLD)
    .map((one) => `${nameOf(one)} (${one.split})`)
    .join(', ');
  return undetermined(differing(answers.length > MAX_TOLD ? `${told}, …` : told), []);
}

/** More answers are too many for a sentence. */
const MAX_TOLD = 6;

/** @internal */
export function entriesDiffer(told: string): Note {
  return note(NoteKind.AMBIGUOUS, 'istio-entries-differ', [], `the answer depends on where the request comes in: ${told}`, {
    fix: 'Choose one entry (--from): a gateway, or the mesh.',
    source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
  });
}
