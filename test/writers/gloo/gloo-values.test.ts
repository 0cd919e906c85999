import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import {
  GlooApp,
  GlooProvider,
  GlooRoutes,
  GlooValuesProps,
  HeaderMatch,
  HttpPath,
  OnEmpty,
  RolloutPlan,
  Step,
  Version,
} from '../../../src';
import { echoApplication, faultsOf, find, httpEcho, stages } from '../../support/rollouts';

const routes = { apiGroup: 'example', primary: { version: 'v1' } };
const both = { v1: {}, v2: {} };

function fromValues(values: any, props: Partial<GlooValuesProps> = {}): any[] {
  const chart = Testing.chart();
  GlooApp.fromValues(chart, 'echo', { releaseName: 'echo', namespace: 'echo', values, ...props });
  return Testing.synth(chart);
}

function faults(props: Partial<GlooValuesProps>): string[] {
  const app = Testing.app();
  GlooApp.fromValues(new Chart(app, 'web'), 'echo', { releaseName: 'echo', namespace: 'echo', ...props });
  return faultsOf(app).map((fault) => fault.replace('[web/echo] ', ''));
}

function valuesFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'values-')), 'values.yaml');
  writeFileSync(file, text);
  return file;
}

describe('the chart\'s values give the same objects as the stage of a plan', () => {
  const steps = (weight: number) => [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(weight)];
  const release = (...planned: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: planned });
  const canary = { version: 'v2', headers: { stage: 'canary' } };

  test.each<[string, any, RolloutPlan, string]>([
    ['one version', { deployment: { v1: {} }, routes }, RolloutPlan.steady('v1'), 'baseline'],
    ['two versions, no canary', { deployment: both, routes }, release(), 'deploy'],
    ['a header and no weight', { deployment: both, routes: { ...routes, canary } }, release(...steps(0)), 'weight-0'],
    [
      'a header and weight 50',
      { deployment: both, routes: { ...routes, canary: { ...canary, weight: 50 } } },
      release(...steps(50)),
      'weight-50',
    ],
    [
      'a header and weight 100',
      { deployment: both, routes: { ...routes, canary: { ...canary, weight: 100 } } },
      release(...steps(100)),
      'weight-100',
    ],
    [
      'a weight in quotes',
      { deployment: both, routes: { ...routes, canary: { ...canary, weight: '50' } } },
      release(...steps(50)),
      'weight-50',
    ],
    [
      'a weight and no header',
      { deployment: both, routes: { ...routes, canary: { version: 'v2', weight: 20 } } },
      release(Step.weight(20)),
      'weight-20',
    ],
    [
      'several headers, in the order of their names',
      { deployment: both, routes: { ...routes, canary: { version: 'v2', headers: { 'x-b': '2', 'x-a': '' } } } },
      release(Step.headerRoute(HeaderMatch.present('x-a'), HeaderMatch.exact('x-b', '2')), Step.weight(0)),
      'weight-0',
    ],
    [
      'the other version as primary',
      { deployment: both, routes: { ...routes, primary: { version: 'v2' } } },
      RolloutPlan.canary({ stable: 'v2', canary: 'v1', steps: [] }),
      'deploy',
    ],
    [
      'an empty canary, which is none to Helm',
      { deployment: both, routes: { ...routes, canary: {} } },
      release(),
      'deploy',
    ],
    [
      'a canary of null, which is none to Helm',
      { deployment: both, routes: { ...routes, canary: null } },
      release(),
      'deploy',
    ],
  ])('%s', (_, values, plan, stage) => {
    const application = echoApplication({ paths: [HttpPath.prefix('/echo')] });
    const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { apiGroup: 'example' } }) });
    const versions = { v1: httpEcho('v1'), v2: httpEcho('v2') };
    expect(fromValues(values, { versions })).toEqual(stages(application, plan, provider).get(stage));
  });

  test('run what the chart runs unless versions are given', () => {
    const { containers } = find(fromValues({ deployment: { v1: {} }, routes }), 'Deployment').spec.template.spec;
    expect(containers).toEqual([
      {
        name: 'echo-v1',
        image: 'hashicorp/http-echo',
        args: ['-text=version:echo-v1', '-listen=:8080'],
        imagePullPolicy: 'Always',
        ports: [{ containerPort: 8080 }],
      },
    ]);
  });

  test('leave ports, paths and the fallback to the app', () => {
    const objects = fromValues(
      { deployment: { v1: {} }, routes },
      { containerPort: 9090, servicePort: 8000, paths: [HttpPath.prefix('/e')], onEmpty: OnEmpty.ANY },
    );
    expect(find(objects, 'Upstream').spec.kube).toMatchObject({
      servicePort: 8000,
      subsetSpec: { fallbackPolicy: 'ANY_ENDPOINT' },
    });
    expect(find(objects, 'Service').spec.ports[0].targetPort).toBe(9090);
    expect(find(objects, 'RouteTable').spec.routes[0].matchers).toEqual([{ prefix: '/e' }]);
  });

  test('may merge maps, as YAML 1.1 does', () => {
    const file = valuesFile('deployment: {v1: {}}\nroutes: {<<: {apiGroup: example}, primary: {version: v1}}\n');
    expect(find(fromValues(undefined, { valuesFile: file }), 'RouteTable').metadata.labels).toEqual({
      apiGroup: 'example',
    });
  });

  test('are read from a file', () => {
    const file = valuesFile('deployment: {"1.0": {}}\nroutes:\n  apiGroup: example\n  primary: {version: "1.0"}\n');
    expect(find(fromValues(undefined, { valuesFile: file }), 'Deployment').metadata.name).toBe('echo-1-0');
  });
});

describe('values that cannot be are refused with their key\'s path', () => {
  const withCanary = (canary: any) => ({ deployment: both, routes: { ...routes, canary } });
  test.each<[string, any, string[]]>([
    [
      'an unknown key',
      { deployment: both, routes, image: 'x' },
      ['image: is not a key of the chart, which has only deployment, routes here: remove it'],
    ],
    [
      'an unknown key of a route',
      { deployment: both, routes: { ...routes, paths: [] } },
      ['routes.paths: is not a key of the chart, which has only apiGroup, primary, canary here: remove it'],
    ],
    [
      'an unknown key of a deployment',
      { deployment: { v1: { replicas: 2 } }, routes },
      ['deployment.v1.replicas: is not a key of the chart, which has no keys here: remove it'],
    ],
    [
      'an unknown key of the primary',
      { deployment: both, routes: { ...routes, primary: { version: 'v1', weight: 1 } } },
      ['routes.primary.weight: is not a key of the chart, which has only version here: remove it'],
    ],
    [
      'an unknown key of the canary',
      withCanary({ version: 'v2', header: {} }),
      ['routes.canary.header: is not a key of the chart, which has only version, weight, headers here: remove it'],
    ],
    ['no deployment', { routes }, ['deployment: is missing: write for example { v1: {} }']],
    [
      'a deployment of nothing',
      { deployment: { v1: null }, routes },
      ['deployment.v1: has no value, which Helm treats as not deployed: write {}, or remove the key'],
    ],
    [
      'three versions',
      { deployment: { ...both, v3: {} }, routes },
      [
        'deployment: v1, v2, v3 are 3 versions, but a release has two, ' +
          'the stable version and the canary: remove the others',
      ],
    ],
    ['no routes', { deployment: both }, ['routes: is missing: write a map']],
    [
      'no apiGroup and no primary',
      { deployment: both, routes: {} },
      [
        'routes.apiGroup: is missing: ' +
          "write the label value by which the platform selects the routes, for example 'example'",
        'routes.primary: is missing: write a map',
      ],
    ],
    [
      'no primary version',
      { deployment: both, routes: { apiGroup: 'example', primary: {} } },
      ["routes.primary.version: is missing: write for example 'v1'"],
    ],
    [
      'a version that cannot be a label value',
      { deployment: { '1.0+x': {} }, routes: { apiGroup: 'example', primary: { version: '1.0+x' } } },
      [
        "deployment.1.0+x: the version '1.0+x' is not a label value: use at most 63 letters, " +
          'digits, dashes, dots and underscores, with a letter or digit at both ends',
      ],
    ],
    [
      'an apiGroup that is not a label value',
      { deployment: both, routes: { ...routes, apiGroup: 'a b' } },
      [
        "routes.apiGroup: 'a b' is not a label value, " +
          "and the platform selects the routes by this label: write for example 'example', quoted",
      ],
    ],
    [
      'a primary that is not deployed',
      { deployment: both, routes: { ...routes, primary: { version: 'v9' } } },
      [
        "routes.primary.version: 'v9' is not deployed, " +
          'so its requests would reach no pod. The deployed versions are: v1, v2',
      ],
    ],
    [
      'a primary that is a number',
      { deployment: both, routes: { ...routes, primary: { version: 1 } } },
      ['routes.primary.version: 1 is not a text: quote it'],
    ],
    [
      'a canary that is not deployed',
      { deployment: { v1: {} }, routes: { ...routes, canary: { version: 'v2' } } },
      [
        "routes.canary.version: 'v2' is not deployed, " +
          'so its requests would reach no pod. The deployed versions are: v1',
      ],
    ],
    [
      'a canary that is the primary',
      withCanary({ version: 'v1' }),
      ["routes.canary.version: 'v1' is also the primary version: name the version under test, or remove routes.canary"],
    ],
    [
      'a weight above 100',
      withCanary({ version: 'v2', weight: 150 }),
      ['routes.canary.weight: 150 is not a whole percentage from 0 to 100: write for example 50'],
    ],
    [
      'a weight in percent',
      withCanary({ version: 'v2', weight: '50%' }),
      ["routes.canary.weight: '50%' is not a whole percentage from 0 to 100: write for example 50"],
    ],
    [
      'a header that is not a text',
      withCanary({ version: 'v2', headers: { stage: true } }),
      ['routes.canary.headers.stage: true is not a text: quote it, or write "" for a header with any value'],
    ],
    [
      'headers as a list',
      withCanary({ version: 'v2', headers: ['stage'] }),
      ['routes.canary.headers: ["stage"] is not a map of header names to values: write for example { stage: canary }'],
    ],
    [
      'routes that are a text',
      { deployment: both, routes: 'none' },
      ["routes: 'none' is not a map: write keys with their values"],
    ],
    ['values that are a list', ['a'], ['the values: ["a"] is not a map: write keys with their values']],
  ])('%s', (_, values, expected) => {
    expect(faults({ values })).toEqual(expected);
  });

  test('a header name that HTTP does not know', () => {
    expect(faults({ values: withCanary({ version: 'v2', headers: { 'a b': 'c' } }) })).toEqual([
      expect.stringContaining("routes.canary.headers.a b: the header name 'a b' is not an HTTP token"),
    ]);
  });

  test('a JWT claim', () => {
    expect(
      faults({ values: withCanary({ version: 'v2', headers: { '@request.auth.claims.group': 'beta' } }) }),
    ).toEqual([
      'routes.canary.headers.@request.auth.claims.group: Gloo: ' +
        "the header match '@request.auth.claims.group' names a JWT claim. Gloo routes on JWT claims " +
        'only in its Enterprise edition, and this provider writes for the open-source edition: ' +
        'let the component that verifies the token copy the claim into a request header, and match that header',
    ]);
  });

  test('a release name that cannot be an application', () => {
    expect(faults({ releaseName: 'Echo', values: { deployment: { v1: {} }, routes } })[0]).toContain(
      "application 'Echo': the name 'Echo' is not a Service name",
    );
  });

  test('versions that are not given', () => {
    expect(
      faults({ values: { deployment: { v1: {} }, routes }, versions: { v2: Version.container({ image: 'x' }) } }),
    ).toEqual(["plan v1: application 'echo' has no version 'v1'. Its versions are: v2."]);
  });

  test.each([
    [
      'a number as version, which YAML would shorten',
      'deployment:\n  1.0: {}\nroutes: {}\n',
      ['values.yaml: line 2: the key 1.0 is not a text: quote it'],
    ],
    [
      'a key twice',
      'deployment:\n  v1: {}\n  v1: {}\n',
      ['values.yaml: line 3: no valid YAML (Map keys must be unique)'],
    ],
    ['broken YAML', 'deployment: [\n', [expect.stringMatching(/^values\.yaml: line \d: no valid YAML/)]],
    ['a list', '- a\n', ['values.yaml: the values: ["a"] is not a map: write keys with their values']],
    [
      'nothing',
      '',
      [
        'values.yaml: deployment: is missing: write for example { v1: {} }',
        'values.yaml: routes: is missing: write a map',
      ],
    ],
    [
      'a word that YAML 1.1 takes for a boolean, as Helm does',
      'deployment: {v1: {}, v2: {}}\nroutes: {apiGroup: example, primary: ' +
        '{version: v1}, canary: {version: v2, headers: {qa: yes}}}\n',
      ['values.yaml: routes.canary.headers.qa: true is not a text: quote it, or write "" for a header with any value'],
    ],
    [
      'a number that YAML 1.1 takes for octal, as Helm does',
      'deployment: {v1: {}, v2: {}}\nroutes: {apiGroup: example, primary: ' +
        '{version: v1}, canary: {version: v2, weight: 0200}}\n',
      ['values.yaml: routes.canary.weight: 128 is not a whole percentage from 0 to 100: write for example 50'],
    ],
    [
      'an alias of nothing',
      'deployment: {v1: {}}\nroutes: *none\n',
      [expect.stringMatching(/^values\.yaml: no valid YAML \(.*none/)],
    ],
  ])('in a file: %s', (_, text, expected) => {
    expect(faults({ valuesFile: valuesFile(text) })).toEqual(expected);
  });

  test('a file that is not there', () => {
    expect(faults({ valuesFile: '/nowhere/values.yaml' })).toEqual([
      'values.yaml: the file cannot be read (ENOENT): give its path relative to where the app runs, or absolute',
    ]);
  });

  test('both a file and an object, or neither', () => {
    const either = 'valuesFile and values are both given, or both missing: give exactly one of them';
    expect(faults({})).toEqual([either]);
    expect(faults({ values: {}, valuesFile: 'x' })).toEqual([either]);
  });
});
