import { controllerRollbackOf, controllerStagesOf } from './controller-stages';
import { Feature, FeatureUse } from './feature';
import { frozen } from './frozen';
import { Routing } from './routing';
import { Stage } from './stage';
import { rollbackOf, stageAfter, stagesOf } from './stage-walk';
import { Step, StepKind } from './step';
import { normalizedVersion } from './version-name';
import { listFault } from '../faults/list-fault';
import { given, shown } from '../faults/shown';
import { extraArgumentFaults, unknownKeyFaults } from '../faults/unknown-keys';

/** A release by canary. */
export interface CanaryPlanProps {
  /** The version that serves all traffic when the plan starts. */
  readonly stable: string;

  /** The version that serves all traffic when the plan has ended. */
  readonly canary: string;

  /** The steps in between, in order. An empty list means: deploy, promote, retire. */
  readonly steps: Step[];
}

/**
 * The steps that lead an application from one version to the next, and which request gets which version after each
 * step.
 *
 * A plan is independent of Kubernetes and of the router. It is a value: constructing it never throws, and `validate()`
 * lists all its faults at once. Every construct with this plan reports them at synth time.
 */
export class RolloutPlan {
  /**
   * A release by canary: a header phase, a weight phase, both in any order, or neither.
   *
   * @param props the versions and the steps
   */
  public static canary(props: CanaryPlanProps): RolloutPlan {
    const inputFaults = [
      ...unknownKeyFaults('CanaryPlanProps', props),
      ...extraArgumentFaults('RolloutPlan.canary()', arguments, 1),
    ];
    return new RolloutPlan({ stable: props?.stable, steps: props?.steps, canary: props?.canary, inputFaults });
  }

  /**
   * A plan without a release: one version serves all traffic. Its only stage is `baseline`. Use it to install an
   * application for the first time; `next()` returns the plan of the first release.
   *
   * @param version the version that serves all traffic
   */
  public static steady(version: string): RolloutPlan {
    return new RolloutPlan({
      stable: version,
      steps: [],
      isSteady: true,
      inputFaults: extraArgumentFaults('RolloutPlan.steady()', arguments, 1),
    });
  }

  /** The version that serves all traffic at the start. */
  public readonly stableVersion: string;

  /** The version that serves all traffic at the end; undefined while no release is under way. */
  public readonly canaryVersion?: string;

  /** The steps in between, in order. */
  public readonly steps: Step[];

  /** Whether a controller takes the steps. Then the stages are those to commit for it: `baseline` and `rollout`. */
  public readonly isControllerRun: boolean;

  private readonly isSteady: boolean;
  private readonly inputFaults: string[];
  // Cached, because many applications may follow one plan.
  private faults?: string[];
  private allStages?: Stage[];

  private constructor({
    stable,
    canary,
    steps,
    isSteady = false,
    isControllerRun = false,
    inputFaults = [],
  }: PlanParts) {
    this.stableVersion = stable;
    this.canaryVersion = canary;
    this.steps = Array.isArray(steps) ? frozen(steps) : steps;
    this.isSteady = isSteady;
    this.isControllerRun = isControllerRun;
    this.inputFaults = inputFaults;
  }

  /** The versions that the plan names: stable, and canary while a release is under way. */
  public get versions(): string[] {
    return this.isSteady ? [this.stableVersion] : [this.stableVersion, this.canaryVersion!];
  }

  /** All faults of the plan, one sentence each; empty if there are none. */
  public validate(): string[] {
    this.faults ??= this.allFaults();
    return [...this.faults];
  }

  private allFaults(): string[] {
    const listFaults = listFault(
      this.steps,
      'the steps must be a list of Step values',
      (step) => step instanceof Step,
      '[Step.weight(20)]',
    );
    const stepFaults = this.validSteps.flatMap((step, index) =>
      step.validate().map((fault) => `${place(step, index)}: ${fault}`),
    );
    return [...this.inputFaults, ...this.versionFaults(), ...(listFaults ? [listFaults] : []), ...stepFaults];
  }

  /** Every router feature that the plan requires, with the first step that requires it. */
  public get features(): FeatureUse[] {
    const uses: FeatureUse[] = [];
    const kinds = new Set<StepKind>();
    this.validSteps.forEach((step, index) => {
      const features = [...step.features];
      if (step.kind === StepKind.HEADER_ROUTE && kinds.has(StepKind.HEADER_ROUTE)) {
        features.push(Feature.HEADERS_OR);
      }
      kinds.add(step.kind);
      if (ROUTED_TOGETHER.includes(step.kind) && ROUTED_TOGETHER.every((kind) => kinds.has(kind))) {
        features.push(Feature.HEADER_WITH_WEIGHT);
      }
      for (const feature of features.filter((one) => !uses.some((use) => use.feature === one))) {
        uses.push({ feature, where: place(step, index) });
      }
    });
    return uses;
  }

  /**
   * The stages in order, from `baseline` to `retire`.
   *
   * @throws if the plan has faults; the message lists all of them
   */
  public stages(): Stage[] {
    this.assertValid();
    this.allStages ??= this.isControllerRun
      ? controllerStagesOf(this.versions, this.steps)
      : stagesOf(this.versions, this.steps);
    return [...this.allStages];
  }

  /**
   * The same plan with a controller that takes the steps: its stages are `baseline` and `rollout`, and its rollback is
   * one stage, `rollback`. Providers that have a controller call this themselves.
   */
  public controllerRun(): RolloutPlan {
    return this.with({ isControllerRun: true });
  }

  /**
   * The intended routing after a number of steps, for stepped and controller-run rollouts. Compare the traffic during a
   * controller-run release with it.
   *
   * @param steps how many steps have been taken, from 0 to all
   * @throws if the plan has faults, or fewer steps
   */
  public routingAfter(steps: number): Routing {
    this.assertValid();
    if (!Number.isInteger(steps) || steps < 0 || steps > this.steps.length) {
      throw new Error(
        `The plan ${this} has ${this.steps.length} steps, ` +
          `so the number of taken steps must be from 0 to ${this.steps.length}, ${given(steps)}.`,
      );
    }
    return stageAfter(this.versions, this.steps, steps).routing;
  }

  /**
   * One stage.
   *
   * @param id such as `weight-20`
   * @throws if the plan has faults or no such stage; the message lists the plan's stages
   */
  public stage(id: string): Stage {
    return find(this.stages(), id, `The plan ${this}`);
  }

  /**
   * The stage in force after a number of steps, in a stepped rollout.
   *
   * @internal
   */
  public _stageAfter(steps: number): Stage {
    return stageAfter(this.versions, this.steps, steps);
  }

  /**
   * The plan of the next release: the canary of this plan is its stable version.
   *
   * @param canary the next version
   * @param steps the steps of the next release; by default those of this plan
   */
  public next(canary: string, steps?: Step[]): RolloutPlan {
    return this.with({
      stable: this.canaryVersion ?? this.stableVersion,
      canary,
      steps: steps ?? this.steps,
      isSteady: false,
    });
  }

  /**
   * The stages that lead back to stable: `rollback-restore` if stable has been removed, `rollback-route`, and
   * `rollback-remove`, which equals the baseline. Stages without a change are omitted. If a controller takes the steps,
   * the only stage is `rollback`.
   *
   * @param fromStage the id of the stage that is in force
   * @throws if the plan has faults or no such stage
   */
  public rollback(fromStage: string): Stage[] {
    const from = this.stage(fromStage);
    return this.isControllerRun ? controllerRollbackOf(this.versions, from) : rollbackOf(this.stableVersion, from);
  }

  /**
   * One stage of `rollback()`.
   *
   * @param fromStage the id of the stage that is in force
   * @param id such as `rollback-route`
   * @throws if the plan has faults or there is no such stage; the message lists the rollback's stages
   */
  public rollbackStage(fromStage: string, id: string): Stage {
    return find(this.rollback(fromStage), id, `The rollback from stage ${shown(fromStage)} of the plan ${this}`);
  }

  /** The plan as text: `v1 → v2`. */
  public toString(): string {
    return this.versions.map((version) => (/^[\w.-]{1,63}$/.test(version) ? version : shown(version))).join(' → ');
  }

  private with(change: Partial<PlanParts>): RolloutPlan {
    const { stableVersion: stable, canaryVersion: canary, steps, isSteady, isControllerRun, inputFaults } = this;
    return new RolloutPlan({ stable, canary, steps, isSteady, isControllerRun, inputFaults, ...change });
  }

  /** The items of the list that are Step values. Other items are a fault of their own. */
  private get validSteps(): Step[] {
    return Array.isArray(this.steps) ? this.steps.filter((step) => step instanceof Step) : [];
  }

  private versionFaults(): string[] {
    const faults = ['stable', 'canary']
      .slice(0, this.versions.length)
      .flatMap((role, index) => versionFault(role, this.versions[index]));
    if (faults.length > 0 || this.isSteady) {
      return faults;
    }
    const [stable, canary] = this.versions;
    if (stable === canary) {
      return [
        `stable and canary are both ${shown(stable)}, but a rollout needs two versions: name the new version as canary`,
      ];
    }
    if (normalizedVersion(stable) === normalizedVersion(canary)) {
      return [
        `the versions ${shown(stable)} and ${shown(canary)} both become '${normalizedVersion(stable)}' ` +
          'in object names, so one would overwrite the other: give one of them another name',
      ];
    }
    return [];
  }

  private assertValid(): void {
    const faults = this.validate();
    if (faults.length > 0) {
      throw new Error(`The plan ${this} is invalid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    }
  }
}

interface PlanParts {
  readonly stable: string;
  readonly canary?: string;
  readonly steps: Step[];
  readonly isSteady?: boolean;
  readonly isControllerRun?: boolean;
  /** Unknown properties and extra arguments. */
  readonly inputFaults?: string[];
}

const ROUTED_TOGETHER = [StepKind.HEADER_ROUTE, StepKind.WEIGHT];

function versionFault(role: string, version: unknown): string[] {
  if (typeof version !== 'string') {
    return [`the ${role} version must be a text, ${given(version)}: write it quoted, for example '2.4.20'`];
  }
  return normalizedVersion(version) === ''
    ? [
      `the ${role} version ${shown(version)} has neither a letter nor a digit, ` +
        "and object names are built from those: write for example '2.4.20'",
    ]
    : [];
}

function place(step: Step, index: number): string {
  return `step ${index + 1}, ${step}`;
}

function find(stages: Stage[], id: string, where: string): Stage {
  const stage = stages.find((one) => one.id === id);
  if (!stage) {
    throw new Error(
      `${where} has no stage ${shown(id)}. Its stages are: ${stages.map((one) => one.id).join(', ') || '(none)'}.`,
    );
  }
  return stage;
}
