import { ApiObject, App, Chart, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import { GlooProvider, GlooRoutes, HttpPath, RolloutPlan, StagedRollout, Step } from '../../src';
import { echoApplication } from '../support/rollouts';

const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { team: 'web' } }) });
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });

function rollout(app: App, name: string): StagedRollout {
  const application = echoApplication({ name, namespace: name, paths: [HttpPath.prefix(`/${name}/`)] });
  return new StagedRollout(app, name, { application, plan, provider });
}

/** An app, and how often it was validated. */
function watched(yamlOutputType = YamlOutputType.FILE_PER_CHART): { app: App; times: () => number } {
  const app = Testing.app({ yamlOutputType });
  let times = 0;
  app.node.addValidation({ validate: () => { times += 1; return []; } });
  return { app, times: () => times };
}

/** Makes a valid app invalid. */
function breakIt(app: App): void {
  app.node.addValidation({ validate: () => ['broken'] });
}

const BROKEN = /Validation failed with the following errors:\n {2}\[\] broken/;

describe('the charts of a rollout in a stock App', () => {
  test('are printed without validating the app once more for each', () => {
    const { app, times } = watched();
    ['api', 'shop', 'web'].forEach((name) => rollout(app, name));
    app.synth();
    expect(times()).toBe(1);
    app.synth();
    expect(times()).toBe(2);
  });

  test('among stock charts, each of which validates the app', () => {
    const { app, times } = watched();
    new Chart(app, 'a-first');
    rollout(app, 'api');
    new Chart(app, 'between');
    new Chart(app, 'between-too');
    rollout(app, 'web');
    new Chart(app, 'zlast');
    app.synth();
    expect(times()).toBe(1 + 4);
    app.synth();
    expect(times()).toBe(2 * (1 + 4));
  });

  test('alone each validates the app', () => {
    const { app, times } = watched();
    const [api, web] = [rollout(app, 'api'), rollout(app, 'web')];
    api.chart('deploy').toJson();
    Testing.synth(web.chart('deploy'));
    Testing.synth(web.chart('deploy'));
    expect(times()).toBe(3);
  });

  test.each<[string, (app: App, api: StagedRollout) => void]>([
    ['at first', () => undefined],
    ['after the app was printed', (app) => app.synth()],
    ['after the app was printed twice', (app) => [app.synth(), app.synth()]],
    ['after the app was printed as one text', (app) => app.synthYaml()],
    ['after another chart alone', (_, api) => api.chart('retire').toJson()],
    ['after a stock chart alone', (app) => new Chart(app, 'own').toJson()],
    ['after two stock charts alone', (app) => [new Chart(app, 'own').toJson(), new Chart(app, 'two').toJson()]],
    ['after three stock charts alone, and a look at all charts', (app) => {
      ['a', 'b', 'c'].forEach((id) => [new Chart(app, id).toJson(), app.charts]);
    }],
    ['after looks at all charts', (app) => [app.charts, app.charts, app.charts, app.charts]],
    ['after the app was printed, and then stock charts', (app) => {
      app.synth();
      new Chart(app, 'own').toJson();
      expect(app.charts).not.toEqual([]);
      new Chart(app, 'two').toJson();
    }],
    ['after the app was printed as one text, and then stock charts', (app) => {
      app.synthYaml();
      new Chart(app, 'own').toJson();
      new Chart(app, 'two').toJson();
    }],
  ])('alone each validates the app: %s', (_, before) => {
    const { app } = watched();
    const api = rollout(app, 'api');
    before(app, api);
    breakIt(app);
    expect(() => api.chart('deploy').toJson()).toThrow(BROKEN);
    expect(() => Testing.synth(api.chart('baseline'))).toThrow(BROKEN);
  });

  test('alone each validates the app, in an App that writes a folder for every chart', () => {
    const { app } = watched(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE);
    const api = rollout(app, 'api');
    app.synth();
    breakIt(app);
    expect(() => api.chart('deploy').toJson()).toThrow(BROKEN);
  });

  test('alone each validates the app, also when printing the app has failed half-way', () => {
    const { app } = watched();
    const [api, web] = [rollout(app, 'api'), rollout(app, 'web')];
    api.chart('deploy').apiObjects[0].addJsonPatch(JsonPatch.remove('/nowhere/at/all'));
    expect(() => app.synth()).toThrow(/Failed serializing/);
    breakIt(app);
    expect(() => web.chart('deploy').toJson()).toThrow(BROKEN);
  });

  test('a chart that is added after the app was printed is validated', () => {
    const { app } = watched();
    rollout(app, 'api');
    app.synth();
    const web = rollout(app, 'web');
    breakIt(app);
    expect(() => web.chart('deploy').toJson()).toThrow(BROKEN);
  });

  test('faults keep the app from being printed', () => {
    const { app } = watched();
    rollout(app, 'api');
    breakIt(app);
    expect(() => app.synth()).toThrow(BROKEN);
    expect(() => app.synthYaml()).toThrow(BROKEN);
  });

  test('objects come in the order of their dependencies', () => {
    const { app } = watched();
    const chart = rollout(app, 'api').chart('deploy');
    const [first, second] = chart.apiObjects;
    const platform = new ApiObject(new Chart(app, 'platform'), 'x', { apiVersion: 'v1', kind: 'Namespace' });
    first.addDependency(second, platform);
    const names = (objects: any[]) => objects.map(({ metadata }) => metadata.name);
    const alone = names(chart.toJson());
    expect(alone.slice(0, 2)).toEqual([second.name, first.name]);
    app.synth();
    expect(names(chart.toJson())).toEqual(alone);
  });
});
