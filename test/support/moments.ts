import * as fc from 'fast-check';

/** The states of the cluster while objects change one after the other, in an order of its own. */
export function* momentsBetween(before: any[], after: any[], order: fc.Stream<number>): Generator<any[]> {
  const idOf = (object: any) => `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`;
  const live = new Map(before.map((object) => [idOf(object), object]));
  const wanted = new Map(after.map((object) => [idOf(object), object]));
  const ids = [...new Set([...live.keys(), ...wanted.keys()])].filter(
    (id) => JSON.stringify(live.get(id)) !== JSON.stringify(wanted.get(id)),
  );
  while (ids.length > 0) {
    const [id] = ids.splice(order.next().value! % ids.length, 1);
    const object = wanted.get(id);
    if (object) {
      live.set(id, object);
    } else {
      live.delete(id);
    }
    yield [...live.values()];
  }
}
