import * as fc from 'fast-check';

/**
 * Checks a property and prints the seed, so that a failure of another machine can be run again:
 * `SEED=123 npx jest -t 'name of the test'`. `RUNS=20` makes it twenty times as many runs, `RUNS=0.1` a tenth.
 */
export function holds<T>(property: fc.IPropertyWithHooks<T>, numRuns: number): void {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  process.stderr.write(`    seed ${seed}: ${expect.getState().currentTestName}\n`);
  fc.assert(property, { seed, numRuns: runs(numRuns) });
}

/** A number of runs, or of cases that they have to find at least, as `RUNS` asks. */
export function runs(usual: number): number {
  return Math.max(1, Math.round(usual * Number(process.env.RUNS ?? 1)));
}
