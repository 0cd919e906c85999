/**
 * Caches values by text, up to a limit, because clients and fleets may produce any number of texts. At the limit the
 * whole cache is cleared.
 *
 * @internal
 */
export class TextMemo<V> {
  private readonly made = new Map<string, V>();

  /** @param most how many values are kept */
  public constructor(private readonly most: number) {}

  /**
   * The value of a text.
   *
   * @param key everything that the value depends on
   * @param make makes the value, which must not be undefined
   */
  public of(key: string, make: () => V): V {
    const known = this.made.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = make();
    if (this.made.size >= this.most) {
      this.made.clear();
    }
    this.made.set(key, value);
    return value;
  }
}
