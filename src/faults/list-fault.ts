import { isMap, shown } from './shown';

/**
 * Why a value is no list of certain instances, if it is none. TypeScript refuses most of these; JavaScript and values
 * that come from files do not.
 *
 * @param what the list, and what it holds: `the steps must be a list of Step`
 * @internal
 */
export function listFault(value: unknown, what: string, holds: (item: any) => boolean, example: string): string | undefined {
  if (!Array.isArray(value)) {
    return `${what}, given ${shown(value)}: write for example ${example}`;
  }
  const odd = value.findIndex((item) => !holds(item));
  return odd < 0 ? undefined : `${what}, and number ${odd + 1} is ${shown(value[odd])}: write for example ${example}`;
}

/**
 * Why a value is no map to certain values, if it is none.
 *
 * @param what the map, and what it holds: `the labels must be a map of texts`
 * @internal
 */
export function mapFault(value: unknown, what: string, holds: (item: any) => boolean, example: string): string | undefined {
  if (!isMap(value)) {
    return `${what}, given ${shown(value)}: write for example ${example}`;
  }
  const odd = Object.keys(value).find((key) => !holds(value[key]));
  return odd === undefined ? undefined : `${what}, and ${shown(odd)} is ${shown(value[odd])}: write for example ${example}`;
}

/** Whether a value is a text. @internal */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
