import { Shown } from './shown';

/**
 * What JSON may hold as it is, and what a terminal takes for a command or shows in another order, or a runner takes for
 * a command.
 */
const RAW = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|#(?=#\[)/g;

/**
 * JSON that means the same and shows every character: invisible ones are escapes.
 *
 * @internal
 */
export function jsonText(value: unknown): Shown {
  const text = JSON.stringify(value, undefined, 2).replace(RAW, (unit, place: number, whole: string) => {
    return isPair(whole, place) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${text}\n` as Shown;
}

/** Whether a unit is half of a character that is whole, and no tag. */
function isPair(text: string, place: number): boolean {
  const start = /[\udc00-\udfff]/.test(text[place]) ? place - 1 : place;
  const code = text.codePointAt(start) ?? 0;
  return code > 0xffff && !(code >= 0xe0000 && code <= 0xe007f);
}
