import { parseArgs } from 'node:util';
import { writeAnswers } from './answers';
import { ConformanceFault } from './cache';
import { casesOf } from './case';
import { comparedText } from './comparison';
import { Progress } from './progress';
import { randomCases } from './random/random-cases';
import { comparedByRouter, counts, writeResults } from './results';
import { Router, routerNamed, ROUTERS } from './routers';

const NAMES = ROUTERS.map(({ name }) => name).join(', ');

const USAGE = `Measures what real routers do, and compares the library's reader with it.

Usage: npm run conformance -- [ROUTER…] [options]

ROUTER is one of ${NAMES}. Without one the kept answers are compared again, and nothing is measured.

Options:
  --all             measure all routers
  --random N        measure N random cases (istio); with --all also those that people wrote
  --seed N          the seed of the random cases; by default another one each time
  --help            this text

Writes conformance/<router>/answers.json and conformance/results.md. The exit code is 1 when an answer is wrong.
`;

/** The command. Gives the exit code. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      random: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const routers = values.all ? ROUTERS : positionals.map(known);
  let code = 0;
  for (const router of values.all || values.random === undefined ? routers : []) {
    await measureCases(router);
  }
  if (values.random !== undefined) {
    const seed = values.seed ?? String(Date.now() % 1_000_000);
    code = await randomCases(routers, natural('--random', values.random), natural('--seed', seed));
  }
  return Math.max(code, report());
}

/** Sends the requests of all cases, and keeps the answers. */
async function measureCases(router: Router): Promise<void> {
  const [progress, cases, started] = [new Progress(router.name), casesOf(router.name), Date.now()];
  const measurement = await router.measure(cases, { few: 50, many: 2_000 }, progress);
  const { measured } = writeAnswers(router.name, cases, measurement);
  const seconds = Math.round((Date.now() - started) / 1_000);
  progress.done(`${cases.length} cases, ${measured.requests} requests in ${seconds} s`);
}

/** Compares all kept answers, and writes the table. */
function report(): number {
  const compared = comparedByRouter();
  writeResults(compared);
  for (const [router, verdicts] of compared) {
    const [right, undetermined, wrong] = counts(verdicts);
    const others = verdicts.filter(({ kind }) => kind !== 'right');
    process.stdout.write(others.map((one) => `${comparedText(one)}\n`).join(''));
    process.stdout.write(`${router}: ${right} right, ${undetermined} undetermined, ${wrong} wrong\n`);
  }
  return [...compared.values()].flat().some(({ kind }) => kind === 'wrong') ? 1 : 0;
}

function known(name: string): Router {
  const router = routerNamed(name);
  if (!router) {
    throw new ConformanceFault(`there is no router '${name}' to measure. The routers are: ${NAMES}.`);
  }
  return router;
}

function natural(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new ConformanceFault(`${option} is a whole number, given '${text}'`);
  }
  return Number(text);
}
