/**
 * Texts that a regular expression may match: its alternatives as literal text, with a sample character for each class
 * or dot. These are guesses; callers test them against the expression.
 *
 * @internal
 */
export function examplesOf(expression: string): string[] {
  const bare = expression.replace(/\(\?[a-zA-Z]*:?|[()^$]/g, '');
  const parts = bare.split('|');
  const simple = parts.map(literal);
  const shortest = parts.map((part) => literal(part.replace(/(?:\[[^\]]*\]|\\?.)[*?]/g, '')));
  return [...new Set([...simple, 'x', '1', 'a', ...simple.map((text) => `${text}x`), ...shortest])];
}

/** One alternative as literal text: what may be repeated or left out is there once. */
function literal(part: string): string {
  return (
    part
      .replace(/\\d[*+]?/g, '1')
      .replace(/\\w[*+]?/g, 'a')
      .replace(/\[(\^?)(.)[^\]]*\][*+?]?/g, (_, not: string, first: string) => (not ? '1' : first))
      .replace(/\.[*+]/g, 'x')
      .replace(/(\\?.)\{(\d{1,3})(?:,\d*)?\}/g, (_, one: string, count: string) =>
        one.repeat(Math.min(Number(count), 100)),
      )
      .replace(/([^\\])[*?+]/g, '$1')
      .replace(/\{[\d,]*\}/g, '')
      .replace(/\\(.)/g, '$1')
  );
}
