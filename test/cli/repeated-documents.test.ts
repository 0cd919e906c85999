import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { GO_TAGS } from '../../src/manifests/go-tags';
import { ManifestFault } from '../../src/manifests/manifest-fault';
import { readManifests } from '../../src/manifests/manifest-reader';
import { anyDocument } from '../support/documents';
import { randomNumbers } from '../support/hostile-texts';

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

describe('documents that files repeat are read once', () => {
  test('and are the very same objects then, each where it stands', () => {
    const one = readManifests(`${service('a')}---\n${service('b')}---\n${service('c')}`, 'one.yaml').manifests;
    const two = readManifests(`# two\n---\n${service('b')}---\n${service('c')}`, 'two.yaml').manifests;
    expect(one.map(({ object, location }) => [object.metadata.name, location.document, location.line])).toEqual([
      ['a', 1, 1],
      ['b', 2, 6],
      ['c', 3, 11],
    ]);
    expect(two.map(({ object, location }) => [object.metadata.name, location.document, location.line])).toEqual([
      ['b', 1, 3],
      ['c', 2, 8],
    ]);
    expect(two.map(({ location }) => location.file)).toEqual(['two.yaml', 'two.yaml']);
    expect(two[1].object).toBe(one[2].object);
  });

  test.each<[string, string, any[]]>([
    [
      'empty documents between',
      `---\n---\n${service('a')}---\n# nothing\n---\n...\n---\n${service('b')}`,
      [
        ['a', 2, 3],
        ['b', 5, 12],
      ],
    ],
    [
      'a marker with a document behind it',
      `${service('a')}--- {apiVersion: v1, kind: Service, metadata: {name: b}}\n---\tx\n`,
      [
        ['a', 1, 1],
        ['b', 2, 5],
      ],
    ],
    [
      'markers in a text',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\ndata:\n  x: |\n    ---\n    y\n  z: "a\n    ---\n    b"\n',
      [['a', 1, 1]],
    ],
    ['lines that only begin like a marker', `${service('a')}data:\n  "---x": 1\n`, [['a', 1, 1]]],
    [
      'line ends of Windows',
      `${service('a')}---\n${service('b')}`.replace(/\n/g, '\r\n'),
      [
        ['a', 1, 1],
        ['b', 2, 6],
      ],
    ],
    [
      'directives',
      `%YAML 1.1\n---\n${service('a')}...\n%YAML 1.1\n---\n${service('b')}`,
      [
        ['a', 1, 3],
        ['b', 2, 10],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(
      readManifests(text, 'x.yaml').manifests.map(({ object, location }) => [
        object.metadata.name,
        location.document,
        location.line,
      ]),
    ).toEqual(expected);
  });

  test('a fault is told with its document and line in the whole file', () => {
    expect(() => readManifests(`${service('a')}---\n${service('b')}---\na: [\n`, 'x.yaml')).toThrow(
      /^x\.yaml, document 3, line 1[0-9]: no valid YAML/,
    );
    expect(() => readManifests(`${service('a')}---\na: "\n---\nb"\n`, 'x.yaml')).toThrow(/^x\.yaml, document 2, line /);
  });

  test('what is read is what the parser reads of the whole text', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    process.stderr.write(`    seed ${seed}\n`);
    const random = randomNumbers(seed);
    for (let run = 0; run < 400; run++) {
      const documents = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: anyDocument(random, 0, () => undefined),
      }));
      const text = Yaml.stringify(...documents);
      const whole: any[] = [
        parseAllDocuments(text, { version: '1.1', schema: 'failsafe', customTags: GO_TAGS, logLevel: 'silent' }),
      ].flat();
      // cdk8s prints a few texts as YAML that the parser refuses.
      if (whole.some(({ errors }) => errors.length > 0)) {
        expect(() => readManifests(text, 'x.yaml')).toThrow(ManifestFault);
      } else {
        const objects = whole.map((document) => document.toJS());
        expect(readManifests(text, 'x.yaml').manifests.map(({ object }) => object)).toEqual(objects);
      }
    }
  });
});
