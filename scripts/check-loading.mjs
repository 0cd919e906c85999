// What the compiled package loads, and when: nothing of cdk8s-plus, and nothing that reads manifests, until it is used.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './cdk8s.mjs';

const require = createRequire(import.meta.url);
const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const door = join(root, main);

/** The loaded files of a package or folder. */
const loaded = (...parts) => Object.keys(require.cache).filter((file) => file.includes(`${sep}${parts.join(sep)}${sep}`));
const nothingOf = (...parts) => assert.deepEqual(loaded(...parts), [], `${parts.join('/')} is loaded`);

const library = require(door);
assert.equal(loaded('lib', 'src').length, 1, 'the door loads modules by itself');
nothingOf('node_modules', 'cdk8s-plus-27');

const { Application, FleetApp, GlooProvider, GlooRoutes, RolloutPlan, StagedRollout, Step, Version } = library;
const versions = { v1: Version.container({ image: 'registry.example/echo:1' }), v2: Version.container({ image: 'registry.example/echo:2' }) };
const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, hosts: ['echo.example'], versions });
const provider = new GlooProvider({ routes: GlooRoutes.virtualService(), lifeCycleNotice: false });
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });
const rollout = new StagedRollout(new FleetApp({ outdir: 'nowhere' }), 'echo', { application, plan, provider });
const manifests = rollout.chart('weight-20').toJson();
nothingOf('node_modules', 'cdk8s-plus-27');
nothingOf('node_modules', 're2js');
nothingOf('src', 'readers', 'gloo');
nothingOf('src', 'writers', 'argo-rollouts');
nothingOf('src', 'checks');

const { HttpRequest, Traffic } = library;
assert.equal(String(Traffic.of(manifests).split(HttpRequest.to('http://echo.example/'))), 'v1 4/5, v2 1/5');

Version.podSpec({ containers: [{ name: 'echo', image: 'registry.example/echo:1' }] })._podTemplate('echo-v1', 8080);
assert.notEqual(loaded('node_modules', 'cdk8s-plus-27').length, 0);

// A command that only reads manifests loads neither cdk8s-plus nor anything that writes them.
const READ = `
  const { main } = require(${JSON.stringify(join(root, 'lib', 'src', 'cli', 'main.js'))});
  const context = { write: () => undefined, warn: (text) => process.stderr.write(text), isTerminal: false };
  const codes = ['traffic', 'check', 'report'].map((command) => main([command, 'examples/ingress-nginx/expected'], context));
  process.stdout.write(JSON.stringify({ codes, files: Object.keys(require.cache) }));
`;
const { stdout, stderr } = spawnSync(process.execPath, ['-e', READ], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
const { codes, files } = JSON.parse(stdout || '{}');
assert.deepEqual([codes, stderr], [[0, 0, 0], '']);
const WRITING = [['src', 'writers'], ['src', 'application'], ['src', 'plan'], ['src', 'synthesis'], ['node_modules', 'cdk8s-plus-27'], ['node_modules', 'cdk8s']];
for (const parts of WRITING) {
  assert.deepEqual(files.filter((file) => file.includes(`${sep}${parts.join(sep)}${sep}`)), [], `${parts.join('/')} is loaded by a command that only reads`);
}

const asModule = await import(pathToFileURL(door).href);
const names = Object.keys(library);
assert.deepEqual(names.filter((name) => typeof asModule[name] !== 'function' && typeof asModule[name] !== 'object'), []);
const { types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
const classes = Object.values(types).filter(({ kind }) => kind !== 'interface').map(({ name }) => name);
assert.deepEqual(classes.filter((name) => !names.includes(name)), []);

console.log(`${names.length} names; what nobody uses is not loaded.`);
