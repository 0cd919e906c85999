/**
 * Memoizes a function of one object by that object's identity. An entry lives as long as its object, so nothing has
 * to be
 * cleared. It is safe where the object does not change after the first call, and the result is never undefined: each
 * use
 * says why that holds.
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
