import { requireKnownKeys } from '../../faults/unknown-keys';

/** How far a controller has come with the step that it is at. */
export enum RolloutPhase {
  /** The pods that the step asks for are not all there: the weight is still that of the step before. */
  PROGRESSING = 'Progressing',
  /** The pods are there, and the weight is the step's. A step that waits for nothing is here for a moment. */
  PAUSED = 'Paused',
  /** Somebody, or an analysis, has ended the release: everything goes back to stable. */
  ABORTED = 'Aborted',
  /** Somebody has skipped the remaining steps: the weight stays until all pods are there, lanes are gone. */
  FULL_PROMOTION = 'Full promotion',
  /** The release is over: the canary's pods are stable's now. */
  PROMOTED = 'Promoted',
}

/** A moment of a release that a controller runs. */
export interface RolloutMomentProps {
  /** The Rollout, as `namespace/name`; its name alone where it has no namespace. */
  readonly rollout: string;

  /** The objects as they were before the release: the pods of their Rollout are stable's. Others are not looked at. */
  readonly before: any[];

  /** The step that the controller is at, counted from 0; the number of steps after the last one. */
  readonly step: number;

  /**
   * How far it has come with it.
   *
   * @default RolloutPhase.PAUSED
   */
  readonly phase?: RolloutPhase;
}

/**
 * A moment of a release that a controller runs. Manifests do not contain it: they are the same at every step, so the
 * caller has to give the moment.
 */
export class RolloutMoment {
  /**
   * While the controller is at a step.
   *
   * @param props of which Rollout, at which step, and how far
   * @throws if the step is no whole number of at least 0
   */
  public static at(props: RolloutMomentProps): RolloutMoment {
    requireKnownKeys('RolloutMomentProps', props, 'RolloutMoment.at()');
    if (!Number.isInteger(props.step) || props.step < 0) {
      throw new Error(`The step of ${props.rollout} must be a whole number, at least 0, given ${props.step}.`);
    }
    return new RolloutMoment(props);
  }

  /** The Rollout. */
  public readonly rollout: string;

  /** The objects as they were before the release. */
  public readonly before: any[];

  /** The step, counted from 0. */
  public readonly step: number;

  /** How far the controller has come with it. */
  public readonly phase: RolloutPhase;

  private constructor(props: RolloutMomentProps) {
    this.rollout = props.rollout;
    this.before = props.before;
    this.step = props.step;
    this.phase = props.phase ?? RolloutPhase.PAUSED;
  }
}
