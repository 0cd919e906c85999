import { mkdirSync } from 'node:fs';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { addChartDependencies, ChartDependencies } from './chart-dependencies';
import { ConstructTree } from './construct-tree';
import { ObjectTexts } from './object-text';
import { BETWEEN_DOCUMENTS, OutputFiles } from './output-files';
import { StageChart } from './stage-chart';
import { SynthPass } from './synth-pass';
import { yamlText } from './yaml-text';

/**
 * A cdk8s `App` for many applications: the same files, byte for byte, in a time that grows with their number and not with its
 * square.
 *
 * cdk8s validates and orders the whole app once more for every chart. Here both is done once; an object that several stages show is
 * converted and printed once; and a file is written once, if its bytes are not there already, so that what watches the output sees
 * only what has changed. Nothing is written before everything could be printed.
 *
 * Put it in the place of `new App()`: everything else stays. A subclass may override what it may in an `App`; a chart or an API object
 * with a `toJson()` of its own is asked.
 */
export class FleetApp extends App {
  private readonly recordsConstructs: boolean;
  /** While it is printed. */
  private tree?: ConstructTree;

  /** @param props those of a cdk8s `App` */
  public constructor(props: AppProps = {}) {
    super(props);
    this.recordsConstructs = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** All charts, what others depend on first. */
  public get charts(): Chart[] {
    return (this.tree ?? new ConstructTree(this)).charts;
  }

  /**
   * Writes all manifests to the output directory.
   *
   * @throws with all faults of all constructs, when there are any; then nothing is written
   */
  public synth(): void {
    mkdirSync(this.outdir, { recursive: true });
    const constructs = this.node.findAll();
    throwFaults(constructs);
    SynthPass.begin(this);
    const dependencies = addChartDependencies(constructs);
    this.printed(dependencies, (tree) => {
      const { charts } = this;
      const files = new OutputFiles(this.outdir);
      this.addManifests(files, tree, charts, dependencies.isBetweenCharts);
      if (this.recordsConstructs) {
        files.add('', 'construct-metadata.json', [constructMetadata(charts.flatMap((chart) => tree.objectsOf(chart)))]);
      }
      files.write();
    });
  }

  /**
   * All manifests of the app as one text.
   *
   * @throws with all faults of all constructs, when there are any
   */
  public synthYaml(): string {
    const constructs = this.node.findAll();
    const dependencies = addChartDependencies(constructs);
    throwFaults(constructs);
    SynthPass.begin(this);
    return this.printed(dependencies, (tree) => {
      const texts = new ObjectTexts(this);
      return this.charts.flatMap((chart) => documentsOf(chart, tree, texts)).join(BETWEEN_DOCUMENTS);
    });
  }

  private printed<T>({ areThere }: ChartDependencies, print: (tree: ConstructTree) => T): T {
    this.tree = new ConstructTree(this, areThere);
    try {
      return print(this.tree);
    } finally {
      this.tree = undefined;
      SynthPass.over(this);
    }
  }

  private addManifests(files: OutputFiles, tree: ConstructTree, charts: Chart[], isNumbered: boolean): void {
    const texts = new ObjectTexts(this);
    const extension = this.outputFileExtension;
    const names = charts.map((chart, index) => `${isNumbered ? `${String(index).padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart)}`);
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (charts.length > 0) {
          files.add('', `app${extension}`, charts.flatMap((chart) => documentsOf(chart, tree, texts)));
        }
        break;
      case YamlOutputType.FILE_PER_CHART:
        charts.forEach((chart, index) => files.add('', `${names[index]}${extension}`, documentsOf(chart, tree, texts)));
        break;
      case YamlOutputType.FILE_PER_RESOURCE:
        charts.forEach((chart) => manifestsOf(chart, tree)
          .filter((json) => json !== undefined)
          .forEach((json) => files.add('', `${resourceFile(json)}${extension}`, [yamlText(json)])));
        break;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        charts.forEach((chart, index) => {
          files.folder(names[index]);
          tree.objectsOf(chart).forEach((object) => files.add(names[index], `${resourceFile(object)}${extension}`, [texts.of(object)]));
        });
        break;
    }
  }
}

function throwFaults(constructs: IConstruct[]): void {
  const faults: string[] = [];
  for (const { node } of constructs) {
    for (const fault of node.validate()) {
      faults.push(`[${node.path}] ${fault}`);
    }
  }
  if (faults.length > 0) {
    const error = new Error(`Validation failed with the following errors:\n  ${faults.join('\n  ')}`);
    // Where it was noticed says nothing about where it comes from.
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}

function documentsOf(chart: Chart, tree: ConstructTree, texts: ObjectTexts): string[] {
  return saysItself(chart) ? manifestsOf(chart, tree).map(yamlText) : tree.objectsOf(chart).map((object) => texts.of(object));
}

function manifestsOf(chart: Chart, tree: ConstructTree): any[] {
  return saysItself(chart) ? Object.values(chart.toJson()) : tree.objectsOf(chart).map((object) => object.toJson());
}

/** Whether a chart has a way of its own to turn itself to JSON. */
function saysItself(chart: Chart): boolean {
  return chart.toJson !== Chart.prototype.toJson && chart.toJson !== StageChart.prototype.toJson;
}

function resourceFile({ kind, metadata }: { kind: string; metadata: { name?: string } }): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function constructMetadata(objects: ApiObject[]): string {
  const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
  return JSON.stringify({ version: '1.0.0', resources });
}
