// Runs check, diff and report for action.yml. Inputs come by environment variables and are never part of a command line
// that a shell reads.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const { env } = process;
const folder = mkdtempSync(join(env.RUNNER_TEMP, 'rollouts-'));
const path = env.INPUT_PATH;
if (!path) {
  end('path is missing: write the folder or file with the manifests');
}
const program = installed();

const failOn = env.INPUT_FAIL_ON || 'error';
const checked = run([
  'check', path, '--output', 'github',
  ...(failOn === 'never' ? [] : ['--fail-on', failOn]),
  ...(env.INPUT_APPLIED_BY ? ['--applied-by', env.INPUT_APPLIED_BY] : []),
]);
process.stdout.write(checked.stdout);
process.stderr.write(checked.stderr);
if (checked.status !== 0 && checked.status !== 1) {
  end(`check has not ended by itself: ${checked.error?.message ?? checked.signal ?? `exit code ${checked.status}`}`);
}
output('findings', String(checked.status === 1 && failOn !== 'never'));

const base = env.INPUT_BASE || atBase();
if (base !== undefined) {
  const told = run(['diff', base, path, '--output', 'markdown']);
  if (told.status === 0) {
    output('comment', write('comment.md', told.stdout));
  } else {
    process.stdout.write(`There is no comparison: ${lastLine(told.stderr)}\n`);
  }
}

const page = join(folder, 'rollouts.html');
const drawn = run(['report', path, '-o', page]);
if (drawn.status === 0) {
  output('page', page);
} else {
  process.stdout.write(`There is no page: ${lastLine(drawn.stderr)}\n`);
}

/**
 * The program. It is installed outside of the checkout, so that no file of a pull request decides what runs.
 */
function installed() {
  if (env.CDK8S_ROLLOUTS) {
    return env.CDK8S_ROLLOUTS;
  }
  const version = env.INPUT_VERSION || /^v(\d+\.\d+\.\d+)$/.exec(env.ACTION_REF ?? '')?.[1];
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
    end('version is missing: write the version of the package, such as 1.2.3, or use the action by its tag v1.2.3');
  }
  const home = join(folder, 'program');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `cdk8s-rollouts@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: home, encoding: 'utf8' });
  if (status !== 0) {
    end(`cdk8s-rollouts@${version} cannot be installed: ${lastLine(stderr ?? '')}`);
  }
  return join(home, 'node_modules/cdk8s-rollouts/bin/cdk8s-rollouts');
}

function run(args) {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/** The same path at the base of the pull request; undefined where it was not there, or no commit is known. */
function atBase() {
  const commit = env.INPUT_BASE_COMMIT;
  if (!/^[0-9a-f]{40}$/.test(commit ?? '')) {
    return undefined;
  }
  const root = git('rev-parse', '--show-toplevel')?.trim();
  const inside = root === undefined ? '' : relative(root, path.startsWith('/') ? path : join(process.cwd(), path));
  if (root === undefined || inside.startsWith('..')) {
    return undefined;
  }
  if (git('cat-file', '-e', commit) === undefined) {
    git('fetch', '--depth', '1', 'origin', commit);
  }
  const name = inside === '' ? '.' : inside;
  const old = join(folder, 'base');
  const listed = git('-C', root, 'ls-tree', '-r', '-z', commit, '--', name)?.split('\0') ?? [];
  for (const [, file] of listed.flatMap((line) => [/^100(?:644|755) blob [0-9a-f]+\t(.+)$/s.exec(line) ?? []]).filter(([, one]) => one)) {
    const target = join(old, file);
    const { status, stdout } = spawnSync('git', ['-C', root, 'show', `${commit}:${file}`], { maxBuffer: 2 ** 28 });
    if (status !== 0) {
      process.stdout.write('There is no comparison: a file at the base of the pull request cannot be read\n');
      return undefined;
    }
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, stdout);
  }
  const found = join(old, name);
  return existsSync(found) ? found : undefined;
}

/** What git prints; undefined where it fails. */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return status === 0 ? stdout : undefined;
}

function write(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function output(name, value) {
  appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

function end(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
