import { readManifests } from '../../src/manifests/manifest-reader';

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

describe('large and nested texts', () => {
  test('135,000 empty documents hold no object', () => {
    expect(readManifests('---\n'.repeat(135_000), 'x.yaml')).toEqual({ manifests: [], others: [] });
  });

  test('a List of 200,000 objects as JSON is read', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => configMap(`c${index}`));
    expect(readManifests(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'x.json').manifests).toHaveLength(
      200_000,
    );
  });

  test('JSON is read as YAML reads it, with the line where it begins', () => {
    const json = `\n\n${JSON.stringify(configMap('c'), null, 2)}\n`;
    expect(readManifests(json, 'x.json')).toEqual({
      manifests: [{ object: configMap('c'), location: { file: 'x.json', document: 1, line: 3 } }],
      others: [],
    });
    expect(
      readManifests(JSON.stringify({ apiVersion: 'v1', kind: 'A', gone: null }), 'x.json').manifests[0].object,
    ).toEqual({ apiVersion: 'v1', kind: 'A' });
  });

  test.each([
    ['lists', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['maps', Array.from({ length: 3_000 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')],
    ['lists in JSON', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('%s that are nested too deep are told', (_name, text) => {
    let message = '';
    try {
      message = String(readManifests(text, 'x.yaml').manifests.length);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^(0|x\.yaml.*nested too deep.*)$/);
  });

  test('a key that is in a map twice is told with its line, in a map of many keys too', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: v\n`).join('');
    expect(() => readManifests(`${keys}k7: again\n`, 'x.yaml')).toThrow(
      'x.yaml, document 1, line 20001: no valid YAML (the key k7 is there twice in one map)',
    );
    expect(() => readManifests('a:\n- b: {yes: 1, "true": 2}\n', 'x.yaml')).toThrow(
      /line 2: .*the key true is there twice/,
    );
  });
});
