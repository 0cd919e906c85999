import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import { GlooProvider, GlooRoutes, HeaderMatch, RolloutPlan, StagedRollout, Step } from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { holds } from '../support/property';
import { echoApplication, faultsOf } from '../support/rollouts';

const application = echoApplication();
const provider = new GlooProvider({ routes: GlooRoutes.virtualService() });
const plan = RolloutPlan.canary({
  stable: 'v1',
  canary: 'v2',
  steps: [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20)],
});

/** File names to contents, as `cdk8s synth` leaves them. */
function files(one: RolloutPlan, rollbackFrom?: string): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'rollout-'));
  const app = new App({ outdir });
  new StagedRollout(app, 'echo', { application, plan: one, provider, rollbackFrom });
  app.synth();
  return new Map(readdirSync(outdir).sort().map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}

describe('all stages at once', () => {
  test('are one file each, sorted in the order of the stages', () => {
    expect([...files(plan).keys()]).toEqual([
      'echo-00-baseline.k8s.yaml',
      'echo-01-deploy.k8s.yaml',
      'echo-02-header-test.k8s.yaml',
      'echo-03-weight-20.k8s.yaml',
      'echo-04-promote.k8s.yaml',
      'echo-05-retire.k8s.yaml',
    ]);
  });

  test('may have the names of environments, and are known by both names', () => {
    const app = Testing.app();
    const rollout = new StagedRollout(app, 'echo', {
      application,
      plan,
      provider,
      stageNames: { 'weight-20': 'Canary 20%' },
    });
    expect(app.charts.map(({ node }) => node.id)[3]).toBe('echo-03-canary-20');
    expect(rollout.chart('Canary 20%')).toBe(rollout.chart('weight-20'));
  });

  test.each<[string, any, string]>([
    [
      'of stages that do not exist',
      { 'weight-25': 'Canary 25%' },
      "stageNames: there is no stage 'weight-25'. The stages are: " +
        'baseline, deploy, header-test, weight-20, promote, retire.',
    ],
    [
      'that no file could have',
      { 'weight-20': '%' },
      "stageNames: '%' has neither a letter nor a digit, " +
        "and file names are built from those: write for example 'Canary 25%'",
    ],
    [
      'that would be one',
      { 'weight-20': 'Canary 20%', 'promote': 'canary 20' },
      "stageNames: two stages have the name 'canary-20' in file names: give one of them another name",
    ],
    [
      'that are no texts',
      { 'weight-20': 20 },
      "stageNames must map stage ids to names, and 'weight-20' is 20: write for example { 'weight-25': 'Canary 25%' }",
    ],
  ])('are refused names %s', (_, stageNames, fault) => {
    const app = Testing.app();
    new StagedRollout(app, 'echo', { application, plan, provider, stageNames });
    expect(faultsOf(app)).toEqual([`[echo] ${fault}`]);
  });

  test('of a plan with decimals have ids without dots', () => {
    const fine = RolloutPlan.canary({
      stable: 'v1',
      canary: 'v2',
      steps: [Step.weight(0.5), Step.weight(0), Step.weight(0.2), Step.weight(0)],
    });
    expect([...files(fine).keys()].slice(2, 6)).toEqual([
      'echo-02-weight-0-5.k8s.yaml',
      'echo-03-weight-0.k8s.yaml',
      'echo-04-weight-0-2.k8s.yaml',
      'echo-05-weight-0-3.k8s.yaml',
    ]);
  });

  test('sort beyond a hundred stages', () => {
    const names = [
      ...files(
        RolloutPlan.canary({
          stable: 'v1',
          canary: 'v2',
          steps: Array.from({ length: 100 }, (_, percent) => Step.weight(percent)),
        }),
      ).keys(),
    ];
    expect([names[0], names[2], names[103]]).toEqual([
      'echo-000-baseline.k8s.yaml',
      'echo-002-weight-0.k8s.yaml',
      'echo-103-retire.k8s.yaml',
    ]);
  });

  test('of the way back', () => {
    expect([...files(plan, 'weight-20').keys()]).toEqual([
      'echo-00-rollback-route.k8s.yaml',
      'echo-01-rollback-remove.k8s.yaml',
    ]);
  });

  test('end byte for byte where the next plan begins', () => {
    holds(fc.property(anyPlan, (one) => {
      const retire = [...files(one).values()].at(-1);
      expect([...files(one.next('v3', [])).values()][0]).toBe(retire);
    }), 25);
  });

  test('go back byte for byte to the baseline, from every stage', () => {
    holds(fc.property(anyPlan, fc.nat(), (one, position) => {
      const stages = one.stages().slice(1);
      const back = files(one, stages[position % stages.length].id);
      expect([...back.values()].at(-1)).toBe([...files(one).values()][0]);
    }), 25);
  });

  test('are the same bytes on every run', () => {
    expect(files(plan)).toEqual(files(plan));
  });

  test('can be patched together', () => {
    const app = Testing.app();
    const rollout = new StagedRollout(app, 'echo', { application, plan, provider });
    rollout.apiObjects
      .filter(({ kind }) => kind === 'Deployment')
      .forEach((object) => object.addJsonPatch(JsonPatch.add('/spec/minReadySeconds', 5)));
    const deployments = rollout.stages
      .flatMap(({ id }) => rollout.chart(id).toJson())
      .filter(({ kind }) => kind === 'Deployment');
    expect(deployments).toHaveLength(10);
    expect(deployments.every(({ spec }) => spec.minReadySeconds === 5)).toBe(true);
  });

  test('are told when one is asked for that does not exist', () => {
    const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider });
    expect(() => rollout.chart('weight-25')).toThrow(
      "[echo] There is no stage 'weight-25'. The stages are: " +
        'baseline, deploy, header-test, weight-20, promote, retire.',
    );
  });

  test('tells the faults where somebody asks for a stage of a faulty rollout', () => {
    const rollout = new StagedRollout(Testing.app(), 'echo', {
      application: echoApplication(),
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v9', steps: [] }),
      provider,
    });
    expect(() => rollout.chart('deploy')).toThrow(
      '[echo] The rollout has no stages, because it has faults:\n  - plan v1 → v9: ' +
        "application 'echo' has no version 'v9'.",
    );
  });

  test('are not written at all when something is wrong with one', () => {
    const outdir = join(mkdtempSync(join(tmpdir(), 'rollout-')), 'dist');
    const app = new App({ outdir });
    new StagedRollout(app, 'good', {
      application: echoApplication({ namespace: 'good' }),
      plan,
      provider: new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { a: 'b' } }) }),
    });
    new StagedRollout(app, 'echo', {
      application,
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v1', steps: [] }),
      provider,
    });
    expect(faultsOf(app)).toEqual([
      "[echo] plan v1 → v1: stable and canary are both 'v1', " +
        'but a rollout needs two versions: name the new version as canary',
    ]);
    expect(existsSync(outdir) ? readdirSync(outdir) : []).toEqual([]);
  });

  test('are refused where they would overwrite one another', () => {
    for (const yamlOutputType of [YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_RESOURCE]) {
      const app = new App({ yamlOutputType, outdir: mkdtempSync(join(tmpdir(), 'rollout-')) });
      new StagedRollout(app, 'echo', { application, plan, provider });
      expect(faultsOf(app)).toEqual([
        '[echo] with this yamlOutputType the app prints all charts into one place, so every stage would ' +
          'overwrite the one before: use YamlOutputType.FILE_PER_CHART or FOLDER_PER_CHART_FILE_PER_RESOURCE',
      ]);
    }
  });

  test.each(['../../x', 'a/b', '..', '.hidden', 'x y', 'A', 'é', 'a\nb', '~'])('have no id that files cannot begin with: %j', (id) => {
    const app = Testing.app();
    new StagedRollout(app, id, { application, plan, provider });
    const shownId = JSON.stringify(id).slice(1, -1);
    expect(faultsOf(app)).toEqual([expect.stringContaining(`the id '${shownId}' begins the names of the files`)]);
  });

  test('are refused below a Chart, whose files would get hashes in their names', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'team');
    new StagedRollout(chart, 'echo', { application, plan, provider });
    expect(faultsOf(app)).toEqual([
      "[team/echo] a StagedRollout writes a chart for each stage, and it is below the Chart 'team', for which cdk8s would " +
        "write a file of its own, and add a hash to the names of the stages' files: make it a child of the app, " +
        'new StagedRollout(app, …)',
    ]);
  });

  test('may be a folder each', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'rollout-'));
    const app = new App({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, outdir });
    new StagedRollout(app, 'echo', { application, plan, provider });
    app.synth();
    expect(readdirSync(outdir)).toHaveLength(6);
  });

  test('are those of the values as they were given, whatever happens to the lists later', () => {
    const steps = [Step.weight(20)];
    const versions = { ...application.versions };
    const late = {
      application: echoApplication({ versions }),
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }),
      provider,
    };
    steps.push(Step.weight(300));
    delete (versions as any).v1;
    expect(new StagedRollout(Testing.app(), 'echo', late).stages.map(({ id }) => id)).toEqual([
      'baseline',
      'deploy',
      'weight-20',
      'promote',
      'retire',
    ]);
  });

  test('of a way back from the start are none, which is told', () => {
    const app = Testing.app();
    new StagedRollout(app, 'echo', { application, plan, provider, rollbackFrom: 'baseline' });
    expect(faultsOf(app)).toEqual([
      "[echo] rollbackFrom: 'baseline' is the first stage of the plan v1 → v2, " +
        'so there is nothing to roll back: name a later stage',
    ]);
  });

  test('of a way back from nowhere are refused with the stages that there are', () => {
    const app = Testing.app();
    new StagedRollout(app, 'echo', { application, plan, provider, rollbackFrom: 'nowhere' });
    expect(faultsOf(app)).toEqual([
      "[echo] The plan v1 → v2 has no stage 'nowhere'. Its stages are: " +
        'baseline, deploy, header-test, weight-20, promote, retire.',
    ]);
  });
});
