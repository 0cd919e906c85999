import { NoteKind, Split } from '../../src';

/** The codes of a split's notes. */
export function codesOf({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}

/** A split in one line, with the codes of what is refused. */
export function answerOf(split: Split): string {
  const refused = split.notes.filter(({ kind }) => kind === NoteKind.REJECTED).map(({ code }) => code);
  return [String(split), ...refused].join(', ');
}
