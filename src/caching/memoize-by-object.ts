/**
 * Memoizes a function of one object by that object's identity. An entry lives as long as its object, so the cache needs
 * no clearing. The object must not change after the first call, and the result must not be undefined: each use says why
 * that holds.
 *
 * @internal
 */
export function memoizeByObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
