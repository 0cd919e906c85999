import { CanaryScale } from './canary-scale';
import { frozen } from './frozen';
import { Gate } from './gate';
import { IntendedSplit } from './intended-split';
import { Routing } from './routing';
import { Step } from './step';
import { HttpRequest } from '../http';

/** What a stage changes compared with the stage before it: exactly one of these. */
export enum StageKind {
  /** Changes nothing: the stage where a plan starts. */
  BASELINE = 'baseline',
  /** Adds objects and pods; no traffic changes. */
  ADDS = 'adds',
  /** Changes routes; no pod is added or removed. */
  ROUTING = 'routing',
  /** Changes only the number of canary pods, up or down. */
  SCALES = 'scales',
  /** Removes objects and pods that get no requests. */
  REMOVES = 'removes',
  /** Changes the version, and a controller takes the plan's steps. */
  CONTROLLED = 'controlled',
}

/** The role of a version in its plan. */
export enum VersionRole {
  /** The version that serves all traffic when the plan starts. */
  STABLE = 'stable',
  /** The version that serves all traffic when the plan has ended. */
  CANARY = 'canary',
}

/** A version that runs at a stage. */
export interface RunningVersion {
  /** The version. */
  readonly version: string;

  /** Its role in the plan. The role stays the same after the promotion. */
  readonly role: VersionRole;

  /** The number of its pods. */
  readonly scale: CanaryScale;
}

/** The properties of a stage. */
export interface StageProps {
  /** The stage's name. */
  readonly id: string;

  /** What changes compared with the stage before. */
  readonly kind: StageKind;

  /** The versions that run. */
  readonly runs: RunningVersion[];

  /** Which version gets which request. */
  readonly routing: Routing;

  /**
   * The conditions that must hold before the next stage.
   *
   * @default - none
   */
  readonly gates?: Gate[];

  /**
   * Whether some stage of the rollout copies requests to the canary. The objects that copies need are added and removed
   * together with the canary, so that a mirror step changes routes only.
   *
   * @default false
   */
  readonly mirrors?: boolean;

  /**
   * The steps that a controller takes whenever the version changes.
   *
   * @default - none: each step is a stage of its own
   */
  readonly steps?: Step[];
}

/** A state of the cluster in the course of a plan: which versions run, and which version gets which request. */
export class Stage {
  /**
   * The stage's name, the same in every run: `baseline`, `deploy`, `header-test`, `weight-20`, …, `promote`,
   * `retire`.
   */
  public readonly id: string;

  /** What changes compared with the stage before. */
  public readonly kind: StageKind;

  /** The versions that run, stable first. */
  public readonly runs: RunningVersion[];

  /** Which version gets which request. */
  public readonly routing: Routing;

  /** The conditions that must all hold before the next stage may be applied. */
  public readonly gates: Gate[];

  /**
   * Whether the objects that a mirror needs exist. They exist wherever the canary of a plan with a mirror step runs.
   */
  public readonly mirrors: boolean;

  /** The steps that a controller takes whenever the version changes; empty if every step is a stage of its own. */
  public readonly steps: Step[];

  /** @param props the state */
  public constructor(props: StageProps) {
    this.id = props.id;
    this.kind = props.kind;
    this.runs = frozen(props.runs);
    this.routing = props.routing;
    this.gates = frozen(props.gates ?? []);
    this.mirrors = props.mirrors ?? false;
    this.steps = frozen(props.steps ?? []);
  }

  /**
   * The same stage with one more gate.
   *
   * @internal
   */
  public _withGate(gate: Gate): Stage {
    const { id, kind, runs, routing, gates, mirrors, steps } = this;
    return new Stage({ id, kind, runs, routing, gates: [...gates, gate], mirrors, steps });
  }

  /** The names of the versions that run. */
  public get versions(): string[] {
    return this.runs.map(({ version }) => version);
  }

  /** The version that runs in a role, if one does. @param role its role in the plan */
  public running(role: VersionRole): RunningVersion | undefined {
    return this.runs.find((run) => run.role === role);
  }

  /** The exact fraction of each version for a request. @param request a request to the application's hosts and paths */
  public intendedSplit(request: HttpRequest): IntendedSplit {
    return this.routing.intendedSplit(request);
  }
}
