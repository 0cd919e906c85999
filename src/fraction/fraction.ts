/**
 * An exact rational number, kept in lowest terms.
 *
 * Splits of traffic are compared for equality ("what the plan promises is what the YAML does"), and a third
 * of a third is no floating-point number. Numerator and denominator are unbounded integers inside; weights of
 * Gloo go up to 4,294,967,295 each.
 */
export class Fraction {
  /** Nothing of the whole. */
  public static readonly ZERO = Fraction.of(0);

  /** The whole. */
  public static readonly ONE = Fraction.of(1);

  /**
   * The fraction `numerator / denominator`.
   *
   * @param numerator a whole number
   * @param denominator a whole number other than zero
   * @throws if one of them is not a whole number that a double holds exactly, or the denominator is zero
   */
  public static of(numerator: number, denominator: number = 1): Fraction {
    for (const part of [numerator, denominator]) {
      if (!Number.isSafeInteger(part)) {
        throw new Error(`A fraction needs whole numbers, but was given ${part}. Scale both parts up, for example 1/200 instead of 0.5/100.`);
      }
    }
    return Fraction.reduced(BigInt(numerator), BigInt(denominator));
  }

  /**
   * The fraction of a percent number: `Fraction.percent(20)` is 1/5.
   *
   * @param percent decimals such as 0.5 are taken literally
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

  /** This fraction plus another. @param other the other one */
  public plus(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  /** This fraction minus another. @param other what is taken away */
  public minus(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.bottom - other.top * this.bottom, this.bottom * other.bottom);
  }

  /** This fraction times another. @param other the factor */
  public times(other: Fraction): Fraction {
    return Fraction.reduced(this.top * other.top, this.bottom * other.bottom);
  }

  /** Whether both are the same number. @param other what it is compared with */
  public isEqualTo(other: Fraction): boolean {
    return this.top === other.top && this.bottom === other.bottom;
  }

  /** Negative, zero or positive as this is less than, equal to or greater than the other. @param other what it is compared with */
  public compareTo(other: Fraction): number {
    const difference = this.top * other.bottom - other.top * this.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Whether this is zero. */
  public get isZero(): boolean {
    return this.top === 0n;
  }

  /** The same in percent, as the nearest floating-point number: for people, not for comparison. */
  public get asPercent(): number {
    return Number((this.top * 10_000_000_000n) / this.bottom) / 100_000_000;
  }

  /** As people write it: `0`, `1`, `1/5`. */
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
