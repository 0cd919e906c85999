import { Fraction } from '../fraction';

/** What a plan wants for one request: the exact share of each version. The shares sum to one. */
export class IntendedSplit {
  /** The version of each share; no share is zero. */
  public readonly versions: string[];

  private readonly shares: Map<string, Fraction>;

  /** @param shares version to share; shares of zero are left out */
  public constructor(shares: { [version: string]: Fraction }) {
    this.shares = new Map(Object.entries(shares).filter(([, fraction]) => !fraction.isZero));
    this.versions = [...this.shares.keys()];
  }

  /** The share of a version, zero when it gets nothing. @param version the version */
  public fractionOf(version: string): Fraction {
    return this.shares.get(version) ?? Fraction.ZERO;
  }

  /** The split in one line: `v1 4/5, v2 1/5`. */
  public toString(): string {
    return [...this.shares].map(([version, fraction]) => `${version} ${fraction}`).join(', ');
  }
}
