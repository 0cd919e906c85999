import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as gloo from '../support/gloo-objects';

const root = join(__dirname, '../..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

function temporary(): string {
  made.push(mkdtempSync(join(tmpdir(), 'action-')));
  return made.at(-1)!;
}

function write(file: string, objects: any[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'));
}

const state = (v2: number) => [
  ...gloo.echo(),
  gloo.upstream(),
  gloo.virtualService([{ matchers: [{ prefix: '/' }], ...gloo.weighted({ v1: 100 - v2, v2 }) }], ['app.example']),
];

/** What the first script prints, and what it sets as outputs. */
interface ScriptRun {
  readonly code: number;
  readonly text: string;
  readonly outputs: { [name: string]: string };
}

/** Runs the first script in a folder. */
function runScript(folder: string, env: { [name: string]: string }): ScriptRun {
  const temp = temporary();
  const file = join(temp, 'outputs');
  writeFileSync(file, '');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'action/run.mjs')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH!, RUNNER_TEMP: temp, GITHUB_OUTPUT: file, CDK8S_ROLLOUTS: join(root, 'bin/cdk8s-rollouts'), ...env },
  });
  const outputs = Object.fromEntries(
    readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  return { code: status ?? -1, text: stdout + stderr, outputs };
}

/** A program in the place of ours, which ends with these exit codes. It starts faster. */
function stub(codes: { [command: string]: number }): { [name: string]: string } {
  const file = join(temporary(), 'stub.js');
  const program =
    `const args = process.argv.slice(2); const code = ${JSON.stringify(codes)}[args[0]] ?? 0;` +
    "console.log(args.join(' ')); if (code > 1) console.error(`${args[0]} fails`); process.exitCode = code;";
  writeFileSync(file, program);
  return { CDK8S_ROLLOUTS: file };
}

describe('action.yml', () => {
  test('gives every script what it reads, and by the environment alone', () => {
    for (const step of action.runs.steps.filter(({ run }: any) => run !== undefined)) {
      expect(step.run).not.toContain('${{');
      const script = /action\/\w+\.mjs/.exec(step.run)?.[0];
      if (script !== undefined) {
        const read = [...readFileSync(join(root, script), 'utf8').matchAll(/\b(INPUT_\w+|ACTION_REF|COMMENT|PULL_REQUEST|TOKEN)\b/g)];
        const names = new Set(read.map(([name]) => name));
        expect([...names].filter((name) => !Object.hasOwn(step.env, name))).toEqual([]);
      }
    }
    const used = JSON.stringify(action.runs);
    expect(Object.keys(action.inputs).filter((name) => !used.includes(`inputs.${name}`))).toEqual([]);
  });

  test('uses other actions by their commit only', () => {
    const uses = action.runs.steps.flatMap((step: any) => step.uses ?? []);
    expect(uses).not.toEqual([]);
    expect(uses.filter((one: string) => !/@[0-9a-f]{40}$/.test(one))).toEqual([]);
  });
});

describe('the script of the action', () => {
  test('checks the manifests, compares them with those at the base, and draws the page', () => {
    const folder = temporary();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder, encoding: 'utf8' });
    git('init', '-q');
    write(join(folder, 'sub/dist/a.yaml'), state(20));
    git('add', '.');
    git('commit', '-q', '-m', 'base');
    const base = git('rev-parse', 'HEAD').trim();
    write(join(folder, 'sub/dist/a.yaml'), state(50));
    const { code, outputs } = runScript(join(folder, 'sub'), { INPUT_PATH: 'dist', INPUT_BASE_COMMIT: base });
    expect([code, outputs.findings]).toEqual([0, 'false']);
    expect(readFileSync(outputs.comment, 'utf8')).toContain('`all requests v2 20 % → 50 %`');
    expect(readFileSync(outputs.page, 'utf8')).toContain('<!doctype html>');
  });

  test('says that there are findings of the severity that fails', () => {
    const found = (env: { [name: string]: string }) =>
      runScript(temporary(), { INPUT_PATH: 'a.yaml', ...stub({ check: 1 }), ...env });
    expect(found({ INPUT_FAIL_ON: 'warning', INPUT_APPLIED_BY: 'argo-cd' })).toMatchObject({
      code: 0,
      text: 'check a.yaml --output github --fail-on warning --applied-by argo-cd\n',
      outputs: { findings: 'true' },
    });
    expect(found({ INPUT_FAIL_ON: 'never' })).toMatchObject({
      text: 'check a.yaml --output github\n',
      outputs: { findings: 'false' },
    });
  });

  test('fails at once where the manifests cannot be read', () => {
    const { code, outputs } = runScript(temporary(), { INPUT_PATH: 'a.yaml', ...stub({ check: 2 }) });
    expect([code, outputs]).toEqual([2, {}]);
  });

  test('makes no comparison where nothing was there before, and says why there is none, or no page', () => {
    const none = runScript(temporary(), { INPUT_PATH: 'a.yaml', INPUT_BASE_COMMIT: 'f'.repeat(40), ...stub({}) });
    expect(Object.keys(none.outputs)).toEqual(['findings', 'page']);
    const failing = runScript(temporary(), { INPUT_PATH: 'a.yaml', INPUT_BASE: 'b.yaml', ...stub({ diff: 2, report: 2 }) });
    expect(Object.keys(failing.outputs)).toEqual(['findings']);
    expect(failing.text).toContain('There is no comparison: diff fails\nThere is no page: report fails\n');
  });

  test('takes no input for a part of a command', () => {
    const folder = temporary();
    const path = '$(touch hacked); touch hacked';
    const { text } = runScript(folder, { INPUT_PATH: path, INPUT_BASE_COMMIT: '--output=hacked', ...stub({}) });
    expect([text, existsSync(join(folder, 'hacked'))]).toEqual([`check ${path} --output github --fail-on error\n`, false]);
  });

  test('has to know the version of the package', () => {
    const env = { CDK8S_ROLLOUTS: '', INPUT_PATH: 'a.yaml' };
    const message = 'version is missing: write the version of the package, such as 1.2.3, or use the action by its tag v1.2.3\n';
    expect(runScript(temporary(), { ...env, ACTION_REF: 'main' })).toMatchObject({ code: 2, text: message });
    expect(runScript(temporary(), { ...env, INPUT_VERSION: '1.0.0 --registry=x' })).toMatchObject({ code: 2, text: message });
  });
});

describe('the comment', () => {
  const requests: { method: string; url: string; body: any }[] = [];
  let comments: any[] = [];
  let server: Server;
  beforeAll((done) => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += part));
      request.on('end', () => {
        requests.push({ method: request.method!, url: request.url!, body: text === '' ? undefined : JSON.parse(text) });
        const isAllowed = request.headers.authorization === 'Bearer good';
        response.writeHead(isAllowed ? 200 : 403, { 'content-type': 'application/json' });
        response.end(JSON.stringify(request.method === 'GET' ? comments : {}));
      });
    }).listen(0, '127.0.0.1', done);
  });
  afterAll((done) => {
    server.close(done);
  });

  async function comment(text: string, token = 'good'): Promise<{ code: number; output: string }> {
    requests.length = 0;
    const file = join(temporary(), 'comment.md');
    writeFileSync(file, text);
    const child = spawn(process.execPath, [join(root, 'action/comment.mjs')], {
      env: {
        COMMENT: file,
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_REPOSITORY: 'a/b',
        INPUT_PATH: 'dist',
        PULL_REQUEST: '7',
        TOKEN: token,
      },
    });
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    const code = await new Promise<number>((resolve) => child.on('close', resolve));
    return { code, output };
  }

  const own = (id: number, body: string, type = 'Bot') => ({ id, body: `<!-- cdk8s-rollouts bcae0416621b -->\n${body}`, user: { type } });

  test('is written once, and replaced by later ones', async () => {
    comments = [{ id: 1, body: 'hello', user: { type: 'User' } }, own(2, 'no, mine', 'User')];
    await comment('**one**');
    expect(requests.at(-1)).toEqual({ method: 'POST', url: '/repos/a/b/issues/7/comments', body: { body: '<!-- cdk8s-rollouts bcae0416621b -->\n**one**' } });
    comments.push(own(3, '**one**'));
    await comment('**two**');
    expect(requests.at(-1)).toEqual({ method: 'PATCH', url: '/repos/a/b/issues/comments/3', body: { body: '<!-- cdk8s-rollouts bcae0416621b -->\n**two**' } });
    await comment('**one**');
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  test('is cut at a line where it is too long', async () => {
    comments = [];
    await comment('`a line`\n'.repeat(20_000));
    const { body } = requests.at(-1)!.body;
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.endsWith('`a line`\n\nThe rest is too long for a comment: see the page.\n')).toBe(true);
  });

  test('that may not be written fails nothing', async () => {
    expect(await comment('x', 'bad')).toEqual({
      code: 0,
      output: 'The comment is not written: GET /repos/a/b/issues/7/comments?per_page=100&page=1 is answered with 403\n',
    });
  });
});
