import { randomNumbers } from '../support/hostile-texts';

/** Choices by the numbers of a seed: the same seed, the same choices. */
export class RandomChoice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomNumbers(seed);
  }

  /** A whole number from 0 to below a limit. */
  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
