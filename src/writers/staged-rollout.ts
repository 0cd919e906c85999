import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { IProvider, isControllerRun } from './contract';
import { planDocument } from './plan-document';
import { resolveOrReport } from './rollout-faults';
import { addObjects } from './stage-objects';
import { Application } from '../application';
import { Delivery } from '../delivery/delivery';
import { isText, mapFault } from '../faults/list-fault';
import { given, repeated, shown } from '../faults/shown';
import { sortedKeys } from '../faults/sorted-map';
import { unknownKeyFaults } from '../faults/unknown-keys';
import { stageFileName } from '../files/stage-file-name';
import { RolloutPlan, Stage } from '../plan';
import { normalizedVersion } from '../plan/version-name';
import { objectsBelow } from '../synthesis/objects-below';
import { StageChart } from '../synthesis/stage-chart';

/** The properties of a staged rollout: an application, a plan and a router. */
export interface StagedRolloutProps {
  /** The application. */
  readonly application: Application;

  /** The plan of its release. */
  readonly plan: RolloutPlan;

  /** The router. */
  readonly provider: IProvider;

  /**
   * Write the rollback from this stage instead of the release.
   *
   * @default - no rollback
   */
  readonly rollbackFrom?: string;

  /**
   * Names of stages in a deployment tool: stage ids to names, such as `{ 'weight-25': 'Canary 25%' }`. Then the stage's
   * file is `…-02-canary-25`, and `chart()` accepts both names.
   *
   * @default - the stages' ids
   */
  readonly stageNames?: { [stage: string]: string };

  /**
   * The order in which a deployment tool applies the objects of a stage.
   *
   * @default - any order: stages that are applied one by one are safe in any order
   */
  readonly delivery?: Delivery;
}

/**
 * All stages of a rollout, one chart each.
 *
 * Below a cdk8s `App`, with the application's name as id, the files are `echo-00-baseline.k8s.yaml`,
 * `echo-01-deploy.k8s.yaml`, …; apply them in this order. An object has the same name in every stage, so applying the
 * next file updates it. If a controller takes the steps, there are two files: `echo-00-baseline.k8s.yaml` and
 * `echo-01-rollout.k8s.yaml`.
 *
 * `app.synth()` reports all faults of the application, the plan and the provider at once, and then writes no file.
 */
export class StagedRollout extends Construct {
  /** The application. */
  public readonly application: Application;

  /** The plan of its release. */
  public readonly plan: RolloutPlan;

  /** The router. */
  public readonly provider: IProvider;

  /** The stages in order; empty if the rollout has faults. */
  public readonly stages: Stage[];

  private readonly rollbackFrom?: string;
  private readonly charts = new Map<string, Chart>();
  private readonly named = new Map<string, Chart>();
  private readonly parts = new Map<Chart, Chart[]>();

  /**
   * @param scope a cdk8s `App`; below a construct of your own, cdk8s adds that construct's id and a hash to the file
   *   names; a `Chart` is refused
   * @param id the prefix of all file names and of the charts' ids: use the application's name
   * @param props application, plan and router
   */
  public constructor(scope: Construct, id: string, props: StagedRolloutProps) {
    super(scope, id);
    const { application, plan, provider, stageNames, delivery } = props ?? {} as StagedRolloutProps;
    this.application = application;
    this.plan = plan;
    this.provider = provider;
    this.rollbackFrom = props?.rollbackFrom;
    const faults = [
      ...unknownKeyFaults('StagedRolloutProps', props),
      ...scopeFaults(scope),
      ...outputFaults(scope),
      ...idFaults(id),
      ...nameFaults(stageNames ?? {}),
      ...deliveryFaults(delivery),
    ];
    this.stages = resolveOrReport(this, { application, plan, provider }, faults, () => stagesOf(props)) ?? [];
    this.stages.forEach((stage, index) => {
      const name = stageNames?.[stage.id] ?? stage.id;
      // A child of the scope, not of this construct, because cdk8s appends a hash to the file name of a nested chart.
      const file = stageFileName(id, index, this.stages.length, fileName(name));
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

  /** The objects of all stages, for example to patch them. */
  public get apiObjects(): ApiObject[] {
    return objectsBelow(...[...this.parts.values()].flat());
  }

  /**
   * All charts of one stage, in the order in which to apply them: one chart, unless the delivery divides a stage.
   *
   * @param stage the stage's id, such as `weight-20`, or its name in `stageNames`
   * @throws if there is no such stage; the message lists the stages, or the rollout's faults
   */
  public chartsOf(stage: string): Chart[] {
    return this.parts.get(this.chart(stage))!;
  }

  /**
   * What the plan file of this rollout says.
   *
   * @param written how a file is called in the output directory
   * @internal
   */
  public _planDocument(written: (file: string) => string): string {
    const { yamlOutputType, outputFileExtension } = this.node.root as App;
    const ending = yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE ? '' : outputFileExtension;
    const names = new Map([...this.named].map(([name, chart]) => [chart, name]));
    const stages = this.stages.map((stage) => ({
      stage,
      name: names.get(this.chart(stage.id))!,
      files: this.chartsOf(stage.id).map((chart) => written(`${Names.toDnsLabel(chart)}${ending}`)),
    }));
    return planDocument(this.application, this.plan, this.provider.title, this.rollbackFrom, stages);
  }

  /**
   * The chart of one stage; if the delivery divides a stage, the chart with its routes.
   *
   * @param stage the stage's id, such as `weight-20`, or its name in `stageNames`
   * @throws if there is no such stage; the message lists the stages, or the rollout's faults
   */
  public chart(stage: string): Chart {
    const chart = this.charts.get(stage) ?? this.named.get(stage);
    if (!chart) {
      const faults = this.stages.length > 0 ? [] : this.node.validate();
      throw new Error(
        faults.length > 0
          ? `[${this.node.path}] The rollout has no stages, ` +
              `because it has faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`
          : `[${this.node.path}] There is no stage ${shown(stage)}. ` +
              `The stages are: ${[...this.charts.keys()].join(', ')}.`,
      );
    }
    return chart;
  }
}

function stagesOf({ rollbackFrom, stageNames = {}, provider, ...props }: StagedRolloutProps): Stage[] {
  const plan = isControllerRun(provider) ? props.plan.controllerRun() : props.plan;
  const stages = rollbackFrom === undefined ? plan.stages() : plan.rollback(rollbackFrom);
  const unknown = sortedKeys(stageNames).filter((id) => !stages.some((stage) => stage.id === id));
  if (unknown.length > 0) {
    throw new Error(
      `stageNames: there is no stage ${unknown.map(shown).join(', ')}. ` +
        `The stages are: ${stages.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (stages.length === 0) {
    throw new Error(
      `rollbackFrom: ${shown(rollbackFrom)} is the first stage of the plan ${plan}, ` +
        'so there is nothing to roll back: name a later stage',
    );
  }
  return stages;
}

/** A stage name as part of a file name: lower case, with one dash for every run of other characters. */
function fileName(stageName: string): string {
  return normalizedVersion(stageName);
}

function nameFaults(stageNames: { [stage: string]: string }): string[] {
  const wrongName = mapFault(
    stageNames,
    'stageNames must map stage ids to names',
    isText,
    "{ 'weight-25': 'Canary 25%' }",
  );
  if (wrongName) {
    return [wrongName];
  }
  const names = Object.values(stageNames);
  return [
    ...names
      .filter((name) => fileName(name) === '')
      .map(
        (name) =>
          `stageNames: ${shown(name)} has neither a letter nor a digit, ` +
            "and file names are built from those: write for example 'Canary 25%'",
      ),
    ...repeated(names.map(fileName))
      .filter((name) => name !== '')
      .map((name) => `stageNames: two stages have the name '${name}' in file names: give one of them another name`),
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

/** The id begins the names of files: other characters would be left out there, or make hidden files. */
function idFaults(id: string): string[] {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(id)
    ? []
    : [
      `the id ${shown(id)} begins the names of the files and cannot be there as it is: write lower-case letters, ` +
        "digits and hyphens, such as the application's name",
    ];
}

/** Charts below a chart have a hash in the names of their files, and the chart above them a file of its own. */
function scopeFaults(scope: Construct): string[] {
  const above = scope.node.scopes.find((one) => Chart.isChart(one));
  return above === undefined
    ? []
    : [
      `a StagedRollout writes a chart for each stage, and it is below the Chart ${shown(above.node.path)}, for which cdk8s ` +
        "would write a file of its own, and add a hash to the names of the stages' files: " +
        'make it a child of the app, new StagedRollout(app, …)',
    ];
}

/** Stages contain the same objects, so each stage needs its own file or folder. */
function outputFaults(scope: Construct): string[] {
  const type = (scope.node.root as App).yamlOutputType;
  return type === YamlOutputType.FILE_PER_RESOURCE || type === YamlOutputType.FILE_PER_APP
    ? [
      'with this yamlOutputType the app prints all charts into one place, so every stage would ' +
        'overwrite the one before: use YamlOutputType.FILE_PER_CHART or FOLDER_PER_CHART_FILE_PER_RESOURCE',
    ]
    : [];
}
