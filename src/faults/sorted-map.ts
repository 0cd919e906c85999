/**
 * The entries of a map, by name. What is printed from a map is sorted, because other languages hand their maps over in
 * any order: Java in another one at each run, Go sorted, Python as written.
 *
 * @internal
 */
export function sortedEntries<V>(map: { readonly [name: string]: V }): [string, V][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The names in a map, sorted for the same reason. @internal */
export function sortedKeys(map: object): string[] {
  return Object.keys(map).sort((one, other) => (one < other ? -1 : 1));
}
