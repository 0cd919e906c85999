import { HeaderMatch, HeaderMatchKind } from '../../../plan';

/**
 * A header match in the words of the canary annotations, or why it cannot be said in them.
 *
 * @internal
 */
export interface HeaderCondition {
  /** `canary-by-header-value`. */
  readonly value?: string;
  /** `canary-by-header-pattern`. */
  readonly pattern?: string;
  /** Why the controller could not do it. */
  readonly fault?: string;
}

/** What the controller lets pass in a value; blanks are left out of its check (BasicCharsRegex in internal/ingress/annotations/parser/validators.go). */
const VALUE = /^[-._~a-zA-Z0-9/: ]*$/;

/** What it lets pass in a pattern (IsValidRegex, there). */
const PATTERN_CHARACTER = /[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]/;

/**
 * The controller searches a pattern anywhere in the value, so it is anchored here. Characters that would make it drop
 * the annotation in silence, and fall back to the header's always/never mode, are written as `\x2c`.
 *
 * @internal
 */
export function headerCondition({ kind, value = '' }: HeaderMatch): HeaderCondition {
  switch (kind) {
    case HeaderMatchKind.EXACT: return VALUE.test(value) ? { value } : { pattern: `^${literal(value)}$` };
    case HeaderMatchKind.PREFIX: return { pattern: `^${literal(value)}` };
    case HeaderMatchKind.PRESENT: return { pattern: '.*' };
    case HeaderMatchKind.REGEX: return expression(value);
  }
}

function literal(text: string): string {
  return text.replace(/[^-_~a-zA-Z0-9/:&=]/g, (character) => (PATTERN_CHARACTER.test(character) ? `\\${character}` : hexadecimal(character)));
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** What RE2 and PCRE read differently, or what has no other way to be written. */
const FOREIGN: [RegExp, string][] = [
  [/\\[QE]/, 'it quotes by \\Q, where no character can be written in another way: write the characters themselves'],
  [/\\v/, 'to RE2 \\v is one character and to PCRE a class: write \\x0b'],
  [/\\x\{[^}]*\}/, '\\x{…} is no byte to PCRE: header values are ASCII, so write \\x41'],
  [/\(\?P?</, 'the controller drops a pattern with a named group in silence: write the group without a name'],
  [/\{\d+,\d*\}/, 'the controller drops a pattern with a comma in silence, and the one of a repetition cannot be written in another way: write the alternatives out, for example a|aa|aaa for a{1,3}, or aa* for a{1,}'],
];

function expression(regex: string): HeaderCondition {
  const bare = regex.replace(/\\\\/g, '');
  const foreign = FOREIGN.find(([sign]) => sign.test(bare));
  if (foreign) {
    return { fault: foreign[1] };
  }
  // An escaped character that must not be printed loses its backslash: \, is \x2c too.
  const allowed = regex.replace(/\\?[^\\]|\\\\/g, (token) => (PATTERN_CHARACTER.test(token.at(-1)!) ? token : hexadecimal(token.at(-1)!)));
  return { pattern: `^(?:${allowed})$` };
}
