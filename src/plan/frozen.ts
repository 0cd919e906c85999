/**
 * A copy of a list that nobody can change: what a plan hands out is what it will print. Only lists are frozen, never the
 * values in them: jsii marks objects that it hands to other languages.
 *
 * @internal
 */
export function frozen<T>(list: readonly T[]): T[] {
  return Object.freeze([...list]) as T[];
}
