/**
 * Caches values computed from the most recent lists of objects. Consecutive stages, and the moments between them,
 * evaluate the same lists again and again. Two lists are the same if they hold the same objects in the same order, so
 * only lists of immutable objects are cached.
 *
 * @internal
 */
export class RecentCache<T> {
  private readonly known: { readonly objects: any[]; readonly key: string; readonly value: T }[] = [];

  /**
   * @param most how many lists the cache keeps
   * @param isFrozen whether an object is immutable
   */
  public constructor(
    private readonly most: number,
    private readonly isFrozen: (object: any) => boolean,
  ) {}

  /**
   * The cached value for these objects, or a new one.
   *
   * @param key whatever else the value depends on
   * @param make computes the value
   */
  public of(objects: any[], key: string, make: () => T): T {
    if (!objects.every(this.isFrozen)) {
      return make();
    }
    const isSame = (known: any[]) =>
      known.length === objects.length && known.every((object, index) => object === objects[index]);
    const place = this.known.findIndex((one) => one.key === key && isSame(one.objects));
    const found = place < 0 ? { objects: [...objects], key, value: make() } : this.known.splice(place, 1)[0];
    this.known.unshift(found);
    this.known.length = Math.min(this.known.length, this.most);
    return found.value;
  }
}
