/**
 * Keeps what was made of the last few lists of objects. Consecutive stages, and the moments between them, ask for the
 * very
 * same lists again and again. A list is the same when it holds the same objects in the same order, so only lists of
 * objects
 * that nobody can change are kept.
 *
 * @internal
 */
export class RecentCache<T> {
  private readonly known: { readonly objects: any[]; readonly key: string; readonly value: T }[] = [];

  /**
   * @param most how many lists are kept
   * @param isFrozen whether nobody can change an object any more
   */
  public constructor(
    private readonly most: number,
    private readonly isFrozen: (object: any) => boolean,
  ) {}

  /**
   * What was made of these objects, or is made of them now.
   *
   * @param key what else the value depends on
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
