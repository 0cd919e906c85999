import { Yaml } from 'cdk8s';
import { yamlEntries, yamlText } from '../../src/synthesis/yaml-text';
import { anyDocument } from '../support/documents';
import { randomNumbers, shortTexts, TEXTS } from '../support/hostile-texts';

describe('a document is printed as cdk8s prints it', () => {
  const named = TEXTS.map((text) => [JSON.stringify(text).slice(0, 60), text]);
  test.each(named)('the text %s, wherever it stands', (_, text) => {
    const deep = { a: { b: { c: text } }, d: [[text], [[text]], { e: text, f: [text] }] };
    const keys = [{ [text]: 1 }, { a: { [text]: text } }, { a: [{ [text]: [] }] }];
    const values = [{ a: text }, { a: text, b: 1 }, { a: [text] }, { a: [text, text], b: text }, deep];
    for (const document of [...values, ...keys]) {
      expect(yamlText(document)).toBe(Yaml.stringify(document));
    }
  });

  test('every short text over an alphabet of numbers, words, dates and marks, as a value and as a key', () => {
    const texts = [...shortTexts()];
    // Blank texts and most keys make cdk8s print the whole document: it would be compared with itself.
    const printable = texts.filter((text) => text.trim() !== '');
    const keys = texts.filter((text) => yamlEntries({ [text]: 0 }) !== undefined);
    for (let start = 0; start < printable.length; start += 100) {
      const document = { a: { b: printable.slice(start, start + 100) } };
      expect(yamlEntries(document)).toBe(Yaml.stringify(document));
    }
    for (let start = 0; start < keys.length; start += 100) {
      const document = { a: Object.fromEntries(keys.slice(start, start + 100).map((key) => [key, 0])) };
      expect(yamlEntries(document)).toBe(Yaml.stringify(document));
    }
    process.stderr.write(`    ${texts.length} short texts, ${keys.length} of them as keys\n`);
    expect(texts.length).toBeGreaterThan(55_000);
    expect(keys.length).toBeGreaterThan(20_000);
  });

  test('random documents of hostile texts; `npm run fuzz:yaml` compares a million texts', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    process.stderr.write(`    seed ${seed}\n`);
    const random = randomNumbers(seed);
    let [texts, own] = [0, 0];
    for (let run = 0; run < 6000; run++) {
      const document = anyDocument(random, run % 3 === 0 ? 0.2 : 0, () => texts++);
      own += yamlEntries(document) === undefined ? 0 : 1;
      expect(yamlText(document)).toBe(Yaml.stringify(document));
    }
    expect(texts).toBeGreaterThan(20_000);
    // Not by asking cdk8s for everything.
    expect(own).toBeGreaterThan(2_000);
  });

  test.each<[string, any]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'a'],
    ['a number', 1],
    ['a list', [{ a: 1 }]],
    ['an empty map', {}],
    ['an empty map below', { a: {}, b: [{}, []] }],
    ['an empty list', { a: [] }],
    ['nothing in a map', { a: undefined, b: null }],
    ['nothing in a list', { a: [undefined, null] }],
    ['a list with holes', { a: [1, , 2] }],
    ['numbers that are no safe integers', { a: [1e21, -0, 0.1, 1e-7, NaN, Infinity, 2 ** 53, -1.5] }],
    ['a date', { a: new Date(0) }],
    ['a Map', { a: new Map([['b', 1]]) }],
    ['a map without a prototype', { a: Object.assign(Object.create(null), { b: 1 }) }],
    ['keys that are numbers', { b: 1, 1: 2, a: { 0: 1 } }],
    ['a key that is printed behind a question mark', { ['a'.repeat(1100)]: { b: 1 } }],
    ['a key of half that length', { ['a'.repeat(600)]: [1] }],
    ['a key that YAML merges', { '<<': { a: 1 } }],
    ['the key __proto__', JSON.parse('{"__proto__": {"a": 1}, "b": 2}')],
    ['a bigint', { a: 10n }],
  ])('%s', (_, document) => {
    expect(yamlText(document)).toBe(Yaml.stringify(document));
  });

  test('an object that stands in two places is printed as cdk8s does, with an anchor', () => {
    const shared = { a: 1 };
    const list = ['x'];
    const maps = [{ b: shared, c: shared }, { b: [shared, shared] }];
    for (const document of [...maps, { b: list, c: { d: list } }, { b: [list], c: [[list]] }]) {
      expect(yamlText(document)).toBe(Yaml.stringify(document));
    }
  });

  test('what cdk8s refuses is refused with the same words', () => {
    const error = (print: (document: any) => string, document: any) => {
      try {
        return print(document);
      } catch (thrown) {
        return (thrown as Error).message;
      }
    };
    const throwing = { toJSON: () => { throw new Error('no'); } };
    for (const document of [{ a: () => 1 }, { a: Symbol('b') }, { a: { toJSON: () => 'x' } }, { a: throwing }]) {
      expect(error(yamlText, document)).toBe(error(Yaml.stringify, document));
    }
  });
});
