import { istioCase } from '../../conformance/random/istio-cases';
import { Random } from '../../conformance/random/random';
import { removals, Shrinking, without } from '../../conformance/random/shrink';

/** Shrinks as the command does, with a rule in the place of a router. */
function shrunk(objects: any[], isShown: (objects: any[]) => boolean): any[] {
  const shrinking = new Shrinking(objects);
  for (let round = 0; round < 200; round += 1) {
    const candidates = shrinking.candidates(4);
    if (candidates.length === 0) {
      return shrinking.best;
    }
    shrinking.report(candidates.map((paths) => ({ paths, isShown: isShown(without(shrinking.best, paths)) })));
  }
  throw new Error('does not end');
}

describe('random cases', () => {
  test('a seed makes the same case again, and another seed another one', () => {
    expect(istioCase('one', 7)).toEqual(istioCase('one', 7));
    expect(istioCase('one', 8)).not.toEqual(istioCase('one', 7));
  });

  test('numbers are spread evenly', () => {
    const random = new Random(3);
    const numbers = random.many(10_000, () => random.next());
    expect(Math.abs(numbers.filter((one) => one < 0.25).length - 2_500)).toBeLessThan(4 * 44);
  });
});

describe('shrinking', () => {
  const objects = [
    { kind: 'A', metadata: { name: 'a' }, spec: { routes: [{ to: 1 }, { to: 2, match: { x: 1, y: 2 } }] } },
    { kind: 'B', metadata: { name: 'b' }, spec: { hosts: ['one', 'two'] } },
  ];

  test('leaves what has to be there, and nothing else that could go', () => {
    const isShown = (tried: any[]) => tried.some(({ spec }) => spec.routes?.some(({ match }: any) => match?.y === 2));
    const least = { kind: 'A', metadata: { name: 'a' }, spec: { routes: [{ match: { y: 2 } }] } };
    expect(shrunk(objects, isShown)).toEqual([least]);
  });

  test('keeps two things of which only one may go', () => {
    const isShown = (tried: any[]) => tried.some(({ spec }) => spec.hosts?.length > 0);
    const least = { kind: 'B', metadata: { name: 'b' }, spec: { hosts: [expect.any(String)] } };
    expect(shrunk(objects, isShown)).toEqual([least]);
  });

  test('names, kinds and namespaces are no candidates', () => {
    const needed = ['kind', 'metadata', 'name', 'spec'];
    expect(removals(objects).filter((path) => needed.includes(String(path.at(-1))))).toEqual([]);
  });
});
