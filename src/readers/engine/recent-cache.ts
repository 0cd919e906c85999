import { isClean } from './shape';

/**
 * What was made of some lists of objects lately: stages and the moments between them are looked at one after the other, and have the very same
 * objects again and again. Only of objects that nobody can change.
 *
 * @internal
 */
export class RecentCache<T> {
  private readonly known: { readonly objects: any[]; readonly key: string; readonly value: T }[] = [];

  /** @param most how many are kept */
  public constructor(private readonly most: number) {
  }

  /**
   * What was made of these objects, or is made of them now.
   *
   * @param key what else the value depends on
   */
  public of(objects: any[], key: string, make: () => T): T {
    if (!objects.every(isClean)) {
      return make();
    }
    const isSame = (known: any[]) => known.length === objects.length && known.every((object, index) => object === objects[index]);
    const place = this.known.findIndex((one) => one.key === key && isSame(one.objects));
    const found = place < 0 ? { objects: [...objects], key, value: make() } : this.known.splice(place, 1)[0];
    this.known.unshift(found);
    this.known.length = Math.min(this.known.length, this.most);
    return found.value;
  }
}
