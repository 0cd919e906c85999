import { CanaryScale } from './canary-scale';
import { frozen } from './frozen';
import { Gate } from './gate';
import { IntendedSplit } from './intended-split';
import { Routing } from './routing';
import { Step } from './step';
import { HttpRequest } from '../http';

/** What a stage changes against the one before it: never two of these at once. */
export enum StageKind {
  /** Changes nothing: where a plan starts. */
  BASELINE = 'baseline',
  /** Adds objects and pods; no request is routed differently. */
  ADDS = 'adds',
  /** Changes who gets which request; no pod comes or goes. */
  ROUTING = 'routing',
  /** Changes the number of canary pods, up or down, and nothing else. */
  SCALES = 'scales',
  /** Removes objects and pods that no request reaches any more. */
  REMOVES = 'removes',
  /** Hands the change over to a controller, which takes the plan's steps by itself. */
  CONTROLLED = 'controlled',
}

/** What a version is in its plan. */
export enum VersionRole {
  /** The version that serves everybody when the plan starts. */
  STABLE = 'stable',
  /** The version that serves everybody when the plan has ended. */
  CANARY = 'canary',
}

/** A version that runs at a stage. */
export interface RunningVersion {
  /** The version. */
  readonly version: string;

  /** What it is in the plan: not what the stage makes of it. */
  readonly role: VersionRole;

  /** With how many pods. */
  readonly scale: CanaryScale;
}

/** A state of the cluster, given directly. */
export interface StageProps {
  /** A name for the stage. */
  readonly id: string;

  /** What changes against the stage before. */
  readonly kind: StageKind;

  /** The versions that run. */
  readonly runs: RunningVersion[];

  /** Who gets which request. */
  readonly routing: Routing;

  /**
   * What must hold before the next stage.
   *
   * @default - nothing
   */
  readonly gates?: Gate[];

  /**
   * Whether some stage of the rollout copies requests to the canary. What the copies need is added with the canary
   * and removed with it, so that a mirror step changes routes only.
   *
   * @default false
   */
  readonly mirrors?: boolean;

  /**
   * What a controller is told to do whenever the version changes.
   *
   * @default - nothing: whoever applies the stages takes the steps
   */
  readonly steps?: Step[];
}

/** A state of the cluster that a plan passes through: which versions run and who gets which request. */
export class Stage {
  /** The stage's name, stable over runs: `baseline`, `deploy`, `header-test`, `weight-20`, …, `promote`, `retire`. */
  public readonly id: string;

  /** What changes against the stage before. */
  public readonly kind: StageKind;

  /** The versions that run, stable first. */
  public readonly runs: RunningVersion[];

  /** Who gets which request. */
  public readonly routing: Routing;

  /** What must hold before the next stage may be applied; all of them. */
  public readonly gates: Gate[];

  /** Whether what a mirror needs is in place, as it is wherever the canary of a mirroring plan runs. */
  public readonly mirrors: boolean;

  /** What a controller is told to do whenever the version changes; empty where every step is a stage of its own. */
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

  /** The exact share of each version for a request. @param request one that reaches the application's hosts and paths */
  public intendedSplit(request: HttpRequest): IntendedSplit {
    return this.routing.intendedSplit(request);
  }
}
