/** What is loaded when it is first asked for. @internal */
export class Loaded<T> {
  private readonly loaders: (() => T)[] = [];
  private values: T[] = [];

  /** @param nameOf by what they are sorted: which one was added first depends on what an app uses first */
  public constructor(private readonly nameOf: (value: T) => string) {
  }

  /** Adds one, without loading it. */
  public add(load: () => T): void {
    this.loaders.push(load);
  }

  /** All of them. */
  public all(): T[] {
    if (this.loaders.length > 0) {
      const loaded = this.loaders.splice(0).map((load) => load());
      const compare = (one: T, other: T) => (this.nameOf(one).toLowerCase() < this.nameOf(other).toLowerCase() ? -1 : 1);
      this.values = [...this.values, ...loaded].sort(compare);
    }
    return this.values;
  }
}
