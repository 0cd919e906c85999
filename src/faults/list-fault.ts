import { given, isMap, shown } from './shown';
import { sortedKeys } from './sorted-map';

/**
 * Reports a value that is not a list, or a list with an item of the wrong kind; undefined if the list is valid.
 * TypeScript rejects most of these at compile time; JavaScript callers and values from files need the check.
 *
 * @param what the requirement, which begins the message: `the steps must be a list of Step`
 * @param holds whether an item is of the right kind
 * @param example what to write instead
 * @internal
 */
export function listFault(
  value: unknown,
  what: string,
  holds: (item: any) => boolean,
  example: string,
): string | undefined {
  if (!Array.isArray(value)) {
    return `${what}, ${given(value)}: write for example ${example}`;
  }
  const wrong = value.findIndex((item) => !holds(item));
  return wrong < 0
    ? undefined
    : `${what}, and number ${wrong + 1} is ${shown(value[wrong])}: write for example ${example}`;
}

/**
 * Reports a value that is not a map, or a map with a value of the wrong kind; undefined if the map is valid.
 *
 * @param what the requirement, which begins the message: `the labels must map keys to texts`
 * @param holds whether a value is of the right kind
 * @param example what to write instead
 * @internal
 */
export function mapFault(
  value: unknown,
  what: string,
  holds: (item: any) => boolean,
  example: string,
): string | undefined {
  if (!isMap(value)) {
    return `${what}, ${given(value)}: write for example ${example}`;
  }
  const wrong = sortedKeys(value).find((key) => !holds(value[key]));
  return wrong === undefined
    ? undefined
    : `${what}, and ${shown(wrong)} is ${shown(value[wrong])}: write for example ${example}`;
}

/** Whether a value is a text. @internal */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
