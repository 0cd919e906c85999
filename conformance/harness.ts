import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Measurement } from './answers';
import { cacheFolder, ConformanceFault, needProgram } from './cache';
import { CONFORMANCE } from './case';
import { Progress } from './progress';

/** Builds the Go module in conformance/<router>/harness, unless this very source is built already. Gives its path. */
export async function builtHarness(router: string, progress: Progress): Promise<string> {
  needProgram('go', 'version', 'install Go 1.26 or later from https://go.dev/dl/');
  const source = join(CONFORMANCE, router, 'harness');
  const hash = createHash('sha256');
  for (const name of readdirSync(source).sort()) {
    hash.update(name).update(readFileSync(join(source, name)));
  }
  const binary = join(cacheFolder(router), `harness-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(binary)) {
    const [started, fresh] = [Date.now(), join(cacheFolder(router), 'fresh')];
    const tick = setInterval(() => {
      progress.show(`builds its harness, ${seconds(started)} s (the first time about ten minutes)`);
    }, 1_000);
    try {
      await output('go', ['build', '-buildvcs=false', '-o', fresh, '.'], { cwd: source, limitSeconds: 3_600 });
    } finally {
      clearInterval(tick);
    }
    const old = readdirSync(dirname(binary)).filter((name) => name.startsWith('harness-'));
    old.forEach((name) => rmSync(join(dirname(binary), name)));
    renameSync(fresh, binary);
    progress.done(`harness built in ${seconds(started)} s`);
  }
  return binary;
}

/** The folder of a module that the harness is built with. */
export async function moduleFolder(router: string, module: string): Promise<string> {
  const folder = join(CONFORMANCE, router, 'harness');
  return (await output('go', ['list', '-m', '-f', '{{.Dir}}', module], { cwd: folder, limitSeconds: 600 })).trim();
}

/** YAML files of modules that are no part of a harness: a folder's, or one. */
export async function moduleFiles(wanted: { readonly module: string; readonly path: string }[]): Promise<string[]> {
  const files: string[] = [];
  for (const { module, path } of wanted) {
    const text = await output('go', ['mod', 'download', '-json', module], { cwd: cacheFolder(), limitSeconds: 600 });
    const found = join(JSON.parse(text).Dir, path);
    const isCrd = (name: string) => name.endsWith('.yaml') && name !== 'kustomization.yaml';
    files.push(...(isCrd(path) ? [found] : readdirSync(found).filter(isCrd).sort().map((name) => join(found, name))));
  }
  return files;
}

/** How long the harness may take for one job. */
export const LIMIT_SECONDS = 1_800;

/** Has the harness measure a job. It ends by itself; it is killed when it does not. */
export async function measured(binary: string, job: object, progress: Progress): Promise<Measurement> {
  const text = await output(binary, [], {
    input: JSON.stringify({ ...job, limitSeconds: LIMIT_SECONDS }),
    limitSeconds: LIMIT_SECONDS + 30,
    onLine: (line) => {
      if (line.startsWith('progress ')) {
        progress.show(line.slice('progress '.length));
        return true;
      }
      return false;
    },
  });
  // Packages that the harness is made of may print before.
  return JSON.parse(text.trim().split('\n').at(-1)!);
}

interface Running {
  readonly cwd?: string;
  readonly input?: string;
  readonly limitSeconds: number;
  /** Takes a line of standard error; what is not taken belongs to the message of a failure. */
  readonly onLine?: (line: string) => boolean;
}

/** Runs a program and gives its standard output. @throws ConformanceFault with its standard error when it fails */
export function output(program: string, args: string[], running: Running): Promise<string> {
  const { cwd, input = '', limitSeconds, onLine } = running;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, timeout: limitSeconds * 1_000, killSignal: 'SIGKILL' });
    const stop = () => child.kill('SIGTERM');
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let [out, rest] = ['', ''];
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      const parts = `${rest}${text}`.split('\n');
      rest = parts.pop()!;
      lines.push(...parts.filter((line) => !onLine?.(line)));
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
      if (code === 0) {
        resolve(out);
      } else {
        const reason = [...lines, rest].filter((line) => line !== '').slice(-20).join('\n');
        reject(new ConformanceFault(`${program} ${args.join(' ')} ended with ${signal ?? code}:\n${reason}`));
      }
    });
    child.stdin.on('error', () => undefined).end(input);
  });
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1_000);
}
