import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, JsonPatch, ResolutionContext } from 'cdk8s';
import { FleetApp, GlooProvider, GlooRoutes, HttpPath, RolloutPlan, StagedRollout, Step } from '../../src';
import { echoApplication } from '../support/rollouts';

const folders: string[] = [];
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

function folder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'fleet-')));
  return folders.at(-1)!;
}

const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { team: 'web' } }) });
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20), Step.weight(50)] });

function fleet(app: App, names: string[]): StagedRollout[] {
  return names.map((name) => {
    const application = echoApplication({ name, namespace: name, paths: [HttpPath.prefix(`/${name}/`)] });
    return new StagedRollout(app, name, { application, plan, provider });
  });
}

function files(outdir: string): { [name: string]: string } {
  return Object.fromEntries(readdirSync(outdir).sort().map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}

type Change = (rollouts: StagedRollout[], app: App) => void;

type Make = (props: AppProps) => App;

function synthesized(make: Make, change: Change = () => undefined, props: AppProps = {}): { [name: string]: string } {
  const outdir = folder();
  const app = make({ outdir, ...props });
  change(fleet(app, ['api', 'shop', 'web']), app);
  app.synth();
  return files(outdir);
}

const stock: Make = (props) => new App(props);
const ours: Make = (props) => new FleetApp(props);

function nameChartInV2(context: ResolutionContext): void {
  if (context.value === 'v2') {
    context.replaceValue(`v2-${context.obj.node.scope!.node.id}`);
  }
}

describe('a FleetApp in the place of an App', () => {
  test.each<[string, Change, AppProps]>([
    ['as it is', () => undefined, {}],
    ['with a patch on the Deployment of one stage, which other stages share', ([api]) => {
      api.chart('deploy').apiObjects[0].addJsonPatch(JsonPatch.add('/spec/more', { a: 1 }));
    }, {}],
    ['with another object in a stage', ([api]) => {
      new ApiObject(api.chart('deploy'), 'more', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } });
    }, {}],
    ['with an annotation on all objects of one application', ([, shop]) => {
      shop.apiObjects.forEach((object) => object.metadata.addAnnotation('team.example/owner', 'on'));
    }, {}],
    ['with metadata added to one of several equal objects', ([, , web]) => {
      web.apiObjects.find(({ kind }) => kind === 'Service')!.metadata.add('generateName', 'x');
    }, {}],
    ['with a Deployment that depends on a later object of its chart', ([api]) => {
      const [deployment, , later] = api.chart('deploy').apiObjects;
      deployment.addDependency(later);
    }, {}],
    ['with a chart that depends on another one, so that all files are numbered', ([api, , web]) => {
      api.chart('baseline').addDependency(web.chart('retire'));
    }, {}],
    ['with a stock chart', (_, app) => {
      const platform = new Chart(app, 'platform', { namespace: 'infra', labels: { a: 'b' } });
      new ApiObject(platform, 'x', { apiVersion: 'v1', kind: 'ConfigMap', data: { 'a.conf': 'x\n\n' } });
    }, {}],
    ['with a resolver', () => undefined, { resolvers: [{ resolve: nameChartInV2 }] }],
    ['with construct metadata', () => undefined, { recordConstructMetadata: true }],
  ])('writes the same bytes: %s', (_, change, props) => {
    const expected = synthesized(stock, change, props);
    expect(Object.keys(expected).length).toBeGreaterThan(17);
    expect(synthesized(ours, change, props)).toEqual(expected);
  });

  test('CDK8S_DISABLE_SORT and CDK8S_RECORD_CONSTRUCT_METADATA have their effect', () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, { CDK8S_DISABLE_SORT: '1', CDK8S_RECORD_CONSTRUCT_METADATA: 'true' });
      const expected = synthesized(stock);
      expect(Object.keys(expected)).toContain('construct-metadata.json');
      expect(expected['api-01-deploy.k8s.yaml']).not.toBe(synthesizedSorted());
      expect(synthesized(ours)).toEqual(expected);
    } finally {
      process.env = before;
    }
  });

  test('returns all manifests as one text, as an App does', () => {
    const yaml = (make: Make) => {
      const app = make({ outdir: folder() });
      fleet(app, ['api', 'web']);
      return app.synthYaml();
    };
    expect(yaml(ours)).toBe(yaml(stock));
  });

  test('validates once, however many charts there are', () => {
    const app = new FleetApp({ outdir: folder() });
    fleet(app, ['api', 'shop']);
    let times = 0;
    app.node.addValidation({ validate: () => { times += 1; return []; } });
    app.synth();
    expect(times).toBe(1);
  });

  test('calls the own toJson of a chart and of an object', () => {
    const app = new FleetApp({ outdir: folder() });
    const [api] = fleet(app, ['api']);
    const chart = new Chart(app, 'own');
    chart.toJson = () => [{ said: 'by the chart' }];
    const object = api.apiObjects[0];
    object.toJson = () => ({ said: 'by the object' });
    app.synth();
    const written = files(app.outdir);
    expect(written['own.k8s.yaml']).toBe('said: by the chart\n');
    expect(written['api-00-baseline.k8s.yaml']).toMatch(/^said: by the object\n---\n/);
  });
});

function synthesizedSorted(): string {
  const { CDK8S_DISABLE_SORT, ...others } = process.env;
  process.env = others;
  const sorted = synthesized(stock)['api-01-deploy.k8s.yaml'];
  process.env = { ...others, CDK8S_DISABLE_SORT };
  return sorted;
}

describe('the files', () => {
  test('a file is written only when its bytes change', () => {
    const outdir = folder();
    const make = (weight: number) => {
      const app = new FleetApp({ outdir });
      fleet(app, ['api']);
      const data = { weight: String(weight) };
      new ApiObject(new Chart(app, 'other'), 'x', { apiVersion: 'v1', kind: 'ConfigMap', data });
      app.synth();
    };
    make(1);
    const past = new Date(2020, 1, 1);
    readdirSync(outdir).forEach((name) => utimesSync(join(outdir, name), past, past));
    make(2);
    const changed = readdirSync(outdir).filter((name) => statSync(join(outdir, name)).mtimeMs !== past.getTime());
    expect(changed).toEqual(['other.k8s.yaml']);
    writeFileSync(join(outdir, 'api-00-baseline.k8s.yaml'), 'changed by hand: \ufffd\n');
    make(2);
    expect(files(outdir)['api-00-baseline.k8s.yaml']).toMatch(/^apiVersion: apps\/v1\n/);
  });

  test('a file that the app does not write stays, as with an App', () => {
    const outdir = folder();
    writeFileSync(join(outdir, 'stale.k8s.yaml'), 'x');
    const app = new FleetApp({ outdir });
    fleet(app, ['api']);
    app.synth();
    expect(files(outdir)['stale.k8s.yaml']).toBe('x');
  });

  test('nothing is written when a single object cannot be printed', () => {
    const outdir = folder();
    const app = new FleetApp({ outdir });
    const [, shop] = fleet(app, ['api', 'shop']);
    shop.chart('deploy').apiObjects[0].addJsonPatch(JsonPatch.replace('/nowhere/at/all', 1));
    expect(() => app.synth()).toThrow(/^Failed serializing construct at path 'shop-01-deploy\//);
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('all faults are in one error without a stack trace, and nothing is written', () => {
    const outdir = folder();
    const app = new FleetApp({ outdir });
    fleet(app, ['api', 'api-']);
    new StagedRollout(app, 'same', { application: echoApplication({ name: 'Same', namespace: 'x' }), plan, provider });
    let thrown: any;
    try {
      app.synth();
    } catch (error) {
      thrown = error;
    }
    expect(thrown.message).toMatch(/^Validation failed with the following errors:\n {2}\[api-\] application 'api-': /);
    expect(thrown.message).toMatch(/\n {2}\[same\] application 'Same': /);
    expect(thrown.stack).toBe(`Error: ${thrown.message}`);
    expect(readdirSync(outdir)).toEqual([]);
  });
});

function configMap(chart: Chart, id: string, name: string): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

describe('time', () => {
  test('a chain of 40 dependent charts is ordered, for which an App takes exponential time', () => {
    const app = new FleetApp({ outdir: folder() });
    const charts = Array.from({ length: 40 }, (_, index) => new Chart(app, `c${index}`));
    charts.forEach((chart, index) => {
      ['a', 'b', 'c', 'd'].forEach((id) => configMap(chart, id, `${id}${index}`));
      if (index > 0) {
        chart.addDependency(charts[index - 1]);
      }
    });
    app.synth();
    const names = charts.map((chart, index) => `${String(index).padStart(4, '0')}-${chart.node.id}`);
    expect(readdirSync(app.outdir).sort().map((name) => name.split('.')[0])).toEqual(names);
  });

  test('a chain of dependencies longer than the call stack is ordered', () => {
    const app = new FleetApp({ outdir: folder() });
    const chart = new Chart(app, 'long');
    const objects = Array.from({ length: 20_000 }, (_, index) => configMap(chart, `o${index}`, `o${index}`));
    objects.slice(1).forEach((object, index) => objects[index].addDependency(object));
    app.synth();
    const first = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: o19999\n---\n';
    expect(files(app.outdir)['long.k8s.yaml'].slice(0, first.length)).toBe(first);
  });
});
