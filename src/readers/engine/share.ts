import { Note, noteKey } from './note';
import { Fraction } from '../../fraction';

/** The role of a workload's pods while a controller, or an update, replaces one version by another. */
export enum ShareRole {
  /** The pods of the version that is replaced. */
  STABLE = 'stable',
  /** The pods of the version that is released. */
  CANARY = 'canary',
}

/** What happens to a request that no route of the proxy takes, and that gets no HTTP answer of the proxy either. */
export enum Unrouted {
  /** Nothing listens: the connection is refused. */
  NO_LISTENER = 'no listener',
  /** A sidecar lets the request through to the address that it is sent to. */
  PASSTHROUGH = 'passthrough',
}

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
   * Which of the workload's pods answer, where a release replaces them.
   *
   * @default - all of them
   */
  readonly role?: ShareRole;

  /**
   * The Service through which the pods are reached, as `namespace/name`.
   *
   * @default - not known
   */
  readonly service?: string;

  /**
   * The labels by which the route selects pods.
   *
   * @default - the route selects none
   */
  readonly subset?: { [label: string]: string };

  /**
   * The HTTP status where no version answers: 404 without a route, 503 without a ready pod, 301 for a redirect, …
   *
   * @default - a version answers
   */
  readonly status?: number;

  /**
   * What happens instead of an HTTP answer.
   *
   * @default - there is an answer
   */
  readonly unrouted?: Unrouted;

  /**
   * Why the objects do not tell what happens to this part.
   *
   * @default - it is certain
   */
  readonly undetermined?: Note;

  /**
   * The routes that send the requests here, such as `VirtualService echo/app spec.http[0]`.
   *
   * @default - no route takes the requests, or it is not known which one does
   */
  readonly routes?: string[];
}

const NO_ROUTES: string[] = [];

/** One part of the traffic of a request. */
export class Share {
  /** The exact part. */
  public readonly fraction: Fraction;

  /** The version that answers. */
  public readonly version?: string;

  /** The workload whose pods answer, as `namespace/name`. */
  public readonly workload?: string;

  /** Which of the workload's pods answer, where a release replaces them. */
  public readonly role?: ShareRole;

  /** The Service through which the pods are reached, as `namespace/name`. */
  public readonly service?: string;

  /** The labels by which the route selects pods. */
  public readonly subset?: { [label: string]: string };

  /** The HTTP status where no version answers. */
  public readonly status?: number;

  /** What happens instead of an HTTP answer. */
  public readonly unrouted?: Unrouted;

  /** Why the objects do not tell what happens to this part. */
  public readonly undetermined?: Note;

  /** The routes that send the requests here, such as `VirtualService echo/app spec.http[0]`. */
  public readonly routes: string[];

  /** @param props where it ends up */
  public constructor(props: ShareProps) {
    this.fraction = props.fraction;
    this.version = props.version;
    this.workload = props.workload;
    this.role = props.role;
    this.service = props.service;
    this.subset = props.subset;
    this.status = props.status;
    this.unrouted = props.unrouted;
    this.undetermined = props.undetermined;
    this.routes = props.routes ?? NO_ROUTES;
  }

  /** Who answers, in a word or two: `v2`, `503`, `echo/other`, `no listener`, `undetermined`. */
  public get outcome(): string {
    if (this.undetermined !== undefined) {
      return 'undetermined';
    }
    if (this.unrouted !== undefined) {
      return this.unrouted;
    }
    return this.status === undefined ? this.version ?? this.workload ?? this.service ?? 'unknown' : String(this.status);
  }

  /** The share in one line: `v2 1/5`. */
  public toString(): string {
    return `${this.outcome} ${this.fraction}`;
  }
}

/** The identity of an end of traffic. @internal */
export function endKey({ version, workload, role, service, status, unrouted, undetermined, subset }: Share): string {
  const labels = Object.entries(subset ?? {}).sort();
  const why = undetermined && noteKey(undetermined);
  return JSON.stringify([version, workload, role, service, status, unrouted, why, labels]);
}
