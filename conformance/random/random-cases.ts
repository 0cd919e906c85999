import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, ConformanceFault } from '../cache';
import { Case, CONFORMANCE } from '../case';
import { compare, Compared, comparedText } from '../comparison';
import { Progress } from '../progress';
import { counts } from '../results';
import { Amount, Router } from '../routers';
import { GeneratedCase, writeCase } from './generated-case';
import { istioCase } from './istio-cases';
import { keepRandomRun } from './runs';
import { Path, Shrinking, without } from './shrink';

/** What makes the cases of a router. */
const GENERATORS: { [router: string]: (name: string, seed: number) => GeneratedCase } = { istio: istioCase };

/** Enough to see a difference; what looks like one is asked again with more. */
const FIRST: Amount = { few: 10, many: 200 };
const AGAIN: Amount = { few: 50, many: 2_000 };
const SHRINKING: Amount = { few: 10, many: 1_000 };

/** More kinds of differences than these are not made smaller: they take minutes. */
const MOST_SHRUNK = 12;
const MOST_ROUNDS = 40;
const CANDIDATES = 10;

/** A case with one request, or none, that the reader answers wrongly. */
interface Failure {
  readonly origin: GeneratedCase;
  readonly generated: GeneratedCase;
  /** What is read instead of what is measured. */
  readonly difference: string;
}

/** Measures random cases of the routers that have a generator, and makes those that fail small. Gives the exit code. */
export async function randomCases(routers: Router[], count: number, seed: number): Promise<number> {
  const generated = routers.filter(({ name }) => GENERATORS[name]);
  if (generated.length === 0) {
    const known = Object.keys(GENERATORS).join(', ');
    throw new ConformanceFault(`--random is for ${known}: npm run conformance -- ${known} --random 500`);
  }
  let code = 0;
  for (const router of generated) {
    code = Math.max(code, await randomCasesOf(router, count, seed));
  }
  return code;
}

async function randomCasesOf(router: Router, count: number, seed: number): Promise<number> {
  const generate = GENERATORS[router.name];
  const progress = new Progress(`${router.name} --random ${count} --seed ${seed}`);
  // Neighbouring seeds share no case.
  const cases = Array.from({ length: count }, (_, i) => generate(`seed-${seed}-${i}`, seed * 100_003 + i));
  const run = new RandomRunner(router, progress);
  const verdicts = await run.verdicts(cases, FIRST);
  const suspects = failuresOf(cases, verdicts);
  const failures = suspects.length === 0 ? [] : await run.confirmed(suspects);
  const all = verdicts.flat();
  const [, undetermined] = counts(all);
  const wrong = failures.length;
  const right = all.length - undetermined - wrong;
  const date = new Date().toISOString().slice(0, 10);
  keepRandomRun({ router: router.name, seed, date, cases: count, requests: all.length, right, undetermined, wrong });
  const failing = new Set(failures.map(({ origin }) => origin)).size;
  progress.done(`${right} right, ${undetermined} undetermined, ${wrong} wrong in ${failing} cases`);
  process.stdout.write(mostCommon('undetermined', all.flatMap(({ reason }) => reason ?? [])));
  process.stdout.write(mostCommon('wrong', failures.map(({ difference }) => difference)));
  await run.shrink(firstOfEachDifference(failures).slice(0, MOST_SHRUNK));
  return failures.length === 0 ? 0 : 1;
}

/** Measures generated cases. */
class RandomRunner {
  public constructor(private readonly router: Router, private readonly progress: Progress) {}

  /** The verdicts on every question of every case. */
  public async verdicts(generated: GeneratedCase[], amount: Amount): Promise<Compared[][]> {
    const folder = cacheFolder(this.router.name, 'random');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const cases: Case[] = generated.map((one) => writeCase(folder, this.router.name, one));
    const measurement = await this.router.measure(cases, amount, this.progress);
    return cases.map((one, i) => {
      this.progress.show(`read ${i + 1}/${cases.length}`);
      return compare(one, measurement.cases[i]);
    });
  }

  /** Those that differ still when many more requests are sent: a sample may be far off by chance. */
  public async confirmed(suspects: Failure[]): Promise<Failure[]> {
    const cases = suspects.map(({ generated }, i) => ({ ...generated, name: `again-${i}` }));
    const verdicts = await this.verdicts(cases, AGAIN);
    return suspects.filter(({ difference }, i) => verdicts[i].some((one) => one.difference === difference));
  }

  /** Makes all failures smaller at the same time, so that one start of the router measures a step of each. */
  public async shrink(failures: Failure[]): Promise<void> {
    const all = failures.map((failure) => (
      { failure, shrinking: new Shrinking(failure.generated.objects), isDone: false }
    ));
    for (let round = 1; round <= MOST_ROUNDS && all.some(({ isDone }) => !isDone); round += 1) {
      const tries = all.flatMap((one) => {
        const candidates = one.isDone ? [] : one.shrinking.candidates(CANDIDATES);
        one.isDone = candidates.length === 0;
        return candidates.map((paths) => ({ one, paths }));
      });
      if (tries.length === 0) {
        break;
      }
      this.progress.done(`makes ${all.filter(({ isDone }) => !isDone).length} cases smaller, step ${round}`);
      const small = tries.map(({ one, paths }, i) => smaller(one.failure, one.shrinking.best, paths, `try-${i}`));
      const verdicts = await this.verdicts(small, SHRINKING);
      for (const one of all.filter(({ isDone }) => !isDone)) {
        one.shrinking.report(tries.flatMap(({ one: own, paths }, i) => (
          own === one ? [{ paths, isShown: isShown(one.failure, verdicts[i]) }] : []
        )));
      }
    }
    await this.keep(all.map(({ failure, shrinking }) => smaller(failure, shrinking.best, [], failure.generated.name)));
  }

  /** Writes the smallest cases beside those that people wrote, and says what differs. */
  private async keep(cases: GeneratedCase[]): Promise<void> {
    if (cases.length === 0) {
      return;
    }
    const verdicts = await this.verdicts(cases, AGAIN);
    const folder = join(CONFORMANCE, this.router.name, 'found');
    mkdirSync(folder, { recursive: true });
    cases.forEach((one, i) => {
      writeCase(folder, this.router.name, one);
      const wrong = verdicts[i].filter(({ kind }) => kind === 'wrong');
      process.stdout.write(wrong.map((verdict) => `${comparedText(verdict)}\n`).join(''));
    });
    process.stdout.write(`The smallest cases are in conformance/${this.router.name}/found.\n`);
  }
}

/** Every wrong answer as a case of its own. */
function failuresOf(cases: GeneratedCase[], verdicts: Compared[][]): Failure[] {
  return verdicts.flatMap((own, i) => own.flatMap(({ kind, difference }, question) => {
    // The first question is the admission, then the requests follow.
    const requests = question === 0 ? [] : [cases[i].requests[question - 1]];
    const generated = { ...cases[i], requests };
    return kind === 'wrong' ? [{ origin: cases[i], generated, difference: difference! }] : [];
  }));
}

/** One case for each kind of difference: others of its kind most often show the same. */
function firstOfEachDifference(failures: Failure[]): Failure[] {
  return failures.filter(({ difference }, i) => failures.findIndex((other) => other.difference === difference) === i);
}

/** The case with fewer objects. */
function smaller({ generated }: Failure, objects: any[], paths: Path[], name: string): GeneratedCase {
  return { ...generated, name, objects: without(objects, paths) };
}

/** Whether a smaller case still shows the same difference, and no removal has made another one. */
function isShown({ difference, generated }: Failure, [admission, ...requests]: Compared[]): boolean {
  return generated.requests.length === 0
    ? admission.difference === difference
    : admission.kind === 'right' && requests.some((one) => one.difference === difference);
}

/** How often each text is there, the most common first. */
function mostCommon(what: string, texts: string[]): string {
  const counted = new Map<string, number>();
  for (const text of texts.map((one) => one.replace(/\b(seed|routes)-[\d-]+/g, '$1-N'))) {
    counted.set(text, (counted.get(text) ?? 0) + 1);
  }
  const lines = [...counted].sort(([, one], [, other]) => other - one).slice(0, 15);
  return lines.map(([text, count]) => `${String(count).padStart(5)} ${what}: ${text}\n`).join('');
}
