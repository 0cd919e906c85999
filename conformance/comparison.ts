import { CaseAnswers } from './answers';
import { Case, requestText } from './case';
import { reading, refusals } from './reader';
import { Verdict, verdictOn, verdictOnAdmission } from './verdict';

/** A verdict on one question of a case. */
export interface Compared extends Verdict {
  readonly case: string;
  /** The request, or `admission`: which objects are refused. */
  readonly question: string;
}

/** Holds the reader against what was measured of a case. */
export function compare(one: Case, { refused, answers }: CaseAnswers): Compared[] {
  return [
    { case: one.name, question: 'admission', ...verdictOnAdmission(refusals(one), refused) },
    ...one.requests.map((request, i) => ({
      case: one.name,
      question: requestText(request),
      ...verdictOn(reading(one, request), answers[i]),
    })),
  ];
}

/** As people read it. */
export function comparedText({ kind, case: name, question, detail }: Compared): string {
  return `${kind.padEnd(12)} ${name}: ${question}${detail === undefined ? '' : `\n${' '.repeat(13)}${detail}`}`;
}
