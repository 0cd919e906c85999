/**
 * An exact rational number, kept in lowest terms.
 *
 * Traffic splits are compared for equality (the split that a plan promises equals the split of the YAML), and
 * floating-point numbers cannot express a third exactly. Numerator and denominator are bigints, because weights of
 * Gloo go up to 4,294,967,295 each.
 */
export class Fraction {
  /** 0. */
  public static readonly ZERO = Fraction.of(0);

  /** 1. */
  public static readonly ONE = Fraction.of(1);

  /**
   * The fraction `numerator / denominator`.
   *
   * @param numerator a whole number
   * @param denominator a whole number other than zero
   * @throws if one of them is not a safe integer, or if the denominator is zero
   */
  public static of(numerator: number, denominator: number = 1): Fraction {
    for (const part of [numerator, denominator]) {
      if (!Number.isSafeInteger(part)) {
        throw new Error(
          `A fraction needs whole numbers, but was given ${part}. ` +
            'Scale both parts up, for example 1/200 instead of 0.5/100.',
        );
      }
    }
    return Fraction.reduced(BigInt(numerator), BigInt(denominator));
  }

  /**
   * The fraction for a percentage: `Fraction.percent(20)` is 1/5.
   *
   * @param percent a decimal number; 0.5 is exactly 1/200
   */
  public static percent(percent: number): Fraction {
    const text = Math.abs(percent) < 1e-6 ? percent.toFixed(20) : String(percent);
    const literal = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
    if (!literal) {
      throw new Error(`A percentage needs a plain decimal number, but was given ${percent}.`);
    }
    const decimals = literal[2] ?? '';
    return Fraction.reduced(BigInt(literal[1] + decimals), 100n * 10n ** BigInt(decimals.length));
  }

  private static reduced(numerator: bigint, denominator: bigint): Fraction {
    if (denominator === 0n) {
      throw new Error('A fraction cannot have the denominator zero.');
    }
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator * sign);
    return new Fraction((numerator * sign) / divisor, (denominator * sign) / divisor);
  }

  private readonly top: bigint;
  private readonly bottom: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.top = numerator;
    this.bottom = denominator;
  }

  /** This fraction plus another. @param other the fraction to add */
  public plus(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  /** This fraction minus another. @param other the fraction to subtract */
  public minus(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.bottom - other.top * this.bottom, this.bottom * other.bottom);
  }

  /** This fraction times another. @param other the factor */
  public times(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.top, this.bottom * other.bottom);
  }

  /** Whether both are the same number. @param other the fraction to compare with */
  public isEqualTo(other: Fraction): boolean {
    return this.top === other.top && this.bottom === other.bottom;
  }

  /**
   * Negative, zero or positive if this is less than, equal to or greater than the other.
   *
   * @param other the fraction to compare with
   */
  public compareTo(other: Fraction): number {
    const difference = this.top * other.bottom - other.top * this.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Whether this is zero. */
  public get isZero(): boolean {
    return this.top === 0n;
  }

  /** The percentage as a floating-point number: for display, not for comparison. */
  public get asPercent(): number {
    return Number((this.top * 10_000_000_000n) / this.bottom) / 100_000_000;
  }

  /** The fraction as text: `0`, `1`, `1/5`. */
  public toString(): string {
    return this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`;
  }
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  while (right > 0n) {
    [left, right] = [right, left % right];
  }
  return left;
}
