/**
 * A frozen copy of a list, so that callers cannot change the lists of a plan. The values in the list stay unfrozen,
 * because jsii adds a marker to objects that it passes to other languages.
 *
 * @internal
 */
export function frozen<T>(list: readonly T[]): T[] {
  return Object.freeze([...list]) as T[];
}
