import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, readAnswers } from './answers';
import { casesOf, CONFORMANCE } from './case';
import { compare, Compared } from './comparison';
import { readRandomRuns } from './random/runs';
import { ROUTERS } from './routers';

/** All kept answers of all routers, compared with what the reader says now. */
export function comparedByRouter(): Map<string, Compared[]> {
  return new Map(ROUTERS.flatMap(({ name }): [string, Compared[]][] => {
    const kept = readAnswers(name);
    return kept ? [[name, casesOf(name).flatMap((one) => compare(one, answersOf(kept, one)))]] : [];
  }));
}

/** Writes conformance/results.md. */
export function writeResults(compared: ReadonlyMap<string, Compared[]>): void {
  const rows = [...compared].map(([router, verdicts]) => {
    const { measured, cases } = readAnswers(router)!;
    const versions = Object.entries(measured.with).map(([program, version]) => `${program} ${version}`).join(', ');
    return [router, versions, measured.date, Object.keys(cases).length, verdicts.length, ...counts(verdicts)];
  });
  const random = readRandomRuns().map(({ router, seed, cases, requests, date, right, undetermined, wrong }) => (
    [router, `\`--random ${cases} --seed ${seed}\``, date, cases, requests, right, undetermined, wrong]
  ));
  const text = [
    '# What the reader says, against what was measured',
    '',
    'Written by `npm run conformance`; how it is measured is in [README.md](README.md). A question is a request, or',
    'which objects of a case are refused. Right: shares of 0 and 1 exactly as measured, others within four standard',
    'deviations of the sample.',
    '',
    ...table(['router', 'measured with', 'date', 'cases', 'questions', 'right', 'undetermined', 'wrong'], rows),
    '',
    '## Random cases',
    '',
    ...table(['router', 'run', 'date', 'cases', 'questions', 'right', 'undetermined', 'wrong'], random),
    '',
  ];
  writeFileSync(join(CONFORMANCE, 'results.md'), text.join('\n'));
}

/** How many are right, undetermined and wrong. */
export function counts(verdicts: Compared[]): [number, number, number] {
  const count = (kind: Compared['kind']) => verdicts.filter((one) => one.kind === kind).length;
  return [count('right'), count('undetermined'), count('wrong')];
}

function table(head: string[], rows: (string | number)[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}
