import * as fc from 'fast-check';
import { Fraction } from '../../src';
import { holds } from '../support/property';

const whole = fc.integer({ min: -(2 ** 32), max: 2 ** 32 });
const fraction = fc.tuple(whole, whole.filter((n) => n !== 0)).map(([top, bottom]) => Fraction.of(top, bottom));

describe('a fraction', () => {
  test('is kept in lowest terms with the sign above', () => {
    expect(Fraction.of(20, 100).toString()).toBe('1/5');
    expect(Fraction.of(3, -6).toString()).toBe('-1/2');
    expect(Fraction.of(0, 7).toString()).toBe('0');
    expect(Fraction.of(7, 7).toString()).toBe('1');
  });

  test('reads a percentage literally, decimals included', () => {
    expect(Fraction.percent(20).toString()).toBe('1/5');
    expect(Fraction.percent(0.5).toString()).toBe('1/200');
    expect(Fraction.percent(33.3).toString()).toBe('333/1000');
    expect(Fraction.percent(1e-7).toString()).toBe('1/1000000000');
  });

  test('does not lose a third', () => {
    const third = Fraction.of(1, 3);
    expect(third.plus(third).plus(third).isEqualTo(Fraction.ONE)).toBe(true);
  });

  test('stays exact where floating point would not', () => {
    const tiny = Fraction.of(1, 4294967295);
    expect(tiny.times(tiny).times(tiny).toString()).toBe('1/79228162458924105385300197375');
  });

  test('refuses what no fraction can be', () => {
    expect(() => Fraction.of(0.5)).toThrow('A fraction needs whole numbers, but was given 0.5.');
    expect(() => Fraction.of(1, 0)).toThrow('A fraction cannot have the denominator zero.');
    expect(() => Fraction.percent(NaN)).toThrow('A percentage needs a plain decimal number, but was given NaN.');
  });

  test('tells people its percentage', () => {
    expect(Fraction.of(1, 3).asPercent).toBeCloseTo(33.33333333);
    expect(Fraction.of(1, 5).asPercent).toBe(20);
  });

  test('adds, subtracts and compares consistently', () => {
    holds(fc.property(fraction, fraction, (left, right) => {
      expect(left.plus(right).minus(right).isEqualTo(left)).toBe(true);
      expect(left.compareTo(right)).toBe(-right.compareTo(left) || 0);
      expect(left.minus(right).isZero).toBe(left.isEqualTo(right));
    }), 200);
  });
});
