/** Whether a byte is a member. @internal */
export type ByteSet = (byte: number) => boolean;

const between =
  (first: number, last: number): ByteSet =>
    (byte) =>
      byte >= first && byte <= last;
const any =
  (...sets: ByteSet[]): ByteSet =>
    (byte) =>
      sets.some((has) => has(byte));
const oneOf =
  (...bytes: number[]): ByteSet =>
    (byte) =>
      bytes.includes(byte);

const digit = between(48, 57);
const upper = between(65, 90);
const lower = between(97, 122);
const word = any(digit, upper, lower, oneOf(95));
const space = any(between(9, 13), oneOf(32));
const horizontal = oneOf(9, 32, 160);
const vertical = any(between(10, 13), oneOf(133));

/** The opposite. @internal */
export function not(has: ByteSet): ByteSet {
  return (byte) => !has(byte);
}

/**
 * `\d` and its like, by the letter (pcre2pattern, "Generic character types"); without a locale letters are ASCII.
 *
 * @internal
 */
export const CHARACTER_TYPES: ReadonlyMap<string, ByteSet> = new Map([
  ['d', digit],
  ['D', not(digit)],
  ['w', word],
  ['W', not(word)],
  ['s', space],
  ['S', not(space)],
  ['h', horizontal],
  ['H', not(horizontal)],
  ['v', vertical],
  ['V', not(vertical)],
  ['N', not(oneOf(10))],
]);

/** `[:alpha:]` and its like, by the name. @internal */
export const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', any(upper, lower)],
  ['lower', lower],
  ['upper', upper],
  ['alnum', any(digit, upper, lower)],
  ['ascii', between(0, 127)],
  ['blank', oneOf(9, 32)],
  ['cntrl', any(between(0, 31), oneOf(127))],
  ['digit', digit],
  ['graph', between(33, 126)],
  ['print', between(32, 126)],
  ['punct', any(between(33, 47), between(58, 64), between(91, 96), between(123, 126))],
  ['space', space],
  ['word', word],
  ['xdigit', any(digit, between(65, 70), between(97, 102))],
]);

/** Letters after a backslash that stand for one byte. @internal */
export const ESCAPED_BYTES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
]);

/** A set that does not tell capitals from small letters. @internal */
export function ignoringCase(has: ByteSet): ByteSet {
  return (byte) => has(byte) || (upper(byte) && has(byte + 32)) || (lower(byte) && has(byte - 32));
}

/** Whether a byte is a part of a word. @internal */
export function isWord(byte: number): boolean {
  return word(byte);
}
