import { Answer } from '../../conformance/answers';
import { Reading } from '../../conformance/reader';
import { verdictOn, verdictOnAdmission } from '../../conformance/verdict';

function read(shares: { [target: string]: number }, undetermined?: string): Reading {
  return { shares: new Map(Object.entries(shares)), ...(undetermined === undefined ? {} : { undetermined }) };
}

function measured(got: Answer['got'], chance = true): Answer {
  return { got, chance, sent: Object.values(got).reduce((sum, count) => sum + count, 0) };
}

describe('a verdict on an answer', () => {
  test('a share within four standard deviations is right', () => {
    // Of 2,000 requests with probability 1/2 the standard deviation is 22.4.
    expect(verdictOn(read({ v1: 0.5, v2: 0.5 }), measured({ v1: 1_085, v2: 915 })).kind).toBe('right');
    expect(verdictOn(read({ v1: 0.5, v2: 0.5 }), measured({ v1: 1_095, v2: 905 })).kind).toBe('wrong');
  });

  test('a share of 0 or 1 is compared exactly', () => {
    expect(verdictOn(read({ v1: 1 }), measured({ v1: 2_000 })).kind).toBe('right');
    expect(verdictOn(read({ v1: 1 }), measured({ v1: 1_999, v2: 1 })).kind).toBe('wrong');
  });

  test('where the router draws no lots, a share between is wrong, however few requests were sent', () => {
    expect(verdictOn(read({ v1: 0.9, v2: 0.1 }), measured({ v1: 10 }, false)).kind).toBe('wrong');
  });

  test('an answer that is undetermined as a whole is neither right nor wrong', () => {
    expect(verdictOn(read({}, 'open'), measured({ v1: 10 })).kind).toBe('undetermined');
  });

  test('the certain part of an undetermined answer is held against the measurement', () => {
    expect(verdictOn(read({ v1: 0.5 }, 'open'), measured({ v1: 1_000, v2: 1_000 })).kind).toBe('undetermined');
    expect(verdictOn(read({ v1: 0.5 }, 'open'), measured({ v1: 100, v2: 1_900 })).kind).toBe('wrong');
  });
});

describe('a verdict on an admission', () => {
  const refused = ['VirtualService shop/web: webhook: duplicate hosts'];

  test('the same objects refused is right, whatever the reasons', () => {
    expect(verdictOnAdmission(new Map([['shop/web', 'hosts overlap']]), refused).kind).toBe('right');
    expect(verdictOnAdmission(new Map(), []).kind).toBe('right');
  });

  test('a refusal that is missed is wrong, and so is one that nobody made', () => {
    expect(verdictOnAdmission(new Map(), refused).difference).toBe('not refused');
    const alarm = new Map([['shop/web', 'hosts overlap']]);
    expect(verdictOnAdmission(alarm, []).difference).toBe('refused, though it is not');
  });
});
