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

test('a new weight is told in words and as a table', () => {
  expect(diff(weights(80, 20), weights(50, 50))).toBe(`stage: canary → v2 unchanged; all other requests v2 20 % → 50 %

   REQUEST                                      BEFORE            AFTER
*  GET http://app.example/echo                  v1 80 %, v2 20 %  v1 50 %, v2 50 %
   GET http://app.example/echo [stage: canary]  v2 100 %          v2 100 %
`);
});

test('nothing that changes for requests is told as such, whatever changed in the manifests', () => {
  expect(diff(weights(80, 20), weights(8, 2)).split('\n')[0]).toBe('no traffic changes');
});

test('a lane that goes away, and one that comes', () => {
  expect(diff(state(gloo.to('v1')), state(gloo.to('v1'), 'beta')).split('\n')[0]).toBe(
    'stage: canary v2 100 % → v1 100 %; stage: beta v1 100 % → v2 100 %; all other requests → v1 unchanged',
  );
});

test('a comment for a pull request is Markdown, in which nothing of the manifests can break out of its cell', () => {
  const odd = 'a|b`c';
  expect(diff(state(gloo.to('v1'), odd), state(gloo.to('v2'), odd), '--output', 'markdown'))
    .toBe(`\`\` stage: a|b\`c → v2 unchanged; all other requests v1 100 % → v2 100 % \`\`

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
  expect(diff(weights(80, 20), [...gloo.echo(), version('v1'), version('v2'), route]).split('\n')[0]).toBe(
    'no traffic changes',
  );
});

test('stages of the same name are compared, and those that only one side has are told', () => {
  const one = folder({
    'old/echo-00-baseline.k8s.yaml': weights(100, 0),
    'old/echo-01-weight-20.k8s.yaml': weights(80, 20),
    'new/echo-00-baseline.k8s.yaml': weights(100, 0),
    'new/echo-01-weight-20.k8s.yaml': weights(70, 30),
    'new/echo-02-weight-50.k8s.yaml': weights(50, 50),
  });
  const words = JSON.parse(run('diff', one.file('old'), one.file('new'), '--output', 'json').output).map(
    ({ name, words: told, isChanged }: any) => [name, ...told, isChanged],
  );
  expect(words).toEqual([
    ['echo 00-baseline', 'no traffic changes', false],
    ['echo 01-weight-20', 'stage: canary → v2 unchanged; all other requests v2 20 % → 30 %', true],
    ['echo 02-weight-50', 'is only in NEW', false],
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
  expect(diff(ordered(api, lane, all), ordered(lane, api, all)).split('\n')[0]).toBe(
    'GET http://app.example/api: stage: canary v1 100 % → v2 100 %; all other requests → v1 unchanged',
  );
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
  expect(diff(route('v1'), route('v2')).split('\n')[0]).toBe(
    'stage: other v1 100 % → v2 100 %; all other requests → 404 unchanged',
  );
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
  expect(diff([...app('a'), ...app('b'), route('a')], [...app('a'), ...app('b'), route('b')]).split('\n')[0]).toBe(
    'all requests v1 of echo/a 100 % → v1 of echo/b 100 %',
  );
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
