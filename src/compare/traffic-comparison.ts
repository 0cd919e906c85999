import { RequestSpace } from './request-space';
import { requireKnownKeys } from '../faults/unknown-keys';
import { HttpRequest } from '../http';
import { Split, PodReadiness } from '../readers/engine';
import { Traffic } from '../readers/traffic';

/** Two states of a cluster, or of two clusters, and the requests that they are asked about. */
export interface TrafficComparisonProps {
  /** What is there now. */
  readonly from: Traffic;

  /** What shall take its place. */
  readonly to: Traffic;

  /** The requests. */
  readonly space: RequestSpace;

  /**
   * Which pods are ready, on both sides.
   *
   * @default - all
   */
  readonly readiness?: PodReadiness;
}

/** A request that gets another split. */
export interface TrafficDifference {
  /** The request. */
  readonly request: HttpRequest;

  /** Who answers it now. */
  readonly from: Split;

  /** Who would answer it. */
  readonly to: Split;
}

/**
 * Whether every request gets the same on both sides: the same version, or the same error, by the same exact share. What is
 * undetermined on one side counts as different.
 *
 * ```ts
 * const comparison = new TrafficComparison({ from: Traffic.of(oldObjects), to: Traffic.of(newObjects), space: RequestSpace.of(application, plan) });
 * comparison.isSame;              // or:
 * String(comparison.differences[0]?.request);
 * ```
 */
export class TrafficComparison {
  /** The requests that differ, the smallest first; empty when there are none. */
  public readonly differences: TrafficDifference[];

  /** How many requests were asked about. */
  public readonly requestCount: number;

  /**
   * What was not asked, because no request was found for it, and where versions of one name are not the same workload's. (Versions
   * are compared by their names.)
   */
  public readonly notes: string[];

  private readonly unasked: string[];

  /**
   * @param props both sides and the requests
   * @throws if one side has no routes of a known router
   */
  public constructor(props: TrafficComparisonProps) {
    requireKnownKeys('TrafficComparisonProps', props, 'new TrafficComparison()');
    const { from, to, space, readiness } = props;
    const answers = space.requests.map((request): TrafficDifference => ({ request, from: from.split(request, readiness), to: to.split(request, readiness) }));
    this.requestCount = answers.length;
    this.unasked = space.notes;
    this.notes = [...space.notes, ...new Set(answers.flatMap(otherWorkloads))];
    this.differences = answers.filter((answer) => !answer.from.isSameTraffic(answer.to) || !answer.from.undetermined.isZero);
  }

  /** Whether every request gets the same; false, too, where the space has conditions for which no request was found. */
  public get isSame(): boolean {
    return this.differences.length === 0 && this.unasked.length === 0;
  }

  /** In one line: how many requests differ, and the smallest of them. */
  public toString(): string {
    const [first] = this.differences;
    const unasked = this.unasked.length === 0 ? '' : `, but ${this.unasked.join(', ')}`;
    return first === undefined
      ? `${this.requestCount} requests get the same${unasked}`
      : `${this.differences.length} of ${this.requestCount} requests differ, the smallest is ${first.request}: ${first.from} → ${first.to}`;
  }
}

/** Applications often call their versions alike. */
function otherWorkloads({ from, to }: TrafficDifference): string[] {
  const application = (workload: string) => workload.replace(/:(stable|canary)$/, '');
  return from.shares.flatMap(({ version, workload }) => {
    const other = to.shares.find((share) => version !== undefined && share.version === version && share.workload !== undefined)?.workload;
    return workload === undefined || other === undefined || application(workload) === application(other) ? [] : [`${version} is answered by ${other} where it was ${workload}`];
  });
}
