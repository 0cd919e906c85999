import { mkdirSync } from 'node:fs';
import { ApiObject, App, AppProps, Chart } from 'cdk8s';
import { addManifests } from './app-files';
import { throwFaults } from './app-validation';
import { addChartDependencies, ChartDependencies } from './chart-dependencies';
import { documentsOf } from './chart-documents';
import { ConstructTree } from './construct-tree';
import { whyStockSynth, whyStockYaml } from './known-cdk8s';
import { ObjectTexts } from './object-text';
import { BETWEEN_DOCUMENTS, OutputFiles } from './output-files';
import { SynthPass } from './synth-pass';

/**
 * A cdk8s `App` for many applications. It writes the same files, byte for byte, in a time that grows with the number of
 * applications and not with its square.
 *
 * cdk8s validates and orders the whole app again for every chart. A `FleetApp` does both once. It converts and prints
 * an object once, even if several stages show it, and it writes a file only if its bytes change, so that a watcher of
 * the output sees only what changed. It writes nothing until everything is printed.
 *
 * Use it in the place of `new App()`: everything else stays. A subclass may override what it may override in an `App`,
 * and a chart or an API object may have its own `toJson()`.
 *
 * The bytes are tested with cdk8s 2.70.106; later patches of 2.70 count as tested. With another version, with a
 * `yamlOutputType` that it does not know, or when a method of cdk8s that prints is replaced by another function, a
 * `FleetApp` lets cdk8s print the app, as an `App` does. It says so once on standard error.
 */
export class FleetApp extends App {
  private readonly recordsConstructs: boolean;
  /** Set while the app is printed. */
  private tree?: ConstructTree;

  /** @param props those of a cdk8s `App` */
  public constructor(props: AppProps = {}) {
    super(props);
    this.recordsConstructs = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** All charts. A chart comes after the charts that it depends on. */
  public get charts(): Chart[] {
    if (this.tree) {
      return this.tree.charts;
    }
    return whyStockYaml(this) === undefined ? new ConstructTree(this).charts : super.charts;
  }

  /**
   * Writes all manifests to the output directory.
   *
   * @throws an error with all faults of all constructs; then nothing is written
   */
  public synth(): void {
    const reason = whyStockSynth(this);
    if (reason !== undefined) {
      reportStock(reason);
      return super.synth();
    }
    mkdirSync(this.outdir, { recursive: true });
    const constructs = this.node.findAll();
    throwFaults(constructs);
    SynthPass.begin(this);
    const dependencies = addChartDependencies(constructs);
    this.print(dependencies, (tree) => {
      const { charts } = this;
      const files = new OutputFiles(this.outdir);
      addManifests(files, this, { tree, charts, isNumbered: dependencies.isBetweenCharts });
      if (this.recordsConstructs) {
        files.add('', 'construct-metadata.json', [constructMetadata(charts.flatMap((chart) => tree.objectsOf(chart)))]);
      }
      files.write();
    });
  }

  /**
   * All manifests of the app as one text.
   *
   * @throws an error with all faults of all constructs
   */
  public synthYaml(): string {
    const reason = whyStockYaml(this);
    if (reason !== undefined) {
      reportStock(reason);
      return super.synthYaml();
    }
    const constructs = this.node.findAll();
    const dependencies = addChartDependencies(constructs);
    throwFaults(constructs);
    SynthPass.begin(this);
    return this.print(dependencies, (tree) => {
      const texts = new ObjectTexts(this);
      return this.charts.flatMap((chart) => documentsOf(chart, tree, texts)).join(BETWEEN_DOCUMENTS);
    });
  }

  private print<T>({ areThere }: ChartDependencies, print: (tree: ConstructTree) => T): T {
    this.tree = new ConstructTree(this, areThere);
    try {
      return print(this.tree);
    } finally {
      this.tree = undefined;
      SynthPass.over(this);
    }
  }
}

/** Reasons that were reported in this process. */
const reported = new Set<string>();

function reportStock(reason: string): void {
  if (!reported.has(reason)) {
    reported.add(reason);
    process.stderr.write(`cdk8s-rollouts: FleetApp leaves the printing to cdk8s, which takes longer: ${reason}\n`);
  }
}

function constructMetadata(objects: ApiObject[]): string {
  const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
  return JSON.stringify({ version: '1.0.0', resources });
}
