import { Fraction } from '../fraction';

/** The split that a plan intends for one request: the exact fraction of each version. The fractions sum to one. */
export class IntendedSplit {
  /** The versions that get a fraction above zero. */
  public readonly versions: string[];

  private readonly shares: Map<string, Fraction>;

  /** @param shares versions to fractions; fractions of zero are dropped */
  public constructor(shares: { [version: string]: Fraction }) {
    this.shares = new Map(Object.entries(shares).filter(([, fraction]) => !fraction.isZero));
    this.versions = [...this.shares.keys()];
  }

  /** The fraction of a version; zero if it gets no traffic. @param version the version */
  public fractionOf(version: string): Fraction {
    return this.shares.get(version) ?? Fraction.ZERO;
  }

  /** The split in one line: `v1 4/5, v2 1/5`. */
  public toString(): string {
    return [...this.shares].map(([version, fraction]) => `${version} ${fraction}`).join(', ');
  }
}
