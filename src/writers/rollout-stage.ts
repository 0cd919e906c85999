import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IProvider, isControllerRun } from './contract';
import { AppRegistry } from './registry/app-registry';
import { resolveOrReport } from './rollout-faults';
import { Application } from '../application';
import { isMap, shown } from '../faults/shown';
import { RolloutPlan, Stage } from '../plan';
import { objectsBelow } from '../synthesis/objects-below';

/** One stage of a rollout. */
export interface RolloutStageProps {
  /** What is released. */
  readonly application: Application;

  /** How it is released. */
  readonly plan: RolloutPlan;

  /**
   * The id of the stage to write, such as `weight-20`; `plan.stages()` has all of them. Where a controller takes the
   * steps it is `baseline` or `rollout`.
   */
  readonly stage: string;

  /**
   * Take the stage from the way back from this one: then `stage` is `rollback-restore`, `rollback-route` or
   * `rollback-remove`; where a controller takes the steps, `rollback`.
   *
   * @default - the stage is on the way forward
   */
  readonly rollbackFrom?: string;
}

/** One stage of a rollout, to be composed with other constructs in a chart. The constructs of the providers extend it. */
export abstract class RolloutStage extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan and stage
   * @param provider the router that carries the traffic
   */
  protected constructor(scope: Construct, id: string, props: RolloutStageProps, provider: IProvider) {
    super(scope, id);
    if (!isMap(props)) {
      this.node.addValidation({ validate: () => [`a stage needs an application, a plan and a stage, ${given(props)}: write for example { application, plan, stage: 'baseline' }`] });
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

  /** The objects of the stage: the place for patches. Empty when something is wrong with the rollout. */
  public get apiObjects(): ApiObject[] {
    return objectsBelow(this);
  }
}

/** What a construct's properties say of the router, without what they say of the stage. @internal */
export function routerOptions<T extends RolloutStageProps>(props: T): Omit<T, keyof RolloutStageProps> {
  const { application, plan, stage, rollbackFrom, ...options } = props ?? {} as T;
  return options;
}

function chartFaults(construct: Construct): string[] {
  return construct.node.scopes.some((scope) => Chart.isChart(scope)) ? [] : ['a stage is part of a chart: construct it below a Chart, not directly below the App'];
}

function stageOf({ stage, rollbackFrom, ...props }: RolloutStageProps, provider: IProvider): Stage {
  const plan = isControllerRun(provider) ? props.plan.controllerRun() : props.plan;
  return rollbackFrom === undefined ? plan.stage(stage) : plan.rollbackStage(rollbackFrom, stage);
}
