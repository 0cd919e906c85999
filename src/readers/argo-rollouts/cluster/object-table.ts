import { KubernetesObject } from '../../engine/kubernetes-object';

/**
 * Objects that controllers replace, delete and add, found by kind and name: a fleet has thousands of Rollouts, and each
 * of them changes a few objects.
 *
 * @internal
 */
export class ObjectTable {
  /** Builds a table. */
  public static of(objects: readonly KubernetesObject[]): ObjectTable {
    const places = new Map<string, number[]>();
    const put = (key: string, place: number) => {
      const known = places.get(key);
      if (known) {
        known.push(place);
      } else {
        places.set(key, [place]);
      }
    };
    objects.forEach((object, place) => {
      put(`${object.kind}/${object.metadata?.name}`, place);
      put(object.kind, place);
      for (const owner of object.metadata?.ownerReferences ?? []) {
        put(`owned by ${owner?.kind}/${owner?.name}`, place);
      }
    });
    return new ObjectTable([...objects], places, []);
  }

  private constructor(
    private readonly slots: (KubernetesObject | undefined)[],
    private readonly places: ReadonlyMap<string, readonly number[]>,
    private readonly added: KubernetesObject[],
  ) {}

  /** A table that changes by itself. */
  public copy(): ObjectTable {
    return new ObjectTable([...this.slots], this.places, [...this.added]);
  }

  /** All objects: those given in their order, then those added. */
  public get objects(): KubernetesObject[] {
    return [...this.slots.filter((object): object is KubernetesObject => object !== undefined), ...this.added];
  }

  /** The objects of a kind that were given. */
  public ofKind(kind: string): KubernetesObject[] {
    return this.at(this.places.get(kind)).map(([, object]) => object);
  }

  /** Changes the objects of a kind and a name; undefined deletes one. */
  public change(kind: string, name: string, change: (object: KubernetesObject) => KubernetesObject | undefined): void {
    this.changeAt(`${kind}/${name}`, change);
  }

  /** Changes the objects of a kind. */
  public changeAll(kind: string, change: (object: KubernetesObject) => KubernetesObject | undefined): void {
    this.changeAt(kind, change);
  }

  /** Changes the objects that an object owns. */
  public changeOwned(
    kind: string,
    name: string,
    change: (object: KubernetesObject) => KubernetesObject | undefined,
  ): void {
    this.changeAt(`owned by ${kind}/${name}`, change);
  }

  /** Adds objects at the end. */
  public add(objects: readonly KubernetesObject[]): void {
    objects.forEach((object) => this.added.push(object));
  }

  private changeAt(key: string, change: (object: KubernetesObject) => KubernetesObject | undefined): void {
    for (const [place, object] of this.at(this.places.get(key))) {
      this.slots[place] = change(object);
    }
  }

  private at(places: readonly number[] = []): [number, KubernetesObject][] {
    return places.flatMap((place): [number, KubernetesObject][] => {
      const object = this.slots[place];
      return object === undefined ? [] : [[place, object]];
    });
  }
}
