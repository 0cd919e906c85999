import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { measured, median, whole } from './measured';
import { command, folder, LARGEST, root, RUNS } from './runs';
import { Table } from './table';

/** Requests a second on one stage of one application: a table, and the slowest router. */
export function evaluator(): { table: string; least: number } {
  const rounds = Array.from(
    { length: RUNS },
    () =>
      JSON.parse(execFileSync(process.execPath, [join(__dirname, 'workloads/evaluator.mjs')], { encoding: 'utf8' }))
        .rates,
  );
  const table = new Table(['requests a second on one stage of one application', 'median (least to most)']);
  const medians = Object.keys(rounds[0]).map((name) => {
    const rates: number[] = rounds.map((round) => round[name]);
    table.add(name, measured(rates, whole));
    return median(rates);
  });
  return { table: table.toString(), least: Math.min(...medians) };
}

/**
 * Requests a second with 200 routes that match by expressions: a table, and the slowest router for each kind of
 * request.
 */
export function expressions(): { table: string; known: number; fresh: number } {
  const file = join(__dirname, 'workloads/expressions.mjs');
  const rounds: { [router: string]: { known: number; fresh: number } }[] = Array.from({ length: RUNS }, () => {
    return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })).rates;
  });
  const table = new Table(['requests a second, 200 routes by expressions', 'paths asked before', 'a new path each time']);
  const rates = Object.keys(rounds[0]).map((router) => {
    const [known, fresh] = (['known', 'fresh'] as const).map((kind) => rounds.map((round) => round[router][kind]));
    table.add(router, measured(known, whole), measured(fresh, whole));
    return { known: median(known), fresh: median(fresh) };
  });
  const least = (kind: 'known' | 'fresh') => Math.min(...rates.map((rate) => rate[kind]));
  return { table: table.toString(), known: least('known'), fresh: least('fresh') };
}

/**
 * Seconds for `check` of what examples/fleet writes: 1,000 applications over three routers, all stages, and the ways
 * between them.
 */
export function check(): number[] | undefined {
  if (LARGEST < 1_000) {
    return undefined;
  }
  const fleet = join(folder, 'fleet');
  const modules = ['-r', 'ts-node/register/transpile-only', '-r', join(root, 'scripts/package-name.cjs')];
  execFileSync(process.execPath, [...modules, join(root, 'examples/fleet/main.ts')], {
    cwd: root,
    env: { ...process.env, CDK8S_OUTDIR: fleet },
    stdio: 'ignore',
  });
  return Array.from(
    { length: RUNS },
    () => command(process.execPath, [join(root, 'lib/src/cli/program.js'), 'check', fleet], root).seconds,
  );
}
