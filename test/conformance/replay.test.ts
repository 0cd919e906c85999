import { answersOf, readAnswers } from '../../conformance/answers';
import { casesOf } from '../../conformance/case';
import { compare, Compared, comparedText } from '../../conformance/comparison';
import { ROUTERS } from '../../conformance/routers';

/** Answers that are undetermined though the router's rule is known: of fifty at most one. */
const MOST_UNDETERMINED = 0.02;

describe.each(ROUTERS.map(({ name }) => name))('what was measured of %s', (router) => {
  const kept = readAnswers(router)!;
  const compared: Compared[] = [];

  test.each(casesOf(router).map((one): [string, typeof one] => [one.name, one]))('%s', (_, one) => {
    const verdicts = compare(one, answersOf(kept, one));
    compared.push(...verdicts);
    expect(verdicts.filter(({ kind }) => kind === 'wrong').map(comparedText)).toEqual([]);
  });

  test('hardly any answer is undetermined', () => {
    const undetermined = compared.filter(({ kind }) => kind === 'undetermined');
    expect(undetermined.length > compared.length * MOST_UNDETERMINED ? undetermined.map(comparedText) : []).toEqual([]);
  });

  test('every answer belongs to a case that is there', () => {
    expect(Object.keys(kept.cases).sort()).toEqual(casesOf(router).map(({ name }) => name));
  });
});
