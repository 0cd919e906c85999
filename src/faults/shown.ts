const LONGEST = 80;

/**
 * What was given, as an error message shows it: text in quotes with everything unprintable escaped, so that no input
 * can forge a line of the message; other values as JavaScript writes them, so that 20 and '20' look different.
 *
 * @internal
 */
export function shown(value: unknown): string {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  if (typeof value === 'string') {
    return `'${shortened(value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escaped))}'`;
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  return shortened(typeof value === 'object' ? asJson(value) : String(value));
}

/** Whether a value is an object that maps keys to values, and no list or instance of a class. @internal */
export function isMap(value: unknown): value is { [key: string]: any } {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  // Some realm's Object.prototype, or none at all.
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

/** The values that are in a list more than once, each once. @internal */
export function repeated(values: string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))];
}

function asJson(value: object): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'an object that refers to itself';
  }
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function escaped(character: string): string {
  const short = JSON.stringify(character).slice(1, -1);
  return short.length > 1 ? short : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
