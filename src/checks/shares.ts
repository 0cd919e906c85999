import { Fraction } from '../fraction';
import { Share, Split } from '../readers/engine';

/** Several shares together. @internal */
export function sum(shares: Share[]): Fraction {
  return shares.reduce((total, { fraction }) => total.plus(fraction), Fraction.ZERO);
}

/** The share that something behind the router fails to answer (5xx). @internal */
export function failures({ shares }: Split): Fraction {
  return sum(shares.filter(({ status = 0 }) => status >= 500));
}

/** As findings tell a share. @internal */
export function percent(fraction: Fraction): string {
  return `${Math.round(fraction.asPercent * 100) / 100} %`;
}
