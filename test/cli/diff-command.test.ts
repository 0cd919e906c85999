import { run, temporaryFolders } from '../support/command-line';
import * as gloo from '../support/gloo-objects';

const folder = temporaryFolders();

const state = (route: any, value = 'canary') => [
  ...gloo.echo(),
  gloo.upstream(),
  gloo.virtualService(
    [
      { matchers: [{ prefix: '/echo', headers: [{ name: 'stage', value }] }], ...gloo.to('v2') },
      { matchers: [{ prefix: '/echo' }], ...route },
    ],
    ['app.example'],
  ),
];
const weights = (v1: number, v2: number) => state(gloo.weighted({ v1, v2 }));

function diff(before: any[], after: any[], ...args: string[]): string {
  const one = folder({ 'a.yaml': before, 'b.yaml': after });
  const { code, output, errors } = run('diff', one.file('a.yaml'), one.file('b.yaml'), ...args);
  expect([code, errors]).toEqual([0, '']);
  return output;
}

/** The lines in words, between the title and the table. */
function words(before: any[], after: any[]): string[] {
  return JSON.parse(diff(before, after, '--output', 'json'))[0].words;
}

test('a new weight is told in words and as a table', () => {
  expect(diff(weights(80, 20), weights(50, 50))).toBe(`1 of 2 classes of requests changes

stage: canary → v2 unchanged; all other requests v2 20 % → 50 %

   REQUEST                                      BEFORE            AFTER
*  GET http://app.example/echo                  v1 80 %, v2 20 %  v1 50 %, v2 50 %
   GET http://app.example/echo [stage: canary]  v2 100 %          v2 100 %
`);
});

test('nothing that changes for requests is told as such, whatever changed in the manifests', () => {
  expect(words(weights(80, 20), weights(8, 2))).toEqual(['no traffic changes']);
});

test('a lane that goes away, and one that comes', () => {
  expect(words(state(gloo.to('v1')), state(gloo.to('v1'), 'beta'))).toEqual(['stage: canary v2 100 % → v1 100 %; stage: beta v1 100 % → v2 100 %; all other requests → v1 unchanged']);
});

test('a comment for a pull request is Markdown, in which nothing of the manifests can break out of its cell', () => {
  const odd = 'a|b`c';
  expect(diff(state(gloo.to('v1'), odd), state(gloo.to('v2'), odd), '--output', 'markdown'))
    .toBe(`**1 of 2 classes of requests changes**

\`\` stage: a|b\`c → v2 unchanged; all other requests v1 100 % → v2 100 % \`\`

| Request | Before | After |
|---|---|---|
| \`GET http://app.example/echo\` | \`v1 100 %\` | **\`v2 100 %\`** |
| \`\` GET http://app.example/echo [stage: a\\|b\`c] \`\` | \`v2 100 %\` | \`v2 100 %\` |
`);
});

test('a move to another router is a change for nobody, where it is none', () => {
  const backend = (name: string) => [{ name, port: 80 }];
  const path = { type: 'PathPrefix', value: '/echo' };
  const headers = [{ name: 'stage', value: 'canary' }];
  const version = (name: string) => ({
    ...gloo.service(),
    metadata: { name: `echo-${name}`, namespace: 'echo' },
    spec: { selector: { app: 'echo', version: name }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'echo', namespace: 'echo' },
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames: ['app.example'],
      rules: [
        { matches: [{ path, headers }], backendRefs: backend('echo-v2') },
        {
          matches: [{ path }],
          backendRefs: [
            ...backend('echo-v1').map((one) => ({ ...one, weight: 80 })),
            ...backend('echo-v2').map((one) => ({ ...one, weight: 20 })),
          ],
        },
      ],
    },
  };
  expect(words(weights(80, 20), [...gloo.echo(), version('v1'), version('v2'), route])).toEqual(['no traffic changes']);
});

test('stages of the same name are compared, and those that only one side has are told', () => {
  const one = folder({
    'old/echo-00-baseline.k8s.yaml': weights(100, 0),
    'old/echo-01-weight-20.k8s.yaml': weights(80, 20),
    'new/echo-00-baseline.k8s.yaml': weights(100, 0),
    'new/echo-01-weight-20.k8s.yaml': weights(70, 30),
    'new/echo-02-weight-50.k8s.yaml': weights(50, 50),
  });
  const told = JSON.parse(run('diff', one.file('old'), one.file('new'), '--output', 'json').output).map(
    ({ name, words: lines, isChanged }: any) => [name, ...lines, isChanged],
  );
  expect(told).toEqual([
    ['echo 00-baseline', 'no traffic changes', false],
    ['echo 01-weight-20', 'stage: canary → v2 unchanged; all other requests v2 20 % → 30 %', true],
    ['echo 02-weight-50', 'is only in NEW', false],
  ]);
});

test('stages are paired in their order, by their names and then by what they are for', () => {
  const stages = (side: string, ...all: [string, number][]) =>
    Object.fromEntries(
      all.map(([name, percent], place) => [`${side}/echo-0${place}-${name}.k8s.yaml`, weights(100 - percent, percent)]),
    );
  const one = folder({
    ...stages('old', ['baseline', 0], ['deploy', 0], ['weight-20', 20], ['weight-50', 50], ['promote', 100]),
    ...stages('new', ['baseline', 0], ['weight-10', 10], ['weight-30', 30], ['weight-50', 50], ['promote', 100], ['retire', 100]),
  });
  const { output, code } = run('diff', one.file('old'), one.file('new'));
  expect(output).toBe(`traffic changes in 1 of 7 states, 1 only in OLD, 2 only in NEW

echo 01-deploy: is only in OLD

echo 01-weight-10: is only in NEW

echo 02-weight-20 → echo 02-weight-30: stage: canary → v2 unchanged; all other requests v2 20 % → 30 %

   REQUEST                                      BEFORE            AFTER
*  GET http://app.example/echo                  v1 80 %, v2 20 %  v1 70 %, v2 30 %
   GET http://app.example/echo [stage: canary]  v2 100 %          v2 100 %

echo 05-retire: is only in NEW

no traffic changes in echo 00-baseline, echo 03-weight-50, echo 04-promote
`);
  expect(code).toBe(0);
});

test('files that differ in a number only are no stages of each other', () => {
  const one = folder({
    'old/01-first/a.yaml': weights(100, 0),
    'old/02-rest/a.yaml': weights(80, 20),
    'new/01-first/a.yaml': weights(100, 0),
    'new/02-other/a.yaml': weights(80, 20),
  });
  const names = JSON.parse(run('diff', one.file('old'), one.file('new'), '--output', 'json').output).map(({ old, new: now }: any) => [
    old,
    now,
  ]);
  expect(names).toEqual([
    ['01-first', '01-first'],
    ['02-rest', null],
    [null, '02-other'],
  ]);
});

describe('a changed image', () => {
  const withImage = (image: string) =>
    weights(80, 20).map((object) => {
      if (object.kind !== 'Deployment' || object.metadata.name !== 'echo-v2') {
        return object;
      }
      const { spec } = object.spec.template;
      const containers = [{ ...spec.containers[0], image }, { name: 'side', image: 'side:1' }];
      return {
        ...object,
        spec: { ...object.spec, template: { ...object.spec.template, spec: { ...spec, containers } } },
      };
    });

  test('of a version is told, though requests get the same version', () => {
    const [told] = JSON.parse(diff(withImage('web:1'), withImage('web:2'), '--output', 'json'));
    expect(told).toMatchObject({
      isChanged: false,
      words: [
        'no traffic changes',
        'Deployment echo/echo-v2 (v2): the image of container c changes from web:1 to web:2',
      ],
      images: [{ workload: 'Deployment echo/echo-v2', version: 'v2', container: 'c', before: 'web:1', after: 'web:2' }],
    });
  });

  test('is a difference for --exit-code', () => {
    const one = folder({ 'a.yaml': withImage('web:1'), 'b.yaml': withImage('web:2') });
    const codes = [['a', 'b'], ['a', 'a']].map(
      ([from, to]) => run('diff', one.file(`${from}.yaml`), one.file(`${to}.yaml`), '--exit-code').code,
    );
    expect(codes).toEqual([1, 0]);
  });
});

test('--exit-code tells by 1 that traffic changes, or that only one side has a stage', () => {
  const one = folder({
    'same/echo-00-baseline.k8s.yaml': weights(100, 0),
    'same/echo-01-weight-20.k8s.yaml': weights(80, 20),
    'more/echo-00-baseline.k8s.yaml': weights(100, 0),
    'more/echo-01-weight-20.k8s.yaml': weights(8, 2),
    'more/echo-02-weight-50.k8s.yaml': weights(50, 50),
    'a.yaml': weights(80, 20),
    'b.yaml': weights(8, 2),
    'c.yaml': weights(7, 3),
  });
  const code = (from: string, to: string, ...args: string[]) => run('diff', one.file(from), one.file(to), ...args).code;
  expect([code('a.yaml', 'b.yaml', '--exit-code'), code('a.yaml', 'c.yaml', '--exit-code')]).toEqual([0, 1]);
  expect([code('same', 'more', '--exit-code'), code('same', 'same', '--exit-code'), code('a.yaml', 'c.yaml')]).toEqual([
    1, 0, 0,
  ]);
});

test('exactly two states are compared', () => {
  expect(run('diff', 'a.yaml')).toEqual({
    code: 2,
    output: '',
    errors: 'cdk8s-rollouts diff: diff compares two paths, OLD and NEW, given 1\n',
  });
});

test('a route that another one hides from testers is found, though no route asks for both', () => {
  const api = { matchers: [{ prefix: '/api' }], ...gloo.to('v1') };
  const lane = { matchers: [{ prefix: '/', headers: [{ name: 'stage', value: 'canary' }] }], ...gloo.to('v2') };
  const all = { matchers: [{ prefix: '/' }], ...gloo.to('v1') };
  const ordered = (...routes: any[]) => [...gloo.echo(), gloo.upstream(), gloo.virtualService(routes, ['app.example'])];
  expect(words(ordered(api, lane, all), ordered(lane, api, all))).toEqual(['GET http://app.example/api: stage: canary v1 100 % → v2 100 %; all other requests → v1 unchanged']);
});

test('a condition that is inverted is asked for, too', () => {
  const route = (version: string) => [
    ...gloo.echo(),
    gloo.upstream(),
    gloo.virtualService(
      [
        {
          matchers: [{ prefix: '/', headers: [{ name: 'stage', value: 'canary', invertMatch: true }] }],
          ...gloo.to(version),
        },
      ],
      ['app.example'],
    ),
  ];
  expect(words(route('v1'), route('v2'))).toEqual(['stage: other v1 100 % → v2 100 %; all other requests → 404 unchanged']);
});

test('another application with versions of the same names is a change', () => {
  const app = (name: string) => [gloo.deployment(name, 1, { app: name, version: 'v1' }), gloo.service(name)];
  const route = (name: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r', namespace: 'echo' },
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames: ['a.example'],
      rules: [{ backendRefs: [{ name, port: 80 }] }],
    },
  });
  expect(words([...app('a'), ...app('b'), route('a')], [...app('a'), ...app('b'), route('b')])).toEqual(['all requests v1 of echo/a 100 % → v1 of echo/b 100 %']);
});

test('series of one name in several folders are each compared', () => {
  const one = folder(
    Object.fromEntries(
      ['old', 'new'].flatMap((side) =>
        ['x', 'y'].flatMap((place) =>
          ['00-base', '01-more'].map((stage) => {
            return [
              `${side}/${place}/echo-${stage}.k8s.yaml`,
              side === 'new' && place === 'y' ? weights(0, 100) : weights(100, 0),
            ];
          }),
        ),
      ),
    ),
  );
  const changed = JSON.parse(run('diff', one.file('old'), one.file('new'), '--output', 'json').output).map(
    ({ name, isChanged }: any) => [name, isChanged],
  );
  expect(changed).toEqual([
    ['x/echo 00-base', false],
    ['x/echo 01-more', false],
    ['y/echo 00-base', true],
    ['y/echo 01-more', true],
  ]);
});
