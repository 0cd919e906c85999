import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IProvider, isControllerRun } from './contract';
import { AppRegistry } from './registry/app-registry';
import { resolveOrReport } from './rollout-faults';
import { Application } from '../application';
import { given, isMap } from '../faults/shown';
import { RolloutPlan, Stage } from '../plan';
import { objectsBelow } from '../synthesis/objects-below';

/** The properties of one stage of a rollout. */
export interface RolloutStageProps {
  /** The application. */
  readonly application: Application;

  /** The plan of its release. */
  readonly plan: RolloutPlan;

  /**
   * The id of the stage to write, such as `weight-20`; `plan.stages()` lists all of them. If a controller takes the
   * steps,
   * `baseline` or `rollout`.
   */
  readonly stage: string;

  /**
   * The id of the stage from which to roll back. Then `stage` is `rollback-restore`, `rollback-route` or
   * `rollback-remove`; if a controller takes the steps, `rollback`.
   *
   * @default - no rollback
   */
  readonly rollbackFrom?: string;
}

/** One stage of a rollout, as a construct that a chart can combine with others. The providers' constructs extend it. */
export abstract class RolloutStage extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan and stage
   * @param provider the router
   */
  protected constructor(scope: Construct, id: string, props: RolloutStageProps, provider: IProvider) {
    super(scope, id);
    if (!isMap(props)) {
      this.node.addValidation({
        validate: () => [
          `a stage needs application, plan and stage, ${given(props)}: ` +
            "write for example { application, plan, stage: 'baseline' }",
        ],
      });
      return;
    }
    const inputFaults = AppRegistry.of(this).inputFaults(props);
    if (inputFaults.length > 0) {
      this.node.addValidation({ validate: () => inputFaults });
      return;
    }
    const stage = resolveOrReport(this, { ...props, provider }, chartFaults(this), () => stageOf(props, provider));
    if (stage) {
      provider.addStage(this, props.application, stage);
    }
  }

  /** The objects of the stage, for example to patch them. Empty if the rollout has faults. */
  public get apiObjects(): ApiObject[] {
    return objectsBelow(this);
  }
}

/** The router's options among a construct's properties, without those of the stage. @internal */
export function routerOptions<T extends RolloutStageProps>(props: T): Omit<T, keyof RolloutStageProps> {
  const { application, plan, stage, rollbackFrom, ...options } = props ?? {} as T;
  return options;
}

function chartFaults(construct: Construct): string[] {
  return construct.node.scopes.some((scope) => Chart.isChart(scope))
    ? []
    : ['a stage must be below a Chart, but it is directly below the App: construct it with a Chart as scope'];
}

function stageOf({ stage, rollbackFrom, ...props }: RolloutStageProps, provider: IProvider): Stage {
  const plan = isControllerRun(provider) ? props.plan.controllerRun() : props.plan;
  return rollbackFrom === undefined ? plan.stage(stage) : plan.rollbackStage(rollbackFrom, stage);
}
