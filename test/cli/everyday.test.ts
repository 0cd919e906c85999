import { readFileSync } from 'node:fs';
import { Progress } from '../../src/cli/progress';
import { run, temporaryFolders } from '../support/command-line';
import * as gloo from '../support/gloo-objects';

const folder = temporaryFolders();
const state = () => [...gloo.echo(), gloo.upstream(), gloo.virtualService([{ matchers: [{ prefix: '/' }], ...gloo.to('v1') }])];
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

test('--version prints the version of the package', () => {
  expect([run('--version'), run('version')]).toEqual(Array(2).fill({ code: 0, output: `${version}\n`, errors: '' }));
});

test.each([
  [['chek', 'a.yaml'], "cdk8s-rollouts: there is no command 'chek': did you mean check?\n"],
  [['apply', 'a.yaml'], "cdk8s-rollouts: there is no command 'apply': the commands are traffic, explain, check, diff, report, status, next\n"],
  [['traffic', 'a.yaml', '--ur', 'x'], 'cdk8s-rollouts traffic: there is no option --ur: did you mean --url?\n'],
  [
    ['check', 'a.yaml', '--applied-by', 'argo'],
    'cdk8s-rollouts check: --applied-by is one of kubectl, kubectl-prune, helm, argo-cd, flux, ' +
      "given 'argo'; did you mean argo-cd?\n",
  ],
])('%j says what is meant', (args, errors) => {
  expect(run(...args)).toEqual({ code: 2, output: '', errors });
});

describe('values of options', () => {
  test('are taken in any case, with hyphens, underscores or blanks', () => {
    const { path } = folder({ 'a.yaml': state() });
    const codes = ['argo-cd', 'ARGO_CD', 'Argo CD'].map((method) => run('check', path, '--applied-by', method).code);
    expect(codes).toEqual([0, 0, 0]);
  });

  test('name a router as it is, or nearly so', () => {
    const { path } = folder({ 'a.yaml': state() });
    const asked = (router: string) => run('traffic', path, '--url', 'http://a.example/', '--router', router);
    expect(['Gloo Edge', 'gloo-edge', 'GLOO_EDGE'].map((router) => asked(router).code)).toEqual([0, 0, 0]);
    expect([asked('gloo'), asked('nginx')].map(({ code, errors }) => [code, errors])).toEqual([
      [2, "cdk8s-rollouts traffic: --router: no route is for 'gloo': the routes are for Gloo Edge; did you mean Gloo Edge?\n"],
      [2, "cdk8s-rollouts traffic: --router: no route is for 'nginx': the routes are for Gloo Edge\n"],
    ]);
  });
});

test('all paths and files that cannot be read are told at once', () => {
  const one = folder({ 'x/a.yaml': 'a: [', 'x/b.yaml': state(), 'x/c.yaml': 'b: }' });
  const { code, output, errors } = run('check', one.file('x'));
  expect([code, output]).toEqual([2, '']);
  expect(one.without(errors).split('\n').map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'cdk8s-rollouts check: x/a.yaml, document 1, line 1: no valid YAML',
    'x/c.yaml, document 1, line 1: no valid YAML',
    '',
  ]);
  expect(one.without(run('check', one.file('gone'), one.file('lost.yaml')).errors).split('\n')).toEqual([
    expect.stringContaining('gone'),
    expect.stringContaining('lost.yaml'),
    '',
  ]);
});

test('of very many broken files the first ones are told, with their number', () => {
  const one = folder(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.yaml`, 'a: ['])));
  const lines = run('check', one.path).errors.trimEnd().split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([51, 'and 10 faults more']);
});

test('report says what it has written', () => {
  const one = folder({ 'a.yaml': state() });
  const { code, output, errors } = run('report', one.file('a.yaml'), '-o', one.file('page.html'));
  expect([code, output, one.without(errors)]).toEqual([0, '', 'page.html: 1 stage, 1 finding\n']);
});

describe('progress', () => {
  function told(isTerminal: boolean, times: number[]): string {
    let [text, now] = ['', 0];
    const context = { isTerminal, write: () => undefined, warn: (part: string) => (text += part) };
    const progress = new Progress(context as any, () => now);
    times.forEach((time, place) => {
      now = time;
      progress.at('reading files', place, times.length);
    });
    progress.done();
    return text;
  }

  test('is a line every ten seconds in a log', () => {
    expect(told(false, [100, 9_000, 11_000, 15_000, 22_000])).toBe('reading files: 2 of 5\nreading files: 4 of 5\n');
  });

  test('is one line of a terminal that changes five times a second, and goes at the end', () => {
    expect(told(true, [100, 1_050, 1_100, 1_300])).toBe(
      '\r\u001b[Kreading files: 1 of 4\r\u001b[Kreading files: 3 of 4\r\u001b[K',
    );
  });

  test('says nothing of what is quick', () => {
    expect([told(true, [0, 500]), told(false, [0, 5_000])]).toEqual(['', '']);
  });
});
