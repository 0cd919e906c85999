import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run, temporaryFolders } from '../support/command-line';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/rollout-objects';

const folder = temporaryFolders();

const canary = [{ name: 'stage', value: 'canary' }];
const routes = (...more: any[]) =>
  gloo.virtualService(
    [{ matchers: [{ prefix: '/echo', headers: canary }], ...gloo.to('v2') }, ...more],
    ['app.example'],
  );
const weighted = { matchers: [{ prefix: '/echo' }], ...gloo.weighted({ v1: 80, v2: 20 }) };
const STAGE = [...gloo.echo(), gloo.upstream(), routes(weighted)];

function json(...args: string[]): any {
  const { code, output, errors } = run('traffic', ...args, '--output', 'json');
  expect([code, errors]).toEqual([0, '']);
  return JSON.parse(output);
}

/** What a share has where its answer is certain, and no release replaces its pods. */
const CERTAIN = { role: null, unrouted: null };

describe('one request', () => {
  test('is answered as JSON with exact fractions, and what the manifests do not tell is null', () => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(json(path, '--url', 'http://app.example/echo', '--method', 'POST', '--header', 'X-A:  b ')).toEqual({
      request: { method: 'POST', url: 'http://app.example/echo', headers: { 'x-a': 'b' } },
      split: [
        {
          version: 'v1',
          workload: 'echo/echo-v1',
          service: 'echo/echo',
          subset: { version: 'v1' },
          status: null,
          fraction: '4/5',
          percent: 80,
          ...CERTAIN,
        },
        {
          version: 'v2',
          workload: 'echo/echo-v2',
          service: 'echo/echo',
          subset: { version: 'v2' },
          status: null,
          fraction: '1/5',
          percent: 20,
          ...CERTAIN,
        },
      ],
      notes: [],
    });
  });

  test('takes headers into account', () => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(json(path, '--url', 'http://app.example/echo', '--header', 'stage: canary').split).toMatchObject([
      { version: 'v2', fraction: '1', percent: 100 },
    ]);
  });

  test('has a status where no version answers', () => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(json(path, '--url', 'http://app.example/other').split).toEqual([
      {
        version: null,
        workload: null,
        service: null,
        subset: null,
        status: 404,
        fraction: '1',
        percent: 100,
        ...CERTAIN,
      },
    ]);
  });

  test('tells what happens where nothing answers with HTTP', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'echo', namespace: 'echo' },
      spec: {
        parentRefs: [{ name: 'public' }],
        hostnames: ['app.example'],
        rules: [{ backendRefs: [{ name: 'echo', port: 80 }] }],
      },
    };
    const { path } = folder({ 'all.yaml': [route] });
    expect(json(path, '--url', 'http://app.example/', '--complete').split).toMatchObject([
      { version: null, status: null, unrouted: 'no listener' },
    ]);
  });

  test('is answered for the pods that are ready', () => {
    const { path } = folder({ 'all.yaml': gloo.echo() });
    expect(run('traffic', path, '--url', 'http://a.example/').code).toBe(2);
    const { path: other } = folder({ 'all.yaml': STAGE });
    const empty = json(
      other,
      '--url',
      'http://app.example/echo',
      '--header',
      'stage: canary',
      '--ready',
      'echo/echo-v2=0',
    );
    expect(empty.split).toMatchObject([{ version: 'v1', fraction: '1' }]);
    expect(json(other, '--url', 'http://app.example/echo', '--ready', 'echo/nobody=1').notes).toEqual([
      {
        code: 'readiness-of-nothing',
        kind: 'ignored',
        objects: ['echo/nobody'],
        message: 'no object is called echo/nobody, so the number of ready pods that is given for it changes nothing',
        fix: 'Write the namespace and the name of a workload, such as echo/echo-v2.',
      },
    ]);
  });

  test('names what it does not know by Service and subset', () => {
    const { path } = folder({ 'all.yaml': [gloo.service(), gloo.upstream(), routes(weighted)] });
    expect(json(path, '--url', 'http://app.example/echo')).toMatchObject({
      split: [
        { version: 'v1', workload: null, service: 'echo/echo', subset: { version: 'v1' } },
        { version: 'v2', workload: null },
      ],
      notes: [{ code: 'gloo-pods-assumed', kind: 'assumed', objects: ['Service echo/echo'] }],
    });
  });

  test('is given for any request where no route is left that tells requests apart', () => {
    const { path } = folder({
      'all.yaml': [gloo.upstream(), gloo.routeTable('echo', [{ matchers: [{ prefix: '/echo' }], ...gloo.to() }])],
    });
    expect(run('traffic', path, '--complete').output).toMatch(/^REQUEST +WHO ANSWERS\nGET http:\/\/any\.example\/ +\S/);
  });

  test('is shown as a table for people', () => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(run('traffic', path, '--url', 'http://app.example/echo').output).toBe(`GET http://app.example/echo

SHARE  PERCENT  WHO ANSWERS  THROUGH
4/5    80 %     v1           workload echo/echo-v1, Service echo/echo, subset version=v1
1/5    20 %     v2           workload echo/echo-v2, Service echo/echo, subset version=v2
`);
  });

  test('tells which kinds are not read', () => {
    const { path } = folder({
      'a.yaml': [...STAGE, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
      'values.yaml': 'replicas: 3\n',
    });
    expect(
      json(path, '--url', 'http://app.example/echo').notes.map(
        ({ code, message }: any) => `${code}: ${message.replace(path, '.')}`,
      ),
    ).toEqual([
      'kinds-not-read: no reader knows objects of these kinds: ConfigMap (v1)',
      'no-object: ./values.yaml, document 1, line 1: not a Kubernetes object, skipped',
    ]);
  });
});

describe('without a URL', () => {
  test('all classes of requests are shown that the routes tell apart', () => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(run('traffic', path).output).toBe(`REQUEST                                      WHO ANSWERS
GET http://app.example/echo                  v1 80 %, v2 20 %
GET http://app.example/echo [stage: canary]  v2 100 %
`);
  });

  test('several folders are stages in the order in which they are named, whatever they are called', () => {
    const one = folder({ '10-weight/a.yaml': STAGE, '9-header/a.yaml': [...gloo.echo(), gloo.upstream(), routes()] });
    const { output } = run('traffic', one.file('9-header'), one.file('10-weight'));
    expect(
      one
        .without(output)
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ')),
    ).toEqual([
      'STAGE REQUEST WHO ANSWERS',
      '9-header GET http://app.example/echo 404 100 %',
      '9-header GET http://app.example/echo [stage: canary] v2 100 %',
      '10-weight GET http://app.example/echo v1 80 %, v2 20 %',
      '10-weight GET http://app.example/echo [stage: canary] v2 100 %',
      '',
    ]);
    expect(json(one.file('10-weight'), one.file('9-header')).map(({ stage }: any) => one.without(stage))).toEqual([
      '10-weight',
      '10-weight',
      '9-header',
      '9-header',
    ]);
    // Numbered folders below one that is named are in the order in which people count.
    expect(json(one.path).map(({ stage }: any) => one.without(stage))).toEqual([
      '9-header',
      '9-header',
      '10-weight',
      '10-weight',
    ]);
  });

  test('files of a staged rollout are stages, and everything beside them belongs to each', () => {
    const stage = [...gloo.echo(), gloo.upstream()];
    const one = folder({
      'echo-00-baseline.k8s.yaml': stage,
      'echo-01-weight-20.k8s.yaml': stage,
      'platform.yaml': [routes(weighted)],
    });
    expect(
      json(one.path, '--url', 'http://app.example/echo').map(({ stage: name, split }: any) => [name, split.length]),
    ).toEqual([
      ['00-baseline', 2],
      ['01-weight-20', 2],
    ]);
  });
});

describe('a Rollout', () => {
  const strategy = {
    canaryService: 'echo-canary',
    stableService: 'echo',
    trafficRouting: { istio: { virtualService: { name: 'echo' } } },
    steps: [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }],
  };
  const others = [
    istio.service(),
    { ...istio.service(), metadata: { name: 'echo-canary', namespace: 'echo' } },
    istio.virtualService({
      hosts: ['echo.example'],
      gateways: ['web'],
      http: [{ route: [istio.to('echo', undefined, 100), istio.to('echo-canary', undefined, 0)] }],
    }),
  ];
  const labelled = (version: string) => istio.rolloutObject(version, strategy);

  test('is at the step and in the phase that are given; of the version that it replaces its manifest tells nothing', () => {
    const { path } = folder({ 'all.yaml': [labelled('v2'), ...others] });
    const shares = (...more: string[]) =>
      json(path, '--url', 'http://echo.example/', ...more).split.map(
        ({ version, fraction }: any) => `${version} ${fraction}`,
      );
    expect(shares()).toEqual(['v2 1']);
    expect(shares('--step', '0')).toEqual(['null 4/5', 'v2 1/5']);
    expect(shares('--step', '2', '--phase', 'progressing')).toEqual(['null 4/5', 'v2 1/5']);
    expect(shares('--step', '2', '--phase', 'paused')).toEqual(['null 1/2', 'v2 1/2']);
    expect(shares('--step', '2', '--phase', 'aborted')).toEqual(['null 1']);
    expect(shares('--step', '2', '--phase', 'promoted')).toEqual(['v2 1']);
    expect(shares('--step', '2', '--ready', 'echo/echo:canary=0')).toEqual(['null 1']);
  });

  test('replaces the version of the folder before', () => {
    const one = folder({ '0/a.yaml': [labelled('v1'), ...others], '1/a.yaml': [labelled('v2'), ...others] });
    expect(
      json(one.file('0'), one.file('1'), '--url', 'http://echo.example/', '--step', '0').split.map(
        ({ version }: any) => version,
      ),
    ).toEqual(['v1', 'v2']);
  });

  test.each([
    [['--step', '-1'], /--step/],
    [['--step', 'x'], /--step is a whole number, at least 0, given 'x'/],
    [['--phase', 'done'], /--phase is one of progressing, paused, aborted, full-promotion, promoted, given 'done'/],
    [['--step', '1', '--rollout', 'echo/other'], /there is no Rollout echo\/other\. The Rollouts are: echo\/echo\./],
  ])('is refused at %p', (args, message) => {
    const { path } = folder({ 'all.yaml': [labelled('v2'), ...others] });
    const { code, errors, output } = run('traffic', path, ...args);
    expect([code, output]).toEqual([2, '']);
    expect(errors).toMatch(message);
  });
});

describe('bad input', () => {
  test.each<[string, string, string]>([
    [
      'no YAML',
      'a: 1\nb: [\n',
      'bad.yaml, document 1, line 3: no valid YAML (Flow sequence in block collection must be sufficiently indented ' +
        'and end with a ])',
    ],
    [
      'a second document that is none',
      'a: 1\n---\nb: "\n',
      'bad.yaml, document 2, line 4: no valid YAML (Missing closing "quote)',
    ],
    [
      'a key that is there twice',
      'a: 1\na: 2\n',
      'bad.yaml, document 1, line 2: no valid YAML (the key a is there twice in one map)',
    ],
    [
      'aliases without end',
      `${'a: &a [x]\n'}${[...'bcdefghij']
        .map((name, index) => `${name}: &${name} ` + `[${Array(9).fill(`*${'abcdefghi'[index]}`).join()}]`)
        .join('\n')}\n`,
      'bad.yaml, document 1, line 1: the document cannot be read (Excessive alias count indicates a resource ' +
        'exhaustion attack)',
    ],
  ])('is told with file, document and line: %s', (_, text, message) => {
    const one = folder({ 'bad.yaml': text });
    const { code, output, errors } = run('traffic', one.path);
    expect([code, output, one.without(errors)]).toEqual([2, '', `cdk8s-rollouts traffic: ${message}\n`]);
  });

  test.each<[string[], string]>([
    [[], 'no manifests are named: write files, folders, or - for the standard input'],
    [['./nothing-here.yaml'], './nothing-here.yaml: cannot be read (there is no such file or folder)'],
    [['.', '--ur', 'x'], 'there is no option --ur: did you mean --url?'],
    [['.', '--step', '-1'], '--step needs a value: one that begins with a dash is written --step=-1'],
    [['.', '--step', '--url'], '--step needs a value: one that begins with a dash is written --step=--url'],
    [['.', '--step'], '--step needs a value'],
    [['.', '--complete=1'], "--complete takes no value, given '1'"],
    [['.', '--step', '1', '--step', '2'], '--step is given more than once'],
    [['.', '--output', 'xml'], "--output is one of table, json, given 'xml'"],
    [['.', '--header', 'a: b'], '--header and --method need --url'],
  ])('on the command line is told without a stack trace: %p', (args, message) => {
    expect(run('traffic', ...args)).toEqual({ code: 2, output: '', errors: `cdk8s-rollouts traffic: ${message}\n` });
  });

  test.each<[string[], string]>([
    [
      ['--url', 'app.example'],
      "--url: 'app.example' is no URL. Write it with scheme, host and path, for example http://app.example/echo.",
    ],
    [['--url', 'ftp://a/'], "--url: 'ftp://a/' has the scheme 'ftp'; only http and https requests can be evaluated."],
    [['--url', 'http://a/', '--header', 'nothing'], "--header is written 'name: value', given 'nothing'"],
    [
      ['--url', 'http://a/', '--ready', 'x'],
      "--ready is written NAMESPACE/WORKLOAD=N, such as --ready echo/echo-v2=0, given 'x'",
    ],
    [
      ['--url', 'http://a/', '--step', '1'],
      '--step, --phase and --rollout need a Rollout of Argo Rollouts, and the manifests contain none',
    ],
  ])('in an option is told: %p', (args, message) => {
    const { path } = folder({ 'all.yaml': STAGE });
    expect(run('traffic', path, ...args)).toEqual({
      code: 2,
      output: '',
      errors: `cdk8s-rollouts traffic: ${message}\n`,
    });
  });

  test('where several routers read the manifests the client has to say which one it talks to', () => {
    const { path } = folder({ 'all.yaml': [...STAGE, nginx.ingress({ host: 'app.example' })] });
    const other = folder({ 'all.yaml': [...STAGE, nginx.ingress()] });
    // Only one of both knows this host.
    expect(json(other.path, '--url', 'http://app.example/echo').split).toHaveLength(2);
    expect(run('traffic', path, '--url', 'http://app.example/echo').errors).toMatch(
      /The objects are for several routers \(.*\): say by --router which one the client talks to\./,
    );
    expect(json(path, '--url', 'http://app.example/echo', '--router', 'Gloo Edge').split).toHaveLength(2);
  });
});

describe('the program', () => {
  const program = join(__dirname, '../../bin/cdk8s-rollouts');

  test('reads the standard input', () => {
    const input = STAGE.map((object) => JSON.stringify(object)).join('\n---\n');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, 'traffic', '-', '--url', 'http://app.example/echo', '--output', 'json'],
      { input, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).split).toHaveLength(2);
  });

  test('explains itself and each of its commands, with examples and exit codes', () => {
    expect(run('--help')).toMatchObject({ code: 0, errors: '' });
    for (const name of ['traffic', 'check', 'diff', 'report']) {
      const { code, output } = run(name, '--help');
      expect(code).toBe(0);
      expect(output).toMatch(new RegExp(`Usage: cdk8s-rollouts ${name} `));
      expect(output).toContain('Examples:');
      expect(output).toContain('Exit codes: 0 done; 1 check has found an error');
    }
  });

  test('names its commands where it does not know one', () => {
    expect(run('apply')).toEqual({
      code: 2,
      output: '',
      errors: "cdk8s-rollouts: there is no command 'apply': the commands are traffic, explain, check, diff, report, status, next\n",
    });
    expect(run().code).toBe(2);
  });
});
