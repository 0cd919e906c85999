import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { Folder, run } from '../support/command-line';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { holds } from '../support/property';
import { rolloutObject } from '../support/rollout-objects';
import * as voyager from '../support/voyager-objects';

/** One sound object of each kind that is read. */
const SOUND: any[] = [
  ...gloo.echo(),
  gloo.upstream(),
  gloo.delegating(),
  gloo.routeTable('echo', [
    {
      matchers: [{ prefix: '/', headers: [{ name: 'a', value: 'b', regex: true }] }],
      ...gloo.weighted({ v1: 1, v2: 2 }),
    },
  ]),
  nginx.ingress(),
  nginx.canary({ 'canary-weight': '20', 'canary-by-header': 'x', 'canary-by-header-pattern': 'a+' }),
  istio.virtualService({
    hosts: ['echo'],
    http: [
      { match: [{ headers: { a: { regex: 'b+' } } }], route: [istio.to('echo', 'v1', 50), istio.to('echo', 'v2', 50)] },
    ],
  }),
  istio.destinationRule('echo', { v1: { version: 'v1' } }),
  istio.gateway([istio.server(['*'])]),
  rolloutObject('v2', {
    steps: [{ setWeight: 20 }, { pause: {} }],
    trafficRouting: { istio: { virtualService: { name: 'echo' } } },
    canaryService: 'a',
    stableService: 'b',
  }),
  voyager.voyager({ rules: [{ host: 'a', http: { paths: [{ path: '/', backend: voyager.to() }] } }] }),
  voyager.weightedDeployment('v1', 1, '20'),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'echo', namespace: 'echo' },
    spec: {
      parentRefs: [{ name: 'public' }],
      rules: [
        {
          matches: [{ path: { type: 'RegularExpression', value: '/a.*' } }],
          backendRefs: [{ name: 'echo', port: 80 }],
        },
      ],
    },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'echo' },
    spec: { listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  },
];

const odd = fc.oneof(
  fc.constantFrom<any>(
    null,
    '',
    0,
    -1,
    1e300,
    Number.MAX_SAFE_INTEGER,
    true,
    [],
    {},
    '((',
    '*',
    '/',
    '__proto__',
    { __proto__: null },
    ['constructor'],
    { constructor: {} },
    '\u0000',
    '𝒳'.repeat(40),
    [[[[]]]],
  ),
  fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text)),
);

/** Every place in an object, as a list of keys. */
function places(value: any, path: string[] = []): string[][] {
  return typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** The same object with something else at one place. */
function changed(value: any, [key, ...rest]: string[], other: any): any {
  if (key === undefined) {
    return other;
  }
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key as any] = changed(value?.[key], rest, other);
  return copy;
}

const manifests = fc
  .tuple(
    fc.subarray(SOUND, { minLength: 1, maxLength: 6 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), odd), { minLength: 1, maxLength: 4 }),
  )
  .map(([objects, changes]) =>
    changes.reduce<any[]>((all, [which, where, other]) => {
      const place = which % all.length;
      const paths = places(all[place]);
      return all.map((object, index) =>
        index === place ? changed(object, paths[where % paths.length], other) : object,
      );
    }, objects),
  );

const folder = new Folder();
afterAll(() => folder.remove());

/** Every command on a text; what it may say is an exit code of its own, and nothing may be thrown. */
function commandsOn(text: string, other: string = text): void {
  const [file, next] = [folder.write('a/a.yaml', text), folder.write('b/b.yaml', other)];
  const runs = [
    run('traffic', file),
    run('traffic', file, '--output', 'json', '--url', 'http://a.example/a', '--router', 'Istio'),
    run('traffic', file, '--step', '1'),
    run('check', folder.file('a'), folder.file('b'), '--output', 'json'),
    run('diff', file, next, '--output', 'markdown'),
    run('report', folder.file('a'), folder.file('b')),
  ];
  for (const { code, output, errors } of runs) {
    expect([0, 1, 2]).toContain(code);
    expect(code === 2 ? output : errors).toBe('');
  }
}

test('objects with something else at any place are read, or refused, by every command', () => {
  holds(
    fc.property(manifests, manifests, (one, other) => {
      commandsOn(
        ...([one, other].map((objects) =>
          objects.map((object) => stringify(object, { aliasDuplicateObjects: false }) ?? '').join('---\n'),
        ) as [string, string]),
      );
    }),
    40,
  );
});

test('any text at all is read, or refused, by every command', () => {
  const sound = SOUND.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n');
  const broken = fc
    .tuple(
      fc.nat(sound.length),
      fc.nat(40),
      fc.constantFrom(
        '',
        '{',
        '[',
        '&a',
        '*a',
        '"',
        ': ',
        '- ',
        '\t',
        '---\n',
        '<<: ',
        '!!binary ',
        '? ',
        '\u0000',
        '%YAML 9\n',
      ),
    )
    .map(([start, length, text]) => sound.slice(0, start) + text + sound.slice(start + length));
  holds(
    fc.property(
      fc.oneof(broken, fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]:-&*!|>\'"%#\n a1') })),
      (text) => {
        commandsOn(text);
      },
    ),
    40,
  );
});

test.each<[string, string]>([
  ['aliases that hold themselves', 'apiVersion: v1\nkind: Service\nmetadata: &m\n  name: a\n  labels: *m\n'],
  ['lists that are nested without end', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['maps that are nested without end', `${'{a: '.repeat(3000)}1${'}'.repeat(3000)}`],
  ['many items', `apiVersion: v1\nkind: List\nitems: [${Array(20_000).fill('1').join()}]`],
  [
    'numbers beyond everything',
    `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 1${'0'.repeat(400)}}]}`,
  ],
  [
    'keys of the language',
    'apiVersion: v1\nkind: Service\n__proto__: {kind: Ingress}\nmetadata: {name: a, __proto__: {namespace: ' +
      'b}}\nconstructor: 1\n',
  ],
  [
    'delegation in a circle',
    [
      gloo.delegating(),
      gloo.routeTable('a', [
        { matchers: [{ prefix: '/' }], delegateAction: { ref: { name: 'a', namespace: 'echo' } } },
      ]),
    ]
      .map((object) => stringify(object))
      .join('---\n'),
  ],
  ['a merge of itself', 'a: &a\n  <<: *a\n  b: 1\n'],
])('neither hangs nor breaks at %s', (_, text) => {
  commandsOn(text);
});
