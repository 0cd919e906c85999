import { visible } from '../output/visible';

const LONGEST = 80;

/**
 * A value as an error message shows it. Text is quoted and unprintable characters are escaped, so that input cannot
 * forge a line of the message. Other values look as JavaScript writes them, so that 20 and '20' differ.
 *
 * @internal
 */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return `'${shortened(visible(value))}'`;
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  return shortened(visible(typeof value === 'object' && value !== null ? asJson(value) : String(value)));
}

/** The part of an error message that says what was given instead of what is expected. @internal */
export function given(value: unknown): string {
  return isMissing(value) ? 'but none is given' : `given ${shown(value)}`;
}

/** Whether a value is undefined or null. @internal */
export function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/**
 * Whether a value is a plain object: it maps keys to values, and is neither a list nor an instance of a class.
 *
 * @internal
 */
export function isMap(value: unknown): value is { [key: string]: any } {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  // The prototype is Object.prototype, perhaps of another realm, or null.
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

/** The values that occur more than once in a list, each listed once. @internal */
export function repeated(values: string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))];
}

function asJson(value: object): string {
  try {
    return JSON.stringify(value) ?? 'an object without a JSON form';
  } catch {
    return 'an object that JSON cannot express';
  }
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
