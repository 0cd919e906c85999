import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimals, Measured, measured, ratio, times } from './measured';
import { alternating, command, folder, root } from './runs';
import { Table } from './table';

/** A table, and the figure that counts: the second line to the first one. */
export interface StartUp {
  readonly table: string;
  readonly ratio: number;
}

/** What loading the package takes. */
export function loading(): StartUp {
  const door = JSON.stringify(root);
  const what: [string, string][] = [
    ["`require('cdk8s')`", 'require("cdk8s")'],
    ["`require('cdk8s-rollouts')`", `require(${door})`],
    ['both', `require("cdk8s"); require(${door})`],
    [
      'both, and what an app over Gloo uses',
      'require("cdk8s"); const { Application, FleetApp, GlooProvider, RolloutPlan, StagedRollout, Version } = ' +
        `require(${door})`,
    ],
    ['both, and cdk8s-plus-27', `require("cdk8s"); require(${door}); require("cdk8s-plus-27")`],
  ];
  return compared(
    'loading, whole process',
    what.map(([name]) => name),
    alternating(what, ([, code]) => command(process.execPath, ['-e', code], root)),
  );
}

/** `cdk8s synth` of one application and of a chart with one object, as installed packages. */
export function commandLine(): StartUp {
  const apps: [string, string][] = [
    ['a chart with one object', TRIVIAL],
    ['all stages of one application, in an App', rollout('App')],
    ['the same in a FleetApp', rollout('FleetApp')],
  ];
  const cli = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
  const found = alternating(
    apps.map(([, main], index) => project(`synth-${index}`, main)),
    (path) => command(process.execPath, [cli, 'synth', '--check-upgrade=false'], path),
  );
  return compared(
    '`cdk8s synth`, whole process',
    apps.map(([name]) => name),
    found,
  );
}

const TRIVIAL = [
  'const { ApiObject, App, Chart } = require("cdk8s");',
  'const app = new App();',
  'new ApiObject(new Chart(app, "echo"), "service", { apiVersion: "v1", kind: "Service", metadata: { name: "echo" } ' +
    '});',
  'app.synth();',
].join('\n');

function rollout(app: string): string {
  return [
    'const { App } = require("cdk8s");',
    'const { Application, FleetApp, GlooProvider, GlooRoutes, RolloutPlan, StagedRollout, Step, Version } = ' +
      'require("cdk8s-rollouts");',
    `const app = new ${app}();`,
    'const version = (tag) => Version.container({ image: `registry.example/echo:${tag}` });',
    'const versions = { v1: version("1"), v2: version("2") };',
    'const application = new Application({ name: "echo", namespace: "echo", containerPort: 8080, hosts: ' +
      '["echo.example"], versions });',
    'const plan = RolloutPlan.canary({ stable: "v1", canary: "v2", steps: [Step.weight(10), Step.weight(20), ' +
      'Step.weight(50)] });',
    'const provider = new GlooProvider({ routes: GlooRoutes.virtualService(), lifeCycleNotice: false });',
    'new StagedRollout(app, "echo", { application, plan, provider });',
    'app.synth();',
  ].join('\n');
}

function project(name: string, main: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'node_modules'), { recursive: true });
  ['cdk8s', 'constructs'].forEach((one) =>
    symlinkSync(join(root, 'node_modules', one), join(path, 'node_modules', one)),
  );
  symlinkSync(root, join(path, 'node_modules/cdk8s-rollouts'));
  writeFileSync(join(path, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\noutput: dist\n');
  writeFileSync(join(path, 'main.js'), main);
  return path;
}

function compared<T>(title: string, names: string[], found: Map<T, Measured[]>): StartUp {
  const runs = [...found.values()].map(times);
  const table = new Table([title, 'seconds', 'ratio']);
  runs.forEach((seconds, index) => table.add(names[index], measured(seconds), decimals(ratio(seconds, runs[0]))));
  return { table: table.toString(), ratio: ratio(runs[1], runs[0]) };
}
