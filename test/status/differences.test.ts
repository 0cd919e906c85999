import { differences } from '../../src/status/differences';
import { LiveObjects } from '../../src/status/live-objects';
import { positionOf } from '../../src/status/position';

const NOTHING = { replicas: false, routes: false };
const object = (spec: any, more: any = {}) => ({ apiVersion: 'a.example/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'n' }, spec, ...more });
const fields = (wanted: any, live: any, ...others: any[]) =>
  differences(object(wanted), object(live), others.map((one) => object(one)), NOTHING).map(({ field }) => field);

describe('a live object differs from a manifest', () => {
  test.each<[string, any, any, any[], string[]]>([
    ['where a value is another one', { a: 1 }, { a: 2 }, [], ['spec.a']],
    ['where a value is missing', { a: 1 }, {}, [], ['spec.a']],
    ['where a list has another length', { a: [1] }, { a: [1, 2] }, [], ['spec.a']],
    ['where 0 is wanted, and another number is there', { a: 0 }, { a: 7 }, [], ['spec.a']],
    ['where false or nothing is wanted', { a: false, b: '' }, { a: true, b: 'x' }, [], ['spec.a', 'spec.b']],
    ['not where the API server leaves out what is empty', { a: 0, b: '', c: [], d: {}, e: false }, {}, [], []],
    ['not by defaults', { a: 1 }, { a: 1, b: 2 }, [], []],
    ['by what another stage has written, and this one takes away', { a: 1 }, { a: 1, b: { c: 2 } }, [{ a: 1, b: { c: 2 } }], ['spec.b']],
    ['not by a default in the place of what another stage has written', { a: 1 }, { a: 1, b: 3 }, [{ a: 1, b: 2 }], []],
    ['not by another way to write an amount', { resources: { limits: { cpu: '1000m', memory: '1Gi' } } }, { resources: { limits: { cpu: '1', memory: '1024Mi' } } }, [], ['spec.resources.limits.cpu', 'spec.resources.limits.memory'].slice(2)],
    ['also by a name that every map has', { constructor: 1 }, {}, [], ['spec.constructor']],
  ])('%s', (_, wanted, live, others, expected) => {
    expect(fields(wanted, live, ...others)).toEqual(expected);
  });

  test('not by the texts of a Secret, which the API server keeps in base64', () => {
    const secret = (more: any) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'n' }, ...more });
    const found = (text: string) =>
      differences(secret({ stringData: { k: text } }), secret({ data: { k: 'cQ==' } }), [], NOTHING).map(({ field }) => field);
    expect([found('q'), found('r')]).toEqual([[], ['data.k']]);
  });
});

test('an object that is in several namespaces, of which the manifest names none, is not taken for missing', () => {
  const bare = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { type: 'ClusterIP' } };
  const live = new LiveObjects(['x', 'y'].map((namespace) => ({ ...bare, metadata: { name: 'a', namespace } })));
  expect(positionOf([[bare], [{ ...bare, spec: { type: 'NodePort' } }]], live)).toMatchObject({
    kind: 'elsewhere',
    deviations: [{ kind: 'missing', object: 'Service a', isInSeveral: true }],
  });
});
