/**
 * Characters that show nothing, or that change how others are shown: controls of terminals, line and paragraph
 * separators, marks of writing direction, characters of no width, tags, and halves of surrogate pairs.
 */
const INVISIBLE = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]' +
    '|[\\u{e0000}-\\u{e007f}]|\\p{Surrogate}',
  'gu',
);

/**
 * A text in one line of which every character can be seen: what cannot is written as an escape. Every text of a
 * manifest goes through here before people see it.
 *
 * @internal
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** The same for a text of several lines, which stay lines. @internal */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function escaped(character: string): string {
  const short = SHORT[character];
  const code = character.codePointAt(0)!.toString(16);
  return short ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
}

const SHORT: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
