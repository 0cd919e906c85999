/**
 * The same function, which makes a value once for each object and remembers it for as long as the object is there: for objects that do not
 * change, and values that are never undefined.
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
