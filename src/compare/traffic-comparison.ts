import { bySize, RequestSpace } from './request-space';
import { given } from '../faults/shown';
import { requireKnownKeys } from '../faults/unknown-keys';
import { HttpRequest } from '../http';
import { Split, PodReadiness } from '../readers/engine';
import { sideBySide } from '../readers/side-by-side';
import { Traffic } from '../readers/traffic';

/** Two states of a cluster, or of two clusters, and the requests to compare. */
export interface TrafficComparisonProps {
  /** The current state. */
  readonly from: Traffic;

  /** The state that replaces it. */
  readonly to: Traffic;

  /**
   * The requests.
   *
   * @default - every request that the routes of either state tell apart, at every entry where there are several
   */
  readonly space?: RequestSpace;

  /**
   * Which pods are ready, on both sides.
   *
   * @default - all
   */
  readonly readiness?: PodReadiness;
}

/** A request whose split differs. */
export interface TrafficDifference {
  /** The request. */
  readonly request: HttpRequest;

  /** The split in the current state. */
  readonly from: Split;

  /** The split in the state that replaces it. */
  readonly to: Split;
}

/**
 * Compares two states request by request: whether each request gets the same version, or the same error, with the same
 * exact fraction. A fraction that is undetermined on either side counts as different.
 *
 * ```ts
 * const comparison = new TrafficComparison({ from: Traffic.of(oldObjects), to: Traffic.of(newObjects) });
 * expect(comparison.isSame).toBe(true);
 * ```
 */
export class TrafficComparison {
  /** The requests that differ, the smallest first. */
  public readonly differences: TrafficDifference[];

  /** The number of compared requests. */
  public readonly requestCount: number;

  /**
   * Header conditions that are not compared because no request was found for them, and versions that have the same name
   * but different workloads. (Versions are compared by name.)
   */
  public readonly notes: string[];

  private readonly uncovered: string[];

  /**
   * @param props both sides and the requests
   * @throws if one side has no routes of a known router, or is no Traffic
   */
  public constructor(props: TrafficComparisonProps) {
    requireKnownKeys('TrafficComparisonProps', props, 'new TrafficComparison()');
    const { from, to, space, readiness } = props;
    const missing = (['from', 'to'] as const).filter((side) => !(props[side] instanceof Traffic));
    if (missing.length > 0) {
      const faults = missing.map((side) => `${side} must be a Traffic, ${given(props[side])}: write Traffic.of(objects)`);
      throw new Error(faults.join('\n'));
    }
    const answers = space === undefined
      ? everyAnswer(from, to, readiness)
      : space.requests.map((request) => ({
        request,
        from: from.split(request, readiness),
        to: to.split(request, readiness),
      }));
    this.requestCount = answers.length;
    this.uncovered = space?.notes ?? [];
    this.notes = [...this.uncovered, ...new Set(answers.flatMap(otherWorkloads))];
    this.differences = answers
      .filter((answer) => !answer.from.isSameTraffic(answer.to) || !answer.from.undetermined.isZero)
      .map(({ request, from: one, to: other }) => ({ request, from: one, to: other }));
  }

  /** Whether every request gets the same split. False also if the space has conditions without a request. */
  public get isSame(): boolean {
    return this.differences.length === 0 && this.uncovered.length === 0;
  }

  /** One line: how many requests differ, and the smallest of them. */
  public toString(): string {
    const [first] = this.differences;
    const uncovered = this.uncovered.length === 0 ? '' : `, but ${this.uncovered.join(', ')}`;
    return first === undefined
      ? `${this.requestCount} requests get the same${uncovered}`
      : `${this.differences.length} of ${this.requestCount} requests differ, ` +
          `the smallest is ${first.request}: ${first.from} → ${first.to}`;
  }
}

/** @throws if one side has no routes: then no request would be asked, and nothing would differ */
function everyAnswer(from: Traffic, to: Traffic, readiness?: PodReadiness): TrafficDifference[] {
  const silent = Object.entries({ from, to }).filter(([, { routers }]) => routers.length === 0).map(([side]) => side);
  if (silent.length > 0) {
    throw new Error(`${silent.join(' and ')}: there are no routes of a known router among the objects, so nothing can be compared`);
  }
  return sideBySide(from, to, readiness).sort((one, other) => bySize(one.request, other.request));
}

/** Notes versions that have the same name on both sides but belong to different applications. */
function otherWorkloads({ from, to }: TrafficDifference): string[] {
  return from.shares.flatMap(({ version, workload }) => {
    const other = to.shares.find(
      (share) => version !== undefined && share.version === version && share.workload !== undefined,
    )?.workload;
    return workload === undefined || other === undefined || workload === other
      ? []
      : [`${version} is answered by ${other} where it was ${workload}`];
  });
}
