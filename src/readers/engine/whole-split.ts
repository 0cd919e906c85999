import { Share } from './share';
import { Split } from './split';
import { Fraction } from '../../fraction';

/** One HTTP status for everybody. @internal */
export function answered(status: number, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

/** Nobody can tell who answers; the reason is a note too. @internal */
export function undetermined(reason: string, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}

/** A way by which a request may come in, and who answers it there. @internal */
export interface Way {
  readonly name: string;
  readonly split: Split;
}

/**
 * The answer where a request may come in by several ways: the same for all of them, or nobody can tell.
 *
 * @param question what it depends on where they differ
 * @internal
 */
export function agreed([first, ...others]: Way[], question: string, notes: string[]): Split {
  return others.every(({ split }) => split.isSameTraffic(first.split))
    ? new Split(first.split.shares, [...notes, ...first.split.notes])
    : undetermined(`${question}: ${[first, ...others].map(({ name, split }) => `${name} (${split})`).join(', ')}`, notes);
}
