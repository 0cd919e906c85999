import { distinctNotes, Note } from './note';
import { endKey, Share } from './share';
import { Fraction } from '../../fraction';

/** Who answers a request, as read from Kubernetes objects: shares that sum to one. */
export class Split {
  /** The parts, none of them zero. */
  public readonly shares: Share[];

  /** What the reader assumes, what is ambiguous, and what the router refuses or ignores. */
  public readonly notes: Note[];

  /**
   * @param shares the parts; those with the same end are put together, those of zero left out
   * @param notes assumptions, ambiguities, ignored objects
   */
  public constructor(shares: Share[], notes: Note[] = []) {
    this.shares = merged(shares);
    this.notes = distinctNotes(notes);
  }

  /** The part that a version answers; zero when it gets nothing. @param version the version */
  public fractionOf(version: string): Fraction {
    return this.sum((share) => share.version === version);
  }

  /**
   * The part that gets an HTTP status without reaching any version; zero when nobody does.
   *
   * @param status such as 503
   */
  public fractionOfStatus(status: number): Fraction {
    return this.sum((share) => share.status === status);
  }

  /** The part of which the objects do not tell what happens. */
  public get undetermined(): Fraction {
    return this.sum((share) => share.undetermined !== undefined);
  }

  /** The routes that take the requests, each once. @internal */
  public get _routes(): string[] {
    return [...new Set(this.shares.flatMap(({ routes }) => routes))];
  }

  /**
   * Whether both say the same about who answers; workloads, services and notes aside.
   *
   * @param other what it is compared with
   */
  public isSameTraffic(other: Split): boolean {
    return this.byOutcome().sort().join() === other.byOutcome().sort().join();
  }

  /** The split in one line, by who answers: `v1 4/5, v2 1/5`. */
  public toString(): string {
    return this.byOutcome().join(', ');
  }

  private byOutcome(): string[] {
    const outcomes = [...new Set(this.shares.map((share) => share.outcome))];
    return outcomes.map((outcome) => `${outcome} ${this.sum((share) => share.outcome === outcome)}`);
  }

  private sum(counts: (share: Share) => boolean): Fraction {
    return this.shares.filter(counts).reduce((total, share) => total.plus(share.fraction), Fraction.ZERO);
  }
}

function merged(shares: Share[]): Share[] {
  const given = shares.filter(({ fraction }) => !fraction.isZero);
  if (given.length < 2) {
    return given;
  }
  const byEnd = new Map<string, Share>();
  for (const share of given) {
    const { fraction, ...end } = share;
    const key = endKey(share);
    const before = byEnd.get(key);
    const routes = before && [...new Set([...before.routes, ...share.routes])];
    byEnd.set(key, before ? new Share({ ...end, fraction: before.fraction.plus(fraction), routes }) : share);
  }
  return [...byEnd.values()];
}
