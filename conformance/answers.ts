import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConformanceFault } from './cache';
import { Case, CONFORMANCE, requestText } from './case';

/** What a router did with one request. */
export interface Answer {
  readonly sent: number;
  /** Whether the router draws lots for it. Where it does not, the answer holds for every request. */
  readonly chance: boolean;
  /** How many requests each target got: `namespace/workload`, a status, or a word such as `passthrough`. */
  readonly got: { readonly [target: string]: number };
  /** What the pod was asked for, where the router rewrote the path. */
  readonly path?: string;
  /** Why nothing could be sent. */
  readonly why?: string;
}

/** What was measured of one case. */
export interface CaseAnswers {
  readonly name: string;
  /** Which objects were refused: `Kind namespace/name: by whom: why`. */
  readonly refused: string[];
  /** One for each request, in order. */
  readonly answers: Answer[];
}

/** What was measured of a router. */
export interface Measurement {
  /** Programs and their versions. */
  readonly with: { readonly [program: string]: string };
  readonly cases: CaseAnswers[];
}

/** An answer as answers.json keeps it: with the request, so that a changed request is noticed. */
interface KeptAnswer extends Answer {
  readonly request: string;
}

/** What answers.json keeps. */
export interface KeptAnswers {
  readonly measured: { readonly date: string; readonly requests: number; readonly with: Measurement['with'] };
  readonly cases: { readonly [name: string]: { readonly refused: string[]; readonly answers: KeptAnswer[] } };
}

/** Keeps a measurement beside the cases. */
export function writeAnswers(router: string, cases: Case[], measurement: Measurement): KeptAnswers {
  const requests = measurement.cases.flatMap(({ answers }) => answers).reduce((sum, { sent }) => sum + sent, 0);
  const kept: KeptAnswers = {
    measured: { date: new Date().toISOString().slice(0, 10), requests, with: measurement.with },
    cases: Object.fromEntries(cases.map(({ name, requests: asked }, i) => {
      const { refused, answers } = measurement.cases[i];
      return [name, { refused, answers: answers.map((answer, k) => ({ request: requestText(asked[k]), ...answer })) }];
    })),
  };
  writeFileSync(fileOf(router), textOf(kept));
  return kept;
}

/** JSON with a line for each answer, so that what a new measurement changes can be seen. */
function textOf({ measured, cases }: KeptAnswers): string {
  const lines = (items: readonly unknown[]) => (
    items.length === 0 ? '[]' : `[\n${items.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n   ]`
  );
  const entries = Object.entries(cases).map(([name, { refused, answers }]) => (
    `  ${JSON.stringify(name)}: {\n   "refused": ${lines(refused)},\n   "answers": ${lines(answers)}\n  }`
  ));
  return `{\n "measured": ${JSON.stringify(measured)},\n "cases": {\n${entries.join(',\n')}\n }\n}\n`;
}

/** What was measured last; undefined if nothing was. */
export function readAnswers(router: string): KeptAnswers | undefined {
  return existsSync(fileOf(router)) ? JSON.parse(readFileSync(fileOf(router), 'utf8')) : undefined;
}

/** The kept answers of a case. @throws ConformanceFault when its requests have changed since they were measured */
export function answersOf(kept: KeptAnswers, { name, requests }: Case): CaseAnswers {
  const known = kept.cases[name];
  const measured = known?.answers.map(({ request }) => request);
  if (JSON.stringify(measured) !== JSON.stringify(requests.map(requestText))) {
    throw new ConformanceFault(`${name} has changed: measure it again (npm run conformance -- <router>)`);
  }
  return { name, ...known };
}

function fileOf(router: string): string {
  return join(CONFORMANCE, router, 'answers.json');
}
