import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration } from 'cdk8s';
import { parseAllDocuments, stringify } from 'yaml';
import { GatewayApiProvider, HeaderMatch, PlanFiles, RolloutPlan, StagedRollout, Step } from '../../src';
import { Run, run } from '../support/command-line';
import { echoApplication, httpEcho } from '../support/rollouts';

const outdir = mkdtempSync(join(tmpdir(), 'status-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const app = new App({ outdir });
new StagedRollout(app, 'echo', {
  application: echoApplication({ hosts: ['app.example'], versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 2) } }),
  plan: RolloutPlan.canary({
    stable: 'v1',
    canary: 'v2',
    steps: [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.pause(), Step.weight(20), Step.pause(Duration.minutes(10))],
  }),
  provider: new GatewayApiProvider({ gateways: [{ name: 'public' }] }),
});
app.synth();
PlanFiles.write(app);

const file = (stage: string) => join(outdir, `echo-${stage}.k8s.yaml`);
const stage = (name: string): any[] =>
  parseAllDocuments(readFileSync(file(name), 'utf8')).map((document) => document.toJS());

/** An object as a cluster has it: with defaults, with what controllers say, and with the time of its last change. */
function alive(object: any, minutes = 60): any {
  const time = new Date(Date.now() - minutes * 60_000).toISOString();
  const metadata = {
    ...object.metadata,
    uid: 'u',
    resourceVersion: '7',
    creationTimestamp: '2024-01-01T00:00:00Z',
    generation: 3,
    managedFields: [
      { manager: 'kubectl', operation: 'Update', time },
      { manager: 'controller', operation: 'Update', subresource: 'status', time: new Date().toISOString() },
    ],
  };
  const withStatus = (state: any, spec: any = {}) => {
    return { ...object, metadata, spec: { ...object.spec, ...spec }, status: state };
  };
  switch (object.kind) {
    case 'Deployment':
      return withStatus(
        {
          observedGeneration: 3,
          ...Object.fromEntries(
            ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'].map((name) => [name, object.spec.replicas]),
          ),
        },
        { progressDeadlineSeconds: 600, revisionHistoryLimit: 10 },
      );
    case 'HTTPRoute':
      return withStatus({ parents: [answered(object.spec.parentRefs[0])] });
    default:
      return withStatus({ loadBalancer: {} }, { clusterIP: '10.0.0.1', type: 'ClusterIP' });
  }
}

/** What a Gateway writes into a route that it has accepted. */
function answered(parentRef: any, status = 'True', reason = 'Accepted'): any {
  const types = ['Accepted', 'ResolvedRefs'];
  return { parentRef, conditions: types.map((type) => ({ type, status, reason, observedGeneration: 3 })) };
}

/** Asks about a cluster with these objects. */
function ask(command: 'status' | 'next', objects: any[], ...args: string[]): Run {
  const live = join(outdir, 'live.txt');
  writeFileSync(live, stringify({ apiVersion: 'v1', kind: 'List', items: objects }, { aliasDuplicateObjects: false }));
  const { code, output, errors } = run(command, outdir, '--live', live, ...args);
  const short = (text: string) => text.split(`${outdir}/`).join('');
  return { code, output: short(output), errors: short(errors) };
}

const read = (objects: any[], ...args: string[]) => JSON.parse(ask('status', objects, '--output', 'json', ...args).output)[0];

describe('a cluster is at a stage', () => {
  test.each(['00-baseline', '01-deploy', '02-header-test', '03-weight-20', '04-promote', '05-retire'])(
    'of which it has every object, with whatever the API server and controllers add: %s',
    (name) => {
      expect(read(stage(name).map((object) => alive(object)))).toMatchObject({ position: 'at', stage: name });
    },
  );

  test('and that is told with who gets what, the gates, and what comes next', () => {
    expect(ask('status', stage('02-header-test').map((object) => alive(object)))).toEqual({
      code: 0,
      errors: '',
      output: `echo: at 02-header-test (stage 3 of 6)

REQUEST                                  WHO ANSWERS NOW
GET http://app.example/                  v1 100 %
GET http://app.example/ [stage: canary]  v2 100 %

Before 03-weight-20:
  yes pods are ready
  yes the router has accepted the routes
  ?   a person says so (the cluster does not tell)

Next: 03-weight-20
  GET http://app.example/: stage: canary → v2 unchanged; all other requests v2 0 % → 20 %
`,
    });
  });
});

describe('a cluster between two stages', () => {
  test('is told with what is left to be applied, and may go on', () => {
    const mixed = stage('00-baseline').concat(stage('01-deploy').filter(({ metadata }) => metadata.name === 'echo-v2').slice(0, 1));
    expect(read(mixed.map((object) => alive(object)))).toMatchObject({ position: 'between', from: '00-baseline', to: '01-deploy', mayGoOn: true });
    expect(ask('next', mixed.map((object) => alive(object)))).toEqual({ code: 0, output: 'echo-01-deploy.k8s.yaml\n', errors: '' });
  });
});

describe('what is left to be done', () => {
  test('is everything where no object is there', () => {
    expect(read([])).toMatchObject({ position: 'before', next: { stage: '00-baseline' }, mayGoOn: true });
    expect(ask('next', [])).toEqual({ code: 0, output: 'echo-00-baseline.k8s.yaml\n', errors: '' });
  });

  test('is to delete what the last stage no longer has, once it is applied', () => {
    const old = stage('04-promote').filter(({ metadata }) => metadata.name === 'echo-v1');
    expect(ask('next', [...stage('05-retire'), ...old].map((object) => alive(object)))).toEqual({
      code: 1,
      output: '',
      errors: 'echo: 05-retire has nothing left to be applied; delete Deployment echo/echo-v1, Service echo/echo-v1\n',
    });
  });
});

describe('a route that somebody has changed', () => {
  const changed = (change: (spec: any) => void) =>
    stage('03-weight-20').map((object) => {
      const one = JSON.parse(JSON.stringify(alive(object)));
      if (one.kind === 'HTTPRoute') {
        change(one.spec);
      }
      return one;
    });

  test.each<[string, (spec: any) => void, string]>([
    ['by a condition', (spec) => (spec.rules[1].matches[0].headers = [{ name: 'x', value: 'y' }]), 'rules[1].matches[0].headers is a list of 1, not missing'],
    ['by a method', (spec) => (spec.rules[1].matches[0].method = 'POST'), 'rules[1].matches[0].method is "POST", not missing'],
    ['by a weight', (spec) => (spec.rules[1].backendRefs[0].weight = 70), 'rules[1].backendRefs[0].weight is 70, not 80'],
  ])('is told: %s', (_, change, message) => {
    const { code, output } = ask('status', changed(change));
    expect([code, output.split('\n').slice(0, 2)]).toEqual([
      1,
      ['echo: at no stage; 03-weight-20 is the nearest, but:', `  - HTTPRoute echo/echo: spec.${message}`],
    ]);
  });

  test('is none by the defaults of the API server', () => {
    const withDefaults = changed((spec) => {
      spec.parentRefs.forEach((ref: any) => Object.assign(ref, { group: 'gateway.networking.k8s.io', kind: 'Gateway' }));
    });
    expect(read(withDefaults)).toMatchObject({ position: 'at', stage: '03-weight-20' });
  });
});

test('what the next stage does is told of the cluster as it is, and no stage is next while pods are missing', () => {
  const older = stage('03-weight-20').find(({ kind }) => kind === 'HTTPRoute');
  const taking = {
    ...older,
    metadata: { name: 'aaa', namespace: 'echo', creationTimestamp: '2020-01-01T00:00:00Z' },
    spec: { ...older.spec, rules: [{ backendRefs: [{ name: 'echo-v2', port: 80 }] }] },
  };
  const objects = [...stage('03-weight-20').map((object) => alive(object)), taking];
  expect(ask('status', objects).output).toContain('Next: 04-promote, which may be applied\n  no traffic changes\n');
  const dead = objects.map((object) =>
    object.metadata.name === 'echo-v2' && object.kind === 'Deployment'
      ? { ...object, status: { observedGeneration: 3, replicas: 2, updatedReplicas: 2 } }
      : object,
  );
  expect(ask('next', dead, '--passed', 'duration').errors).toContain('echo: not yet: pods are ready (0 of 2 pods of Deployment');
});

describe('several rollouts', () => {
  const two = mkdtempSync(join(tmpdir(), 'several-'));
  const several = new App({ outdir: two });
  const props = {
    application: echoApplication({ versions: { v1: httpEcho('v1'), v2: httpEcho('v2') } }),
    plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] }),
    provider: new GatewayApiProvider({ gateways: [{ name: 'public' }] }),
  };
  const release = new StagedRollout(several, 'echo', props);
  new StagedRollout(several, 'echo-back', { ...props, rollbackFrom: 'weight-20' });
  several.synth();
  PlanFiles.write(several);
  afterAll(() => rmSync(two, { recursive: true }));

  function next(...args: string[]): Run {
    const live = join(two, 'live.txt');
    const items = release.chart('deploy').toJson().map((object: any) => alive(object));
    writeFileSync(live, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const { code, output, errors } = run('next', two, '--live', live, ...args);
    return { code, output: output.split(`${two}/`).join(''), errors: errors.split(`${two}/`).join('') };
  }

  test('go on without the way back, which has to be chosen', () => {
    expect(next()).toEqual({ code: 0, output: 'echo-02-weight-20.k8s.yaml\n', errors: '' });
    expect(next('--rollout', 'echo-back').errors).toBe(
      'echo-back: 01-rollback-remove has nothing left to be applied; delete Deployment echo/echo-v2, Service echo/echo-v2\n',
    );
    expect(next('--rollout', 'web').errors).toBe(
      "cdk8s-rollouts next: --rollout: there is no rollout 'web': the rollouts are echo, echo-back\n",
    );
  });

  test('that go on with one object are refused without a choice', () => {
    const planFile = join(two, 'echo-back.plan.json5');
    const { rollbackFrom, ...document } = JSON.parse(readFileSync(planFile, 'utf8'));
    expect(rollbackFrom).toBe('weight-20');
    writeFileSync(planFile, JSON.stringify(document));
    expect(next()).toEqual({
      code: 2,
      output: '',
      errors: expect.stringMatching(/^cdk8s-rollouts next: echo and echo-back both go on with .*: say by --rollout which one is meant\n$/),
    });
  });
});

describe('a cluster at no stage', () => {
  const changed = stage('03-weight-20').map((object) => {
    const one = alive(object);
    if (one.kind === 'Deployment' && one.metadata.name === 'echo-v2') {
      one.spec = JSON.parse(JSON.stringify(one.spec));
      one.spec.template.spec.containers[0].image = 'other:1';
    }
    return one;
  });

  test('is told with the fields that differ from the nearest one', () => {
    const { code, output } = ask('status', changed);
    expect([code, output.split('\n').slice(0, 2)]).toEqual([
      1,
      [
        'echo: at no stage; 03-weight-20 is the nearest, but:',
        '  - Deployment echo/echo-v2: spec.template.spec.containers[0].image is "other:1", not "hashicorp/http-echo"',
      ],
    ]);
    expect(ask('next', changed)).toEqual({
      code: 1,
      output: '',
      errors: 'echo: the cluster is at no stage: cdk8s-rollouts status says what differs\n',
    });
  });
});

describe('the next stage', () => {
  const at = (name: string, change: (object: any) => any = (object) => object, minutes?: number) =>
    stage(name).map((object) => change(alive(object, minutes)));

  test('waits for pods', () => {
    const missing = at('01-deploy', (object) =>
      object.kind === 'Deployment' && object.metadata.name === 'echo-v2'
        ? { ...object, status: { observedGeneration: 3, updatedReplicas: 2, availableReplicas: 1 } }
        : object,
    );
    expect(ask('next', missing)).toEqual({
      code: 1,
      output: '',
      errors: 'echo: not yet: pods are ready (1 of 2 pods of Deployment echo/echo-v2 are updated and ready)\n',
    });
    expect(ask('next', at('01-deploy'))).toEqual({ code: 0, output: 'echo-02-header-test.k8s.yaml\n', errors: '' });
    const unseen = at('01-deploy', (object) => ({ ...object, metadata: { ...object.metadata, generation: 4 } }));
    expect(ask('next', unseen).errors).toContain('the controller has not seen the last change of Deployment echo/echo-v1');
  });

  test('waits for a person, whose word is given', () => {
    expect(ask('next', at('02-header-test'))).toEqual({
      code: 1,
      output: '',
      errors: 'echo: not known: a person says so (the cluster does not tell)\n',
    });
    expect(ask('next', at('02-header-test'), '--passed', 'manual')).toEqual({
      code: 0,
      output: 'echo-03-weight-20.k8s.yaml\n',
      errors: '',
    });
  });

  test('waits until a time has passed since the last change of what the stage changes', () => {
    expect(ask('next', at('03-weight-20', undefined, 4)).errors).toMatch(
      /^echo: not yet: 600 s since the stage was applied \(24\d s so far\)\n$/,
    );
    expect(ask('next', at('03-weight-20', undefined, 11)).output).toBe('echo-04-promote.k8s.yaml\n');
    const silent = at('03-weight-20', (object) => ({ ...object, metadata: { ...object.metadata, managedFields: undefined } }));
    expect(ask('next', silent).errors).toBe(
      'echo: not known: 600 s since the stage was applied (the objects do not tell since when: read them with kubectl get --show-managed-fields)\n',
    );
  });

  test('waits for the router', () => {
    const refused = at('03-weight-20', (object) =>
      object.kind === 'HTTPRoute'
        ? { ...object, status: { parents: [answered(object.spec.parentRefs[0], 'False', 'NoMatchingParent')] } }
        : object,
    );
    expect(ask('next', refused, '--passed', 'duration').errors).toBe(
      'echo: not yet: the router has accepted the routes (HTTPRoute echo/echo is not Accepted at Gateway echo/public (NoMatchingParent))\n',
    );
  });

  test('is none after the last one', () => {
    expect(ask('next', at('05-retire'))).toEqual({ code: 0, output: '', errors: 'echo: the last stage is reached\n' });
  });
});

describe('what is no difference', () => {
  test('replicas that an autoscaler decides, and amounts that are written otherwise', () => {
    const hpa = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'v1', namespace: 'echo' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'echo-v1' }, maxReplicas: 9 },
    };
    const scaled = stage('00-baseline').map((object) =>
      object.kind === 'Deployment' ? alive({ ...object, spec: { ...object.spec, replicas: 7 } }) : alive(object),
    );
    expect(read(scaled)).toMatchObject({ position: 'elsewhere' });
    expect(read([...scaled, hpa])).toMatchObject({ position: 'at', stage: '00-baseline' });
  });
});

describe('bad input', () => {
  test('is told with what to give', () => {
    expect(run('status', outdir).errors).toBe(
      'cdk8s-rollouts status: --live is missing: the objects of the cluster, for example of kubectl get … -o yaml\n',
    );
    const one = file('00-baseline');
    expect(run('status', one, '--live', one).errors).toBe(`cdk8s-rollouts status: ${one}: holds no stages of a rollout\n`);
  });
});
