import { Duration } from 'cdk8s';
import { Analysis } from './analysis';

/** What a gate waits for. */
export enum GateKind {
  /** All pods of the stage are ready (`kubectl rollout status`). */
  READY = 'ready',
  /** The router has accepted the stage's routes and serves them. */
  ACCEPTED = 'accepted',
  /** A person resumes the rollout. */
  MANUAL = 'manual',
  /** A time has passed. */
  DURATION = 'duration',
  /** An analysis has succeeded. */
  ANALYSIS = 'analysis',
}

/** A condition that must hold before the next stage may be applied. */
export class Gate {
  /** All pods of the stage are ready. */
  public static ready(): Gate {
    return new Gate(GateKind.READY);
  }

  /** The router has accepted the stage's routes and serves them. */
  public static accepted(): Gate {
    return new Gate(GateKind.ACCEPTED);
  }

  /** A person resumes the rollout. */
  public static manual(): Gate {
    return new Gate(GateKind.MANUAL);
  }

  /** A time has passed. @param duration the time */
  public static after(duration: Duration): Gate {
    return new Gate(GateKind.DURATION, duration);
  }

  /** An analysis has succeeded. @param analysis the analysis */
  public static measured(analysis: Analysis): Gate {
    return new Gate(GateKind.ANALYSIS, undefined, analysis);
  }

  /** What the gate waits for. */
  public readonly kind: GateKind;

  /** The time to wait, for `DURATION`. */
  public readonly duration?: Duration;

  /** The analysis, for `ANALYSIS`. */
  public readonly measurement?: Analysis;

  private constructor(kind: GateKind, duration?: Duration, measurement?: Analysis) {
    this.kind = kind;
    this.duration = duration;
    this.measurement = measurement;
  }

  /** The gate in a few words. */
  public toString(): string {
    switch (this.kind) {
      case GateKind.READY: return 'all pods are ready';
      case GateKind.ACCEPTED: return 'the router has accepted the routes';
      case GateKind.MANUAL: return 'a person resumes the rollout';
      case GateKind.DURATION: return `${this.duration!.toMilliseconds() / 1000} s have passed`;
      case GateKind.ANALYSIS: return `the analysis ${this.measurement} has succeeded`;
    }
  }
}
