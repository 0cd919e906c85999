/** What one process took. */
export interface Measured {
  readonly seconds: number;
  /** Bytes; undefined for what cannot tell it. */
  readonly peak?: number;
}

export function times(runs: Measured[]): number[] {
  return runs.map(({ seconds }) => seconds);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median, with the least and the most. */
export function measured(values: number[], shown: (value: number) => string = decimals): string {
  return `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`;
}

/** The ratio of two medians. */
export function ratio(ours: number[], theirs: number[]): number {
  return median(ours) / median(theirs);
}

export function decimals(value: number): string {
  return value.toFixed(2);
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
