import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { App, Duration, YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import { Delivery, FleetApp, GatewayApiProvider, PlanFiles, RolloutPlan, StagedRollout, StagedRolloutProps, Step } from '../../src';
import { readPlanFile } from '../../src/manifests/plan-file';
import { PLAN_SCHEMA } from '../../src/manifests/plan-schema';
import { plannedStage, readStages } from '../../src/manifests/stage-sets';
import { planDocument } from '../../src/writers/plan-document';
import { plan as anyPlan } from '../support/arbitraries';
import { run } from '../support/command-line';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, faultsOf } from '../support/rollouts';

const made: string[] = [];
afterAll(() => made.forEach((one) => rmSync(one, { recursive: true })));

function outdir(): string {
  made.push(mkdtempSync(join(tmpdir(), 'plan-')));
  return made.at(-1)!;
}

const provider = new GatewayApiProvider({ gateways: [{ name: 'public' }] });
const canary = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
const schema = JSON.parse(readFileSync('docs/plan.schema.json', 'utf8'));
const isPlan = new Ajv({ strict: true }).compile(schema);

/** Writes a rollout with its plan file, and returns the folder. */
function written(props: Partial<StagedRolloutProps>, app: App = new App({ outdir: outdir() })): string {
  new StagedRollout(app, 'echo', { application: echoApplication(), plan: canary(), provider, ...props });
  app.synth();
  PlanFiles.write(app);
  return app.outdir;
}

const documentIn = (path: string) => JSON.parse(readFileSync(join(path, 'echo.plan.json5'), 'utf8'));

describe('a plan file', () => {
  test('has the stages of a rollout in their order, with their files and gates', () => {
    const steps = [
      Step.weight(20),
      Step.pause(Duration.minutes(10)),
      Step.weight(50),
      Step.pause(),
    ];
    const document = documentIn(written({ plan: canary(...steps), stageNames: { 'weight-50': 'half' } }));
    expect(document).toEqual({
      format: 'cdk8s-rollouts/plan/v1',
      application: { name: 'echo', namespace: 'echo' },
      router: 'Gateway API',
      stable: 'v1',
      canary: 'v2',
      stages: [
        { id: 'baseline', kind: 'baseline', files: ['echo-00-baseline.k8s.yaml'], gates: [{ kind: 'ready' }] },
        { id: 'deploy', kind: 'adds', files: ['echo-01-deploy.k8s.yaml'], gates: [{ kind: 'ready' }] },
        {
          id: 'weight-20',
          kind: 'routing',
          files: ['echo-02-weight-20.k8s.yaml'],
          gates: [
            { kind: 'accepted' },
            { kind: 'duration', seconds: 600 },
          ],
        },
        {
          id: 'weight-50',
          name: 'half',
          kind: 'routing',
          files: ['echo-03-half.k8s.yaml'],
          gates: [{ kind: 'accepted' }, { kind: 'manual' }],
        },
        { id: 'promote', kind: 'routing', files: ['echo-04-promote.k8s.yaml'], gates: [{ kind: 'accepted' }] },
        { id: 'retire', kind: 'removes', files: ['echo-05-retire.k8s.yaml'], gates: [] },
      ],
    });
  });

  test('has the templates and arguments of an analysis', () => {
    const plan = canary(Step.weight(20), Step.analysis({ templates: ['success-rate'], args: { service: 'web', port: '80' } }));
    const stages = plan.stages().map((stage) => ({ stage, name: stage.id, files: ['a'] }));
    const document = JSON.parse(planDocument(echoApplication(), plan, 'a router', undefined, stages));
    expect(document.stages[2].gates).toEqual([
      { kind: 'accepted' },
      { kind: 'analysis', templates: ['success-rate'], args: { port: '80', service: 'web' } },
    ]);
    expect(isPlan(document)).toBe(true);
  });

  test('names the files that are there, whatever the app and the delivery make of them', () => {
    const folders = new App({ outdir: outdir(), yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    for (const path of [
      written({ plan: canary(Step.weight(20)) }),
      written({ plan: canary(Step.weight(20)) }, new FleetApp({ outdir: outdir() })),
      written({ plan: canary(Step.weight(20)) }, folders),
      written({ delivery: Delivery.flux({ path: './dist', sourceName: 'web' }) }),
    ]) {
      const files: string[] = documentIn(path).stages.flatMap((stage: any) => stage.files);
      expect(files.filter((file) => !existsSync(join(path, file)))).toEqual([]);
      expect(files.length).toBeGreaterThan(3);
    }
  });

  test('leaves the manifests as they are', () => {
    const path = outdir();
    const app = new App({ outdir: path });
    new StagedRollout(app, 'echo', { application: echoApplication(), plan: canary(), provider });
    app.synth();
    const before = readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8'));
    PlanFiles.write(app);
    const after = readdirSync(path).filter((file) => file.endsWith('.k8s.yaml'));
    expect(after.map((file) => readFileSync(join(path, file), 'utf8'))).toEqual(before);
    expect(run('check', path).code).toBe(0);
  });

  test('is as its schema says, and is read so, for random plans and every router', () => {
    expect(PLAN_SCHEMA).toEqual(schema);
    let read = 0;
    holds(
      fc.property(anyPlan, fc.constantFrom(...everyProvider()), (plan, [, router]) => {
        const app = new App({ outdir: outdir() });
        new StagedRollout(app, 'echo', { application: echoApplication({ hosts: ['a.example'] }), plan, provider: router });
        if (faultsOf(app).length > 0) {
          return;
        }
        PlanFiles.write(app);
        const document = documentIn(app.outdir);
        expect([isPlan(document), isPlan.errors]).toEqual([true, null]);
        expect(readPlanFile(join(app.outdir, 'echo.plan.json5'))).toMatchObject(document);
        const [set] = readStages([app.outdir]).sets;
        expect(set.stages.map((_, place) => plannedStage(set, place))).toEqual(document.stages);
        read += 1;
      }),
      40,
    );
    expect(read).toBeGreaterThan(0);
  });
});

test('says of a way back from which stage it leads', () => {
  expect(documentIn(written({ plan: canary(Step.weight(20)), rollbackFrom: 'weight-20' })).rollbackFrom).toBe('weight-20');
});

describe('a plan file is refused', () => {
  const good = () => {
    const path = written({});
    return { path, file: join(path, 'echo.plan.json5'), document: documentIn(path) };
  };

  test('where it names other files than those that are there', () => {
    const { path, file, document } = good();
    document.stages[1].files = ['echo-01-gone.k8s.yaml'];
    writeFileSync(file, JSON.stringify(document));
    expect(run('check', path)).toEqual({
      code: 2,
      output: '',
      errors:
        `cdk8s-rollouts check: ${file}: names echo-01-gone.k8s.yaml, which is not there, and does not name ` +
        'echo-01-deploy.k8s.yaml: synthesize again, and remove the files of earlier plans\n',
    });
  });

  test.each<[string, (document: any) => unknown, string]>([
    ['is no JSON', () => undefined, 'is no JSON: write it again with PlanFiles.write(app)'],
    ['has another format', (document) => ({ ...document, format: 'x' }), 'is no plan file, at #/format: '],
    ['has an unknown field', (document) => ({ ...document, more: 1 }), 'is no plan file, at #'],
    ['has a gate without its time', (document) => {
      document.stages[0].gates = [{ kind: 'duration' }];
      return document;
    }, 'is no plan file, at #/stages/0/gates/0'],
    ['is a list', () => [], 'is no plan file, at #: '],
    ['is nothing', () => null, 'is no plan file, at #: '],
  ])('where it %s', (_, change, message) => {
    const { path, file, document } = good();
    writeFileSync(file, JSON.stringify(change(document)) ?? '{');
    const { code, errors } = run('check', path);
    expect([code, errors.split('\n').length]).toEqual([2, 2]);
    expect(errors).toContain(`cdk8s-rollouts check: ${file}: ${message}`);
  });

  test('never with anything but text of its own in a terminal and on a page', () => {
    const { path, file, document } = good();
    document.stages[1].gates = [{ kind: 'analysis', templates: ['<script>alert(1)</script>\u001b[8m'], args: {} }];
    writeFileSync(file, JSON.stringify(document));
    const { code, output } = run('report', path);
    expect(code).toBe(0);
    expect(output).not.toContain('<script>');
    expect(output).toContain('the analysis &#60;script&#62;alert(1)&#60;/script&#62;\\u001b[8m has succeeded');
    expect(output).not.toContain('\u001b');
  });
});

test('the page shows the gates of the plan file', () => {
  const path = written({ plan: canary(Step.weight(20), Step.pause(Duration.minutes(10))) });
  expect(run('report', path).output).toContain('then: the router has accepted the routes; 600 s since the stage was applied');
});
