import { createHash } from 'node:crypto';
import { goScalar } from '../../src/manifests/go-scalars';
import { readManifests } from '../../src/manifests/manifest-reader';

/** What a ConfigMap says when a text stands in it without quotes, as a value and as a key. */
function read(text: string): any {
  const yaml = ['apiVersion: v1', 'kind: ConfigMap', 'value: { of: [', `  ${text}`, '  ] }'].join('\n');
  const [{ object }] = readManifests(yaml, 'x.yaml').manifests;
  return object.value.of[0];
}

function keyOf(text: string): string {
  const yaml = ['apiVersion: v1', 'kind: ConfigMap', 'value:', `  ${text}: here`].join('\n');
  return Object.keys(readManifests(yaml, 'x.yaml').manifests[0].object.value)[0];
}

describe('scalars are read as kubectl reads them', () => {
  test.each([
    '.',
    'e8',
    'e1234567',
    '.e5',
    '-e5',
    '-.',
    '+',
    '_',
    '_1',
    '-_',
    '0b_',
    '0x',
    '0o8',
    '.5_',
    '._5',
    '.1__2',
    '1e400',
    '.9e999',
    '0b2',
    '0b',
    '-0b-1',
    '1:30',
    '12:30:45',
    '2026-01-31',
    '2026-01-31T10:00:00Z',
    'tRUE',
    'yES',
    'oN',
    'nULL',
    '0x1p4',
    '=',
    '+.nan',
    '0xFFFFFFFFFFFFFFFFF',
    '-0xFFFFFFFFFFFFFFFF',
  ])('%s is a text', (text) => {
    expect([goScalar(text), read(text), keyOf(text)]).toEqual([undefined, text, text]);
  });

  test.each<[string, number, string]>([
    ['0_', 0, '0'],
    ['1_000', 1000, '1000'],
    ['1__', 1, '1'],
    ['-_5', -5, '-5'],
    ['+7', 7, '7'],
    ['017', 15, '15'],
    ['0o17', 15, '15'],
    ['0O17', 15, '15'],
    ['09', 9, '9'],
    ['0x_1F', 31, '31'],
    ['0XfF', 255, '255'],
    ['0b101', 5, '5'],
    ['-0b1_1', -3, '-3'],
    ['0b-1', -1, '-1'],
    ['0b+1', 1, '1'],
    ['-0', 0, '0'],
    ['9223372036854775807', 2 ** 63, '9223372036854775807'],
    ['18446744073709551616', 2 ** 64, '1.8446744e+19'],
    ['.5', 0.5, '0.5'],
    ['.1_2', 0.12, '0.12'],
    ['.1e1_0', 1e9, '1e+09'],
    ['5.', 5, '5'],
    ['1.50', 1.5, '1.5'],
    ['1e3', 1000, '1000'],
    ['1e6', 1e6, '1e+06'],
    ['1.e5', 1e5, '100000'],
    ['+.5_1', 0.51, '0.51'],
    ['0.1234567891', 0.1234567891, '0.12345679'],
    ['123456789.0', 123456789, '1.2345679e+08'],
    ['1e-7', 1e-7, '1e-07'],
    ['1e21', 1e21, '1e+21'],
  ])('%s is a number', (text, value, key) => {
    expect([read(text), keyOf(text)]).toEqual([value, key]);
  });

  test.each<[string, boolean]>([
    ['y', true],
    ['YES', true],
    ['On', true],
    ['true', true],
    ['n', false],
    ['No', false],
    ['off', false],
    ['FALSE', false],
  ])('%s is a truth value', (text, value) => {
    expect([read(text), keyOf(text)]).toEqual([value, String(value)]);
  });

  test('of all texts of up to four characters, Go takes the same ones for something else', () => {
    // Made by sigs.k8s.io/yaml 1.6.0: YAMLToJSON of `k: TEXT` and of `TEXT: k`, one line each where either is no text.
    const digest = createHash('sha256');
    let count = 0;
    const below = (beginning: string, length: number) => {
      const found = beginning === '' || beginning === '-' ? undefined : goScalar(beginning);
      if (found) {
        const isRefused = typeof found.value === 'number' && !Number.isFinite(found.value);
        digest.update(
          `${beginning} ${isRefused ? 'refused' : JSON.stringify(found.value)} ${found.key ?? 'refused'}\n`,
        );
        count += 1;
      }
      for (const character of length === 0 ? '' : '.+-_0123456789eExXoObBaAfFnNiIyYtT~') {
        below(beginning + character, length - 1);
      }
    };
    below('', 4);
    expect([count, digest.digest('hex')]).toEqual([
      30534,
      'fd31200316193443dff201f55b240eb6d90a2d36366915cd670692a457817e27',
    ]);
  });

  test.each(['e8', '1_0', '.inf', 'yes', '~', '<<', '0o17'])('%s in quotes is a text', (text) => {
    expect([read(`'${text}'`), read(`"${text}"`), keyOf(`'${text}'`)]).toEqual([text, text, text]);
  });

  test('a tag that is written out counts where the text is of its kind', () => {
    expect([
      read('!!str 5'),
      read('!!int "0x10"'),
      read('!!float 5'),
      read('!!bool "yes"'),
      read('!mine 5'),
      read('!!binary aGk='),
    ]).toEqual(['5', 16, 5, true, '5', 'hi']);
    expect(() => read('!!int a')).toThrow(/"a" cannot be read as !!int/);
  });

  test.each(['.nan', '.inf', '-.INF', '!!float .inf'])('%s as a value is told: JSON has no such number', (text) => {
    expect(() => read(text)).toThrow(/is no number that JSON has/);
  });

  test.each(['~', 'null', '18446744073709551615'])('%s as a key is told: it would be no text in JSON', (text) => {
    expect(() => keyOf(text)).toThrow(/cannot be a key/);
  });
});

describe('merge keys', () => {
  const labels = (...lines: string[]) => {
    const yaml = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'base: &base { a: base, b: base }',
      'other: &other { b: other, c: other }',
      'data:',
      ...lines.map((line) => `  ${line}`),
    ].join('\n');
    return readManifests(yaml, 'x.yaml').manifests[0].object.data;
  };

  test('replace what stands before them, and are replaced by what stands after them', () => {
    expect(labels('a: mine', '<<: *base')).toEqual({ a: 'base', b: 'base' });
    expect(labels('<<: *base', 'a: mine')).toEqual({ a: 'mine', b: 'base' });
  });

  test('of several maps the first that has a key counts', () => {
    expect(labels('<<: [*base, *other]')).toEqual({ a: 'base', b: 'base', c: 'other' });
  });

  test('of many levels that merge each other are no exponential work', () => {
    const levels = Array.from(
      { length: 60 },
      (_, index) => `l${index + 1}: &l${index + 1} { <<: [*l${index}, *l${index}] }`,
    );
    const yaml = ['apiVersion: v1', 'kind: ConfigMap', 'l0: &l0 { a: b }', ...levels].join('\n');
    expect(() => readManifests(yaml, 'x.yaml')).toThrow(/Excessive alias count/);
  });

  test('only take maps', () => {
    expect(() => labels('<<: 5')).toThrow(/<< needs a map/);
  });
});
