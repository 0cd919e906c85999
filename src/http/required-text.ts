/** A group or an alternative may stand for anything; flags change what a letter means. */
const OPEN = /[|(]/;

/** Escapes that take what follows them as well, such as \x41 and \p{L}. */
const LONG_ESCAPE = /\\[0-9cgkNopPQEuUxX]/;

/** One element: an escaped character, a class in brackets, or any other character; then what says how often. */
const ELEMENT = /(\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|[^])([*+?]|\{\d*,?\d*\})?\??/gy;

/**
 * The longest literal text that every match of a regular expression contains; empty where that is not known. It tells
 * without the expression that most values do not match.
 *
 * @internal
 */
export function requiredText(expression: string): string {
  if (OPEN.test(expression.replace(/\\[^]/g, '')) || LONG_ESCAPE.test(expression)) {
    return '';
  }
  let [longest, run] = ['', ''];
  for (const [, element, often] of expression.matchAll(ELEMENT)) {
    const character = literalOf(element);
    const isThere = character !== undefined && (often === undefined || often === '+');
    run = isThere ? run + character : '';
    longest = run.length > longest.length ? run : longest;
    // After a repeated character the text goes on somewhere else.
    run = often === undefined ? run : '';
  }
  return longest;
}

/** The character that an element stands for; undefined for a class, an anchor, or any character. */
function literalOf(element: string): string | undefined {
  if (element.startsWith('\\')) {
    return /^\\[^A-Za-z0-9]$/.test(element) ? element.slice(1) : undefined;
  }
  return element.length > 1 || /[.^$[\]{}*+?]/.test(element) ? undefined : element;
}
