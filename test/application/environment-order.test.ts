import * as fc from 'fast-check';
import { EnvironmentVariable } from '../../src';
import { environmentEntries } from '../../src/application/environment-order';
import { holds } from '../support/property';

function namesOf(values: { [name: string]: string }): string[] {
  const env = Object.entries(values).map(([name, value]) => [name, EnvironmentVariable.value(value)]);
  return environmentEntries(Object.fromEntries(env)).map(({ name }) => name);
}

describe('environment variables', () => {
  test('come after those that they refer to, which Kubernetes replaces only so, and otherwise by name', () => {
    expect(namesOf({ A_URL: '$(URL)/a', Z: 'z', URL: 'http://$(HOST):$(PORT)', PORT: '80', HOST: 'h' })).toEqual([
      'HOST', 'PORT', 'URL', 'A_URL', 'Z',
    ]);
  });

  test('refer to nothing by two dollar signs, or by a name that is no variable here', () => {
    expect(namesOf({ A: '$$(Z) $(NOWHERE) $Z ${Z}', B: '$$$(Y)', Y: '', Z: '' })).toEqual(['A', 'Y', 'B', 'Z']);
  });

  test('that refer to each other, or to themselves, are all there', () => {
    expect(namesOf({ A: '$(B)', B: '$(C)', C: '$(A) $(C)', D: '$(A)' })).toEqual(['C', 'B', 'A', 'D']);
  });

  test('may be a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => [`V${index}`, `$(V${index + 1})`]);
    expect(namesOf(Object.fromEntries(chain))[0]).toBe('V19999');
  });

  test('are in the same order whatever the order of the map, each after those that it refers to', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const value = fc.array(fc.constantFrom(...names), { maxLength: 3 });
    holds(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.func(fc.nat()), (references, rank) => {
        const values = Object.entries(references).map(([name, others]) => [name, others.map((one) => `$(${one})`).join()]);
        const shuffled = [...values].sort(([one], [other]) => rank(one) - rank(other));
        const order = namesOf(Object.fromEntries(values));
        expect(namesOf(Object.fromEntries(shuffled))).toEqual(order);
        expect([...order].sort()).toEqual(Object.keys(references).sort());
        // No circle: every name that is referred to, directly or not, comes before.
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          (references[from] ?? []).some((one) => one === to || (!seen.has(one) && reaches(one, to, seen.add(one))));
        for (const [name, others] of Object.entries(references)) {
          for (const other of others.filter((one) => one in references && !reaches(one, name))) {
            expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
          }
        }
      }),
      200,
    );
  });
});
