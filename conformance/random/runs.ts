import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFORMANCE } from '../case';

/** What came out of a run of random cases. */
export interface RandomRun {
  readonly router: string;
  readonly seed: number;
  readonly date: string;
  readonly cases: number;
  readonly requests: number;
  readonly right: number;
  readonly undetermined: number;
  readonly wrong: number;
}

// Not runs.json: Node would take that for this module.
const FILE = join(CONFORMANCE, 'random', 'kept-runs.json');

/** All runs that are kept, by router and seed. */
export function readRandomRuns(): RandomRun[] {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
}

/** Keeps a run in the place of an earlier one with the same router and seed. */
export function keepRandomRun(run: RandomRun): void {
  const others = readRandomRuns().filter(({ router, seed }) => router !== run.router || seed !== run.seed);
  const runs = [...others, run].sort((one, other) => one.router.localeCompare(other.router) || one.seed - other.seed);
  writeFileSync(FILE, `[\n${runs.map((one) => ` ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}
