import { HeaderMatch, HeaderMatchKind } from '../../../plan';

/**
 * A header match as canary annotations, or the reason why they cannot express it.
 *
 * @internal
 */
export interface HeaderCondition {
  /** The value of `canary-by-header-value`. */
  readonly value?: string;
  /** The value of `canary-by-header-pattern`. */
  readonly pattern?: string;
  /** Why the annotations cannot express the match. */
  readonly fault?: string;
}

/**
 * The values that the controller accepts; its check ignores blanks (BasicCharsRegex in
 * internal/ingress/annotations/parser/validators.go).
 */
const VALUE = /^[-._~a-zA-Z0-9/: ]*$/;

/** The characters that the controller accepts in a pattern (IsValidRegex in the same file). */
const PATTERN_CHARACTER = /[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]/;

/**
 * Translates a header match. The controller searches for a pattern anywhere in the value, so the pattern is anchored. A
 * character that the controller does not accept is written as a hexadecimal escape such as `\x2c`: otherwise the
 * controller silently drops the annotation and falls back to the header's always/never mode.
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
  return text.replace(/[^-_~a-zA-Z0-9/:&=]/g, (character) =>
    PATTERN_CHARACTER.test(character) ? `\\${character}` : hexadecimal(character),
  );
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Syntax that RE2 and PCRE read differently, or that has no form which the controller accepts. */
const FOREIGN: [RegExp, string][] = [
  [/\\[QE]/, 'it quotes with \\Q, and quoted characters cannot be escaped: write the characters themselves'],
  [/\\v/, '\\v is one character in RE2 and a class in PCRE: write \\x0b'],
  [/\\x\{[^}]*\}/, 'PCRE does not read \\x{…} as a byte: header values are ASCII, so write for example \\x41'],
  [/\(\?P?</, 'the controller silently drops a pattern with a named group: write the group without a name'],
  [
    /\{\d+,\d*\}/,
    'the controller silently drops a pattern with a comma, and the comma of a repetition cannot be escaped: ' +
      'write out the alternatives, for example a|aa|aaa for a{1,3}, or aa* for a{1,}',
  ],
];

function expression(regex: string): HeaderCondition {
  const bare = regex.replace(/\\\\/g, '');
  const foreign = FOREIGN.find(([sign]) => sign.test(bare));
  if (foreign) {
    return { fault: foreign[1] };
  }
  // The hexadecimal escape replaces a character together with its backslash: both , and \, become \x2c.
  const allowed = regex.replace(/\\?[^\\]|\\\\/g, (token) =>
    PATTERN_CHARACTER.test(token.at(-1)!) ? token : hexadecimal(token.at(-1)!),
  );
  return { pattern: `^(?:${allowed})$` };
}
