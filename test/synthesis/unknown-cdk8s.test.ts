import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import { ApiObject, App, AppProps, Chart, Yaml, YamlOutputType } from 'cdk8s';
import { GlooProvider, GlooRoutes, RolloutPlan, StagedRollout, Step } from '../../src';
import { echoApplication } from '../support/rollouts';

const RTTI = Symbol.for('jsii.rtti');
const { peerDependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
const installed: string = JSON.parse(readFileSync(require.resolve('cdk8s/package.json'), 'utf8')).version;

let outdir: string;
let messages: string[];
let undo: (() => void)[];

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'unknown-'));
  messages = [];
  undo = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((message) => messages.push(String(message)) > 0);
});

afterEach(() => {
  undo.forEach((one) => one());
  jest.restoreAllMocks();
  rmSync(outdir, { recursive: true, force: true });
});

/** Replaces a property until the test ends. */
function replaced<T extends object>(holder: T, key: PropertyKey, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, { value, configurable: true, writable: true });
  undo.push(() => (before ? Object.defineProperty(holder, key, before) : Reflect.deleteProperty(holder, key)));
}

function version(of: string | undefined): void {
  replaced(App, RTTI, of === undefined ? undefined : { fqn: 'cdk8s.App', version: of });
}

/** An app with one chart. Its modules are loaded anew, so they have reported nothing yet. */
function fleetApp(props: AppProps = {}): App {
  let made: App;
  jest.isolateModules(() => {
    jest.doMock('cdk8s', () => cdk8s);
    const { FleetApp } = jest.requireActual('../../src/synthesis/fleet-app');
    made = new FleetApp({ outdir, ...props });
  });
  addChart(made!, 'web');
  return made!;
}

function addChart(app: App, id: string): void {
  const chart = new Chart(app, id);
  new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: { a: 'b' } });
}

const PREFIX = 'cdk8s-rollouts: FleetApp leaves the printing to cdk8s, which takes longer: ';

/** The text of the file that cdk8s writes for the chart. */
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: b\n';

describe('the version of cdk8s', () => {
  test('that is installed is tested, and is the one that the class App names', () => {
    expect((App as any)[RTTI].version).toBe(installed);
    fleetApp().synth();
    expect(messages).toEqual([]);
    expect(existsSync(join(outdir, 'web.k8s.yaml'))).toBe(true);
  });

  test('the oldest one that the package admits is the oldest one tested', () => {
    const oldest = /^\^(\d+\.\d+)\.(\d+)$/.exec(peerDependencies.cdk8s)!;
    version(`${oldest[1]}.${oldest[2]}`);
    fleetApp().synth();
    expect(messages).toEqual([]);
    version(`${oldest[1]}.${Number(oldest[2]) - 1}`);
    fleetApp().synth();
    expect(messages).toHaveLength(1);
  });

  test.each(['2.70.107', '2.70.2000'])('%s, a later patch of the minor version that is tested, is taken', (patch) => {
    version(patch);
    fleetApp().synth();
    expect(messages).toEqual([]);
  });

  const untested = ['2.70.105', '2.69.999', '2.71.0', '3.0.0', '2.70.107-rc.1', '0.0.0', 'x'];
  test.each(untested)('%s, which is not tested, prints the app itself', (other) => {
    version(other);
    const app = fleetApp();
    app.synth();
    expect(messages).toEqual([
      `${PREFIX}it is tested with cdk8s 2.70.106 and later patches of 2.70, and this is ${other}\n`,
    ]);
    expect(readFileSync(join(outdir, 'web.k8s.yaml'), 'utf8')).toBe(app.synthYaml());
  });

  test('that is unknown prints the app itself', () => {
    version(undefined);
    fleetApp().synth();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/, and this is a version without a number\n$/);
  });

  test('that is not tested orders and validates the app for every chart, as in an App', () => {
    version('2.71.0');
    const app = fleetApp();
    let times = 0;
    app.node.addValidation({ validate: () => { times += 1; return []; } });
    ['one', 'two', 'three'].forEach((id) => addChart(app, id));
    app.synth();
    expect(times).toBe(1 + 4);
    expect(app.synthYaml().split('---\n')).toHaveLength(4);
    expect(app.charts.map(({ node }) => node.id)).toEqual(['web', 'one', 'two', 'three']);
  });

  test('that is not tested validates the app for every chart of a rollout in a stock App', () => {
    const times = (): number => {
      const app = new App({ outdir });
      let validations = 0;
      app.node.addValidation({ validate: () => { validations += 1; return []; } });
      const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { team: 'web' } }) });
      const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });
      new StagedRollout(app, 'echo', { application: echoApplication(), plan, provider });
      app.synth();
      return validations;
    };
    expect(times()).toBe(1);
    version('2.71.0');
    expect(times()).toBeGreaterThan(4);
  });
});

describe('an output type', () => {
  const unknown: [unknown, string][] = [[4, '4'], ['FILE_PER_CHART', '"FILE_PER_CHART"'], [null, 'null'], [1n, '1']];
  test.each(unknown)('that FleetApp does not know (%s) is left to cdk8s', (type, shown) => {
    const app = fleetApp();
    replaced(app, 'yamlOutputType', type);
    app.synth();
    expect(messages).toEqual([
      `${PREFIX}it does not know the yamlOutputType ${shown}; use a constant of YamlOutputType\n`,
    ]);
  });

  const known = Object.values(YamlOutputType).filter((type) => typeof type === 'number');
  test.each(known)('that cdk8s knows, number %s, is known', (type) => {
    fleetApp({ yamlOutputType: type as YamlOutputType }).synth();
    expect(messages).toEqual([]);
  });

  test('that FleetApp does not know does not matter to synthYaml', () => {
    const app = fleetApp();
    replaced(app, 'yamlOutputType', 4);
    expect(app.synthYaml()).toBe(CONFIG);
    expect(messages).toEqual([]);
  });
});

describe('what is replaced in cdk8s', () => {
  test.each<[string, object, string]>([
    ['App.synth', App.prototype, 'synth'],
    ['App.writeConstructMetadata', App.prototype, 'writeConstructMetadata'],
    ['Yaml.save', Yaml, 'save'],
    ['Yaml.stringify', Yaml, 'stringify'],
    ['Chart.toJson', Chart.prototype, 'toJson'],
    ['ApiObject.toJson', ApiObject.prototype, 'toJson'],
  ])('%s: cdk8s prints the app, with what it was replaced by', (name, holder, key) => {
    const app = fleetApp({ recordConstructMetadata: true });
    const original = (holder as any)[key];
    let calls = 0;
    replaced(holder, key, function (this: unknown, ...given: unknown[]) {
      calls += 1;
      return original.apply(this, given);
    });
    app.synth();
    expect(calls).toBeGreaterThan(0);
    expect(messages).toEqual([`${PREFIX}${name} is not the one of cdk8s\n`]);
    expect(readFileSync(join(outdir, 'web.k8s.yaml'), 'utf8')).toBe(CONFIG);
  });

  test('App.synthYaml: cdk8s prints the app as one text', () => {
    const app = fleetApp();
    replaced(App.prototype, 'synthYaml', () => 'replaced');
    expect(app.synthYaml()).toBe('replaced');
    expect(messages).toHaveLength(1);
  });

  test('before FleetApp was loaded: cdk8s prints the app', () => {
    replaced(Yaml, 'stringify', () => 'replaced\n');
    expect(fleetApp().synthYaml()).toBe('replaced\n');
    expect(messages).toHaveLength(1);
  });

  test('a method of one app alone: cdk8s prints that app', () => {
    const [other, app] = [fleetApp(), fleetApp({ recordConstructMetadata: true })];
    replaced(app, 'writeConstructMetadata', () => undefined);
    other.synth();
    expect(messages).toEqual([]);
    app.synth();
    expect(messages).toHaveLength(1);
    expect(existsSync(join(outdir, 'construct-metadata.json'))).toBe(false);
  });

  test('a subclass with a synth that calls that of FleetApp is printed by FleetApp', () => {
    const app = fleetApp();
    const calls: string[] = [];
    class TeamApp extends (app.constructor as typeof App) {
      public synth(): void {
        calls.push('before');
        super.synth();
      }
    }
    const team = new TeamApp({ outdir });
    addChart(team, 'team');
    team.synth();
    expect(calls).toEqual(['before']);
    expect(messages).toEqual([]);
    expect(existsSync(join(outdir, 'team.k8s.yaml'))).toBe(true);
  });
});

test('each reason is reported once, however many apps are printed', () => {
  version('2.71.0');
  const app = fleetApp();
  const again = new (app.constructor as typeof App)({ outdir });
  [app, again, app].forEach((one) => one.synth());
  app.synthYaml();
  expect(messages).toHaveLength(1);
  version('2.70.106');
  replaced(Yaml, 'save', () => undefined);
  again.synth();
  expect(messages).toHaveLength(2);
});
