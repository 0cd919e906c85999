/** Numbers that a seed determines (mulberry32). */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0 and below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
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
    return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(Math.floor(this.next() * rest.length), 1)[0]);
  }
}
