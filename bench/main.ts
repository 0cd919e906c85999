import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median, Measured, measured, times } from './measured';
import { Table } from './table';

/**
 * What the library costs against what people would use instead, as medians of alternating runs within one run of this command: machines
 * are noisy, so only ratios of one run say anything. Every figure is of a whole process, from its start to its end.
 *
 * `RUNS=9` makes more runs (by default 5), `LARGEST=1000` leaves out what takes minutes, `BENCH_DIR` is where files are written.
 */
const root = join(__dirname, '..');
const RUNS = Number(process.env.RUNS ?? 5);
const LARGEST = Number(process.env.LARGEST ?? 10_000);
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'bench-'));

interface Workload {
  readonly name: string;
  readonly args: [workload: string, variant: string];
  /** With more applications it takes minutes, and nobody learns anything. */
  readonly most: number;
}

const FLEET: Workload = { name: 'StagedRollout in a FleetApp', args: ['rollouts', 'fleet'], most: 10_000 };
const APP: Workload = { name: 'StagedRollout in an App', args: ['rollouts', 'app'], most: 1_000 };
const CDK8S: Workload = { name: 'cdk8s alone, plain ApiObjects', args: ['cdk8s', '-'], most: 300 };
const SCRIPT: Workload = { name: 'a script, plain objects and `yaml`', args: ['script', '-'], most: 1_000 };
const FLOOR: Workload = { name: 'the floor: plain objects, the least that prints them', args: ['floor', '-'], most: 10_000 };
const WORKLOADS = [FLEET, APP, CDK8S, SCRIPT, FLOOR];
const STAGES = 7;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function output(workload: Workload): string {
  return join(folder, workload.args.join('-'));
}

/** One process. */
function once(workload: Workload, count: number): Measured {
  const outdir = output(workload);
  rmSync(outdir, { recursive: true, force: true });
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'workloads/run.mjs'), ...workload.args, String(count), outdir], { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) {
    throw new Error(`${workload.name} with ${count} applications failed: ${stderr}`);
  }
  return { seconds, peak: JSON.parse(stdout).peak };
}

/** All workloads one after the other, and that several times. */
function alternating<T>(names: T[], run: (name: T) => Measured): Map<T, Measured[]> {
  const found = new Map<T, Measured[]>(names.map((name) => [name, []]));
  for (let round = 0; round < RUNS; round++) {
    names.forEach((name) => found.get(name)!.push(run(name)));
  }
  return found;
}

/** Everybody writes the same files, or comparing them would say nothing. */
function assertSameFiles(): void {
  const written = WORKLOADS.map((workload) => {
    once(workload, 5);
    return readdirSync(output(workload)).sort().map((name) => [name, readFileSync(join(output(workload), name), 'utf8')]);
  });
  written.forEach((files, index) => {
    if (JSON.stringify(files) !== JSON.stringify(written[0])) {
      throw new Error(`${WORKLOADS[index].name} writes other files than ${WORKLOADS[0].name}`);
    }
  });
}

const objectsPerApplication = () => {
  const files = readdirSync(output(FLEET)).filter((name) => name.startsWith('app-00000-'));
  return files.reduce((sum, name) => sum + readFileSync(join(output(FLEET), name), 'utf8').split(/^---$/m).length, 0);
};

function synthesis(): Map<number, Map<Workload, Measured[]>> {
  return new Map([10, 100, 300, 1_000, 10_000].filter((count) => count <= LARGEST).map((count) => {
    const workloads = WORKLOADS.filter(({ most }) => count <= most);
    say(`synthesis of ${count} applications: ${workloads.length} ways, ${RUNS} runs each`);
    return [count, alternating(workloads, (workload) => once(workload, count))];
  }));
}

/** What one command takes. */
function command(file: string, args: string[], cwd: string): Measured {
  const start = performance.now();
  execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  return { seconds: (performance.now() - start) / 1000 };
}

/** The objects of one stage of a hundred applications, as a base of kustomize and as a chart of Helm. */
function otherTools(): { table: Table; notes: string[] } {
  const count = 100;
  once(FLEET, count);
  const stage = readdirSync(output(FLEET)).filter((name) => name.includes('-03-'));
  const [base, chart] = ['kustomize', 'helm'].map((name) => join(folder, name));
  [base, join(chart, 'templates')].forEach((path) => mkdirSync(path, { recursive: true }));
  for (const name of stage) {
    const text = readFileSync(join(output(FLEET), name), 'utf8');
    writeFileSync(join(base, name), text);
    writeFileSync(join(chart, 'templates', name), text);
  }
  writeFileSync(join(base, 'kustomization.yaml'), `resources:\n${stage.map((name) => `- ${name}\n`).join('')}`);
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 0.0.0\n');
  const tools: [string, string, string[]][] = [['`kubectl kustomize`', 'kubectl', ['kustomize', base]], ['`helm template`', 'helm', ['template', 'bench', chart]]];
  const here = tools.filter(([, file]) => spawnSync(file, ['version', '--client'], { stdio: 'ignore' }).error === undefined);
  const table = new Table(['one stage of 100 applications', 'seconds', 'here, a seventh of all stages', 'ratio']);
  for (const [name, file, args] of here) {
    const found = alternating(['tool', 'ours'], (what) => (what === 'tool' ? command(file, args, folder) : once(FLEET, count)));
    const [tool, ours] = [found.get('tool')!, found.get('ours')!.map(({ seconds }) => ({ seconds: seconds / STAGES }))];
    table.add(name, measured(times(tool)), measured(times(ours)), ratio(times(ours), times(tool)));
  }
  return { table, notes: tools.filter((tool) => !here.includes(tool)).map(([name]) => `${name}: not on this machine, not measured.`) };
}

function loading(): { table: Table; ratio: number } {
  const door = JSON.stringify(root);
  const what: [string, string][] = [
    ['`require(\'cdk8s\')`', 'require("cdk8s")'],
    ['`require(\'cdk8s-rollouts\')`', `require(${door})`],
    ['both', `require("cdk8s"); require(${door})`],
    ['both, and what an app over Gloo uses', `require("cdk8s"); const { Application, FleetApp, GlooProvider, RolloutPlan, StagedRollout, Version } = require(${door})`],
    ['both, and cdk8s-plus-27', `require("cdk8s"); require(${door}); require("cdk8s-plus-27")`],
  ];
  const found = alternating(what, ([, code]) => command(process.execPath, ['-e', code], root));
  const first = times(found.get(what[0])!);
  const table = new Table(['loading, whole process', 'seconds', 'ratio']);
  what.forEach((one) => table.add(one[0], measured(times(found.get(one)!)), ratio(times(found.get(one)!), first)));
  return { table, ratio: median(times(found.get(what[1])!)) / median(first) };
}

/** `cdk8s synth` of one application and of a chart with one Service, as installed packages. */
function commandLine(): { table: Table; ratio: number } {
  const trivial = 'const { ApiObject, App, Chart } = require("cdk8s");\nconst app = new App();\nnew ApiObject(new Chart(app, "echo"), "x", { apiVersion: "v1", kind: "Service", metadata: { name: "echo" } });\napp.synth();\n';
  const rollout = (app: string) => [
    'const { App } = require("cdk8s");',
    'const { Application, FleetApp, GlooProvider, GlooRoutes, RolloutPlan, StagedRollout, Step, Version } = require("cdk8s-rollouts");',
    `const app = new ${app}();`,
    'const version = (tag) => Version.container({ image: `registry.example/echo:${tag}` });',
    'const application = new Application({ name: "echo", namespace: "echo", containerPort: 8080, hosts: ["echo.example"], versions: { v1: version("1"), v2: version("2") } });',
    'const plan = RolloutPlan.canary({ stable: "v1", canary: "v2", steps: [Step.weight(10), Step.weight(20), Step.weight(50)] });',
    'new StagedRollout(app, "echo", { application, plan, provider: new GlooProvider({ routes: GlooRoutes.virtualService(), lifeCycleNotice: false }) });',
    'app.synth();',
  ].join('\n');
  const apps: [string, string][] = [['a chart with one object', trivial], ['all stages of one application, in an App', rollout('App')], ['the same in a FleetApp', rollout('FleetApp')]];
  const folders = apps.map(([, main], index) => {
    const path = join(folder, `synth-${index}`);
    mkdirSync(join(path, 'node_modules'), { recursive: true });
    ['cdk8s', 'constructs'].forEach((name) => symlinkSync(join(root, 'node_modules', name), join(path, 'node_modules', name)));
    symlinkSync(root, join(path, 'node_modules/cdk8s-rollouts'));
    writeFileSync(join(path, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\noutput: dist\n');
    writeFileSync(join(path, 'main.js'), main);
    return path;
  });
  const cli = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
  const found = alternating(folders, (path) => command(process.execPath, [cli, 'synth', '--check-upgrade=false'], path));
  const first = times(found.get(folders[0])!);
  const table = new Table(['`cdk8s synth`, whole process', 'seconds', 'ratio']);
  apps.forEach(([name], index) => table.add(name, measured(times(found.get(folders[index])!)), ratio(times(found.get(folders[index])!), first)));
  return { table, ratio: median(times(found.get(folders[1])!)) / median(first) };
}

function evaluator(): { table: Table; least: number } {
  const rounds = Array.from({ length: RUNS }, () => JSON.parse(execFileSync(process.execPath, [join(__dirname, 'workloads/evaluator.mjs')], { encoding: 'utf8' })).rates);
  const table = new Table(['requests a second on one stage of one application', 'median (least to most)']);
  const medians = Object.keys(rounds[0]).map((name) => {
    const rates: number[] = rounds.map((round) => round[name]);
    table.add(name, measured(rates, (rate) => Math.round(rate).toLocaleString('en')));
    return median(rates);
  });
  return { table, least: Math.min(...medians) };
}

/** `check` of what examples/fleet writes: 1,000 applications over three routers, all stages, and the ways between them. */
function check(): number[] | undefined {
  if (LARGEST < 1_000) {
    return undefined;
  }
  const fleet = join(folder, 'fleet');
  const example = join(root, 'examples/fleet/main.ts');
  const modules = ['-r', 'ts-node/register/transpile-only', '-r', join(root, 'scripts/package-name.cjs')];
  execFileSync(process.execPath, [...modules, example], { cwd: root, env: { ...process.env, CDK8S_OUTDIR: fleet }, stdio: 'ignore' });
  return Array.from({ length: RUNS }, () => command(process.execPath, [join(root, 'lib/src/cli/program.js'), 'check', fleet], root).seconds);
}

function decimals(value: number): string {
  return value.toFixed(2);
}

function ratio(ours: number[], theirs: number[]): string {
  return (median(ours) / median(theirs)).toFixed(2);
}

function report(): string {
  assertSameFiles();
  const objects = objectsPerApplication();
  const found = synthesis();
  const secondsOf = (count: number, workload: Workload) => {
    const runs = found.get(count)?.get(workload);
    return runs && times(runs);
  };
  const peakOf = (count: number, workload: Workload) => median(found.get(count)!.get(workload)!.map(({ peak }) => peak! / 2 ** 20));
  const table = new Table(['applications × 7 stages', 'way', 'seconds', 'peak memory', 'objects a second', 'to FleetApp']);
  for (const [count, ways] of found) {
    for (const [workload, runs] of ways) {
      const rate = Math.round(count * objects / median(times(runs))).toLocaleString('en');
      const peak = measured(runs.map((run) => run.peak! / 2 ** 20), (value) => value.toFixed(0));
      table.add(count.toLocaleString('en'), workload.name, measured(times(runs)), `${peak} MiB`, rate, ratio(times(runs), secondsOf(count, FLEET)!));
    }
  }
  say('other tools, loading, `cdk8s synth`, evaluator');
  const [tools, loads, synth, rates] = [otherTools(), loading(), commandLine(), evaluator()];
  say('check of 1,000 applications');
  const checks = check();
  const goals = new Table(['figure', 'goal', 'reached', '']);
  const goal = (name: string, text: string, value: number | undefined, isReached: (one: number) => boolean, shown = decimals) => {
    goals.add(name, text, value === undefined ? 'not measured' : shown(value), value === undefined ? '' : isReached(value) ? 'reached' : '**missed**');
  };
  const by = (count: number, one: Workload, other: Workload) => {
    const [left, right] = [secondsOf(count, one), secondsOf(count, other)];
    return left && right && median(left) / median(right);
  };
  const asPart = (value: number) => `1/${(1 / value).toFixed(1)}`;
  goal('FleetApp / cdk8s alone, 300 applications', '≤ 1/18', by(300, FLEET, CDK8S), (value) => value <= 1 / 18, asPart);
  goal('FleetApp / script with `yaml`, 1,000 applications', '≤ 1/4', by(1_000, FLEET, SCRIPT), (value) => value <= 1 / 4, asPart);
  goal('FleetApp / floor, 1,000 applications', '≤ 2.5', by(1_000, FLEET, FLOOR), (value) => value <= 2.5);
  const [thousand, most] = [secondsOf(1_000, FLEET), secondsOf(10_000, FLEET)];
  goal('growth exponent, 1,000 to 10,000 applications', '≤ 1.1', thousand && most && Math.log10(median(most) / median(thousand)), (value) => value <= 1.1);
  goal('peak memory, 10,000 applications', '≤ 1536 MiB', most && peakOf(10_000, FLEET), (value) => value <= 1536, (value) => `${value.toFixed(0)} MiB`);
  goal('loading the library / loading cdk8s', '≤ 1.25', loads.ratio, (value) => value <= 1.25);
  goal('`cdk8s synth` of one application / of one chart', '≤ 1.1', synth.ratio, (value) => value <= 1.1);
  goal('requests a second, slowest router', '≥ 20,000', rates.least, (value) => value >= 20_000, (value) => Math.round(value).toLocaleString('en'));
  goal('`check` of 1,000 applications, all stages', '≤ 20 s', checks && median(checks), (value) => value <= 20, (value) => `${value.toFixed(1)} s`);
  return [
    '# What it costs',
    `Written by \`npm run bench\`. Medians of ${RUNS} alternating runs, with the least and the most; ratios are of medians. Whole processes, on ${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}. The figures of another run differ; the ratios should not by much.`,
    `Each application has ${STAGES} stages over Gloo, with ${objects} objects in all: two Deployments, two ConfigMaps, a Service, an Upstream and a RouteTable where both versions run. Every way writes the same files, byte for byte (compared before anything is measured).`,
    '## Goals', goals.toString(),
    '## Synthesis', table.toString(),
    '## Other tools', tools.table.toString(), ...tools.notes,
    '## Loading', loads.table.toString(),
    '## The cdk8s CLI', synth.table.toString(),
    '## Evaluator', rates.table.toString(),
    ...(checks ? [`\`check\` of examples/fleet (1,000 applications over three routers, 7,000 stages and the ways between them): ${measured(checks)} s.`] : []),
  ].filter((part) => part !== '').join('\n\n');
}

try {
  const text = `${report()}\n`;
  process.stdout.write(text);
  const kept = join(__dirname, 'results.md');
  // What was found out about it is written by hand, below a line.
  const [, remarks = ''] = existsSync(kept) ? readFileSync(kept, 'utf8').split('\n<!-- remarks -->\n') : [];
  writeFileSync(kept, remarks === '' ? text : `${text}\n<!-- remarks -->\n${remarks}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
