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
export function measured(values: number[], shown: (value: number) => string = (value) => value.toFixed(2)): string {
  return `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`;
}
