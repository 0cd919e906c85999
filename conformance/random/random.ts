/** Park and Miller's generator: each number is the last one times this, modulo a prime. */
const MULTIPLIER = 48_271;
const PRIME = 2 ** 31 - 1;

/** Numbers that a seed determines. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = (seed % (PRIME - 1)) + 1;
    // The first numbers of neighbouring seeds are neighbours, too.
    this.many(10, () => this.next());
  }

  /** Above 0 and below 1. */
  public next(): number {
    this.state = (this.state * MULTIPLIER) % PRIME;
    return this.state / PRIME;
  }

  /** Whether something happens that has this probability. */
  public isOne(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of these; what is listed twice is twice as likely. */
  public pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)];
  }

  /** So many, each made anew. */
  public many<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** `{ name: value }` with the probability, otherwise nothing: for optional fields. */
  public maybe<T>(probability: number, name: string, make: () => T): { [name: string]: T } {
    return this.isOne(probability) ? { [name]: make() } : {};
  }

  /** So many different ones of these. */
  public sample<T>(values: readonly T[], count: number): T[] {
    const rest = [...values];
    const take = () => rest.splice(Math.floor(this.next() * rest.length), 1)[0];
    return Array.from({ length: Math.min(count, rest.length) }, take);
  }
}
