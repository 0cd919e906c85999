import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Measured } from './measured';

/** The project's folder. */
export const root = join(__dirname, '..');

/** How often each figure is measured. */
export const RUNS = Number(process.env.RUNS ?? 5);

/** The largest number of applications. */
export const LARGEST = Number(process.env.LARGEST ?? 10_000);

/** Where everything is written; gone afterwards. */
export const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'bench-'));

/** What is going on, to whoever waits. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What one command takes. */
export function command(file: string, args: string[], cwd: string): Measured {
  const start = performance.now();
  execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  return { seconds: (performance.now() - start) / 1000 };
}

/** All of them one after the other, and that several times: what disturbs a machine disturbs all alike. */
export function alternating<T>(names: T[], run: (name: T) => Measured): Map<T, Measured[]> {
  const found = new Map<T, Measured[]>(names.map((name) => [name, []]));
  for (let round = 0; round < RUNS; round++) {
    names.forEach((name) => found.get(name)!.push(run(name)));
  }
  return found;
}
