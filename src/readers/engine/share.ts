import { Fraction } from '../../fraction';

/** Where one part of the traffic ends up. What the objects do not tell is undefined. */
export interface ShareProps {
  /** The exact part. */
  readonly fraction: Fraction;

  /**
   * The version that answers: the pods' `version` label, or the subset's where no pods are known.
   *
   * @default - no version answers, or it is not known
   */
  readonly version?: string;

  /**
   * The workload whose pods answer, as `namespace/name`.
   *
   * @default - not known
   */
  readonly workload?: string;

  /**
   * The Service through which it is reached, as `namespace/name`.
   *
   * @default - not known
   */
  readonly service?: string;

  /**
   * The labels by which the route picks pods.
   *
   * @default - the route picks none
   */
  readonly subset?: { [label: string]: string };

  /**
   * The HTTP status where no version answers: 404 without a route, 503 without a ready pod, 301 for a redirect, …
   *
   * @default - a version answers
   */
  readonly status?: number;

  /**
   * Why nobody can tell from the objects what happens to this part.
   *
   * @default - it is certain
   */
  readonly undetermined?: string;
}

/** One part of the traffic of a request. */
export class Share {
  /** The exact part. */
  public readonly fraction: Fraction;

  /** The version that answers. */
  public readonly version?: string;

  /** The workload whose pods answer, as `namespace/name`. */
  public readonly workload?: string;

  /** The Service through which it is reached, as `namespace/name`. */
  public readonly service?: string;

  /** The labels by which the route picks pods. */
  public readonly subset?: { [label: string]: string };

  /** The HTTP status where no version answers. */
  public readonly status?: number;

  /** Why nobody can tell from the objects what happens to this part. */
  public readonly undetermined?: string;

  /** @param props where it ends up */
  public constructor(props: ShareProps) {
    this.fraction = props.fraction;
    this.version = props.version;
    this.workload = props.workload;
    this.service = props.service;
    this.subset = props.subset;
    this.status = props.status;
    this.undetermined = props.undetermined;
  }

  /** Who answers, in a word or two: `v2`, `503`, `echo/other`, `undetermined`. */
  public get outcome(): string {
    if (this.undetermined !== undefined) {
      return 'undetermined';
    }
    return this.status === undefined ? this.version ?? this.workload ?? this.service ?? 'unknown' : String(this.status);
  }

  /** The share in one line: `v2 1/5`. */
  public toString(): string {
    return `${this.outcome} ${this.fraction}`;
  }
}
