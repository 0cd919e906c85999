/** Whether a request fulfils a condition; `unknown` where the objects do not tell. @internal */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Whether all conditions are fulfilled: one that is not decides. @internal */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'yes';
  for (const verdict of verdicts) {
    if (verdict === 'no') {
      return 'no';
    }
    result = verdict === 'unknown' ? 'unknown' : result;
  }
  return result;
}

/** The opposite; what is unknown stays unknown. @internal */
export function negated(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? 'unknown' : verdict === 'yes' ? 'no' : 'yes';
}

/** @internal */
export function verdictOf(isSo: boolean): Verdict {
  return isSo ? 'yes' : 'no';
}
