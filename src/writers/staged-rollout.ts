import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { IProvider, isControllerRun } from './contract';
import { resolveOrReport } from './rollout-faults';
import { addObjects } from './stage-objects';
import { Application } from '../application';
import { Delivery } from '../delivery/delivery';
import { isText, mapFault } from '../faults/list-fault';
import { repeated, shown } from '../faults/shown';
import { unknownKeyFaults } from '../faults/unknown-keys';
import { RolloutPlan, Stage } from '../plan';
import { normalizedVersion } from '../plan/version-name';
import { objectsBelow } from '../synthesis/objects-below';
import { StageChart } from '../synthesis/stage-chart';

/** An application, a plan and a router. */
export interface StagedRolloutProps {
  /** What is released. */
  readonly application: Application;

  /** How it is released. */
  readonly plan: RolloutPlan;

  /** The router that carries the traffic. */
  readonly provider: IProvider;

  /**
   * Write the way back from this stage instead of the way forward.
   *
   * @default - the way forward
   */
  readonly rollbackFrom?: string;

  /**
   * What stages are called outside, where a deployment tool has its own names for them: stage ids to names, such as
   * `{ 'weight-25': 'Canary 25%' }`. A named stage's file is `…-02-canary-25`, and `chart()` knows it by both names.
   *
   * @default - the stages' ids
   */
  readonly stageNames?: { [stage: string]: string };

  /**
   * What a deployment tool is told of the order of the objects of a stage.
   *
   * @default - nothing: every stage is safe in any order
   */
  readonly delivery?: Delivery;
}

/**
 * Every stage of a rollout, one chart each.
 *
 * Below a cdk8s `App`, with the application's name as id, the files are `echo-00-baseline.k8s.yaml`,
 * `echo-01-deploy.k8s.yaml`, … and sort in the order in which they are to be applied. An object has the same name in
 * every stage, so applying the next file updates it. Where a controller takes the steps there are two:
 * `echo-00-baseline.k8s.yaml` and `echo-01-rollout.k8s.yaml`.
 *
 * Faults of the application, the plan or the provider are reported by `app.synth()` all at once, and then no file
 * is written.
 */
export class StagedRollout extends Construct {
  /** What is released. */
  public readonly application: Application;

  /** How it is released. */
  public readonly plan: RolloutPlan;

  /** The router that carries the traffic. */
  public readonly provider: IProvider;

  /** The stages in order; empty when something is wrong with them. */
  public readonly stages: Stage[];

  private readonly charts = new Map<string, Chart>();
  private readonly named = new Map<string, Chart>();
  private readonly parts = new Map<Chart, Chart[]>();

  /**
   * @param scope a cdk8s `App`; below another construct cdk8s adds its id and a hash to the file names
   * @param id the beginning of all file names and of the charts' ids: use the application's name
   * @param props application, plan and router
   */
  public constructor(scope: Construct, id: string, props: StagedRolloutProps) {
    super(scope, id);
    const { application, plan, provider, stageNames, delivery } = props ?? {} as StagedRolloutProps;
    this.application = application;
    this.plan = plan;
    this.provider = provider;
    const faults = [...unknownKeyFaults('StagedRolloutProps', props), ...outputFaults(scope), ...nameFaults(stageNames ?? {}), ...deliveryFaults(delivery)];
    this.stages = resolveOrReport(this, { application, plan, provider }, faults, () => stagesOf(props)) ?? [];
    const digits = Math.max(2, String(this.stages.length - 1).length);
    this.stages.forEach((stage, index) => {
      const name = stageNames?.[stage.id] ?? stage.id;
      // A child of the scope, not of this construct: cdk8s appends a hash to the file name of a nested chart.
      const file = `${id}-${String(index).padStart(digits, '0')}-${fileName(name)}`;
      const chart = new StageChart(scope, `${file}${delivery?._suffix ?? ''}`);
      this.charts.set(stage.id, chart);
      this.named.set(name, chart);
      provider.addStage(chart, application, stage);
      this.parts.set(chart, delivery?._deliver(chart, file, id) ?? [chart]);
    });
    const surroundings = this.stages.length === 0 ? [] : delivery?._surroundings(id, isControllerRun(provider)) ?? [];
    if (surroundings.length > 0) {
      addObjects(new StageChart(scope, `${id}-flux`), this.application.id, surroundings);
    }
  }

  /** The objects of all stages: the place for patches that every stage shall get. */
  public get apiObjects(): ApiObject[] {
    return objectsBelow(...[...this.parts.values()].flat());
  }

  /**
   * All charts of one stage, in the order in which they are to be applied: one, unless the delivery divides a stage.
   *
   * @param stage the stage's id, such as `weight-20`, or its name of `stageNames`
   * @throws if there is no such stage; the message lists those that there are, or the rollout's faults
   */
  public chartsOf(stage: string): Chart[] {
    return this.parts.get(this.chart(stage))!;
  }

  /**
   * The chart of one stage; where the delivery divides a stage, the one with its routes.
   *
   * @param stage the stage's id, such as `weight-20`, or its name of `stageNames`
   * @throws if there is no such stage; the message lists those that there are, or the rollout's faults
   */
  public chart(stage: string): Chart {
    const chart = this.charts.get(stage) ?? this.named.get(stage);
    if (!chart) {
      const faults = this.stages.length > 0 ? [] : this.node.validate();
      throw new Error(faults.length > 0
        ? `[${this.node.path}] There are no stages, because the rollout has faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`
        : `[${this.node.path}] There is no stage ${shown(stage)}. The stages are: ${[...this.charts.keys()].join(', ')}.`);
    }
    return chart;
  }
}

function stagesOf({ rollbackFrom, stageNames = {}, provider, ...props }: StagedRolloutProps): Stage[] {
  const plan = isControllerRun(provider) ? props.plan.controllerRun() : props.plan;
  const stages = rollbackFrom === undefined ? plan.stages() : plan.rollback(rollbackFrom);
  const unknown = Object.keys(stageNames).filter((id) => !stages.some((stage) => stage.id === id));
  if (unknown.length > 0) {
    throw new Error(`stageNames: there is no stage ${unknown.map(shown).join(', ')}. The stages are: ${stages.map(({ id }) => id).join(', ')}.`);
  }
  if (stages.length === 0) {
    throw new Error(`rollbackFrom: ${shown(rollbackFrom)} is where the plan ${plan} starts, and there is nothing to go back from: name a later stage`);
  }
  return stages;
}

/** As cdk8s takes it for the name of a file: lower case, every run of other characters one dash. */
function fileName(stageName: string): string {
  return normalizedVersion(stageName);
}

function nameFaults(stageNames: { [stage: string]: string }): string[] {
  const odd = mapFault(stageNames, 'stageNames must map stage ids to names', isText, '{ \'weight-25\': \'Canary 25%\' }');
  if (odd) {
    return [odd];
  }
  const names = Object.values(stageNames);
  return [
    ...names.filter((name) => fileName(name) === '').map((name) => `stageNames: ${shown(name)} has no letter or digit that a file name could keep: write for example 'Canary 25%'`),
    ...repeated(names.map(fileName)).filter((name) => name !== '').map((name) => `stageNames: two stages are called '${name}' in file names: give one of them another name`),
  ];
}

function deliveryFaults(delivery: unknown): string[] {
  if (delivery === undefined) {
    return [];
  }
  return delivery instanceof Delivery
    ? delivery.validate()
    : [`delivery must be a Delivery, ${given(delivery)}: write for example Delivery.argoCd()`];
}

/** The stages write the same objects, so each needs a file, or a folder, of its own. */
function outputFaults(scope: Construct): string[] {
  const type = (scope.node.root as App).yamlOutputType;
  return type === YamlOutputType.FILE_PER_RESOURCE || type === YamlOutputType.FILE_PER_APP
    ? ['the app prints all charts into one place (yamlOutputType), where every stage would overwrite the one before: use YamlOutputType.FILE_PER_CHART or FOLDER_PER_CHART_FILE_PER_RESOURCE']
    : [];
}
