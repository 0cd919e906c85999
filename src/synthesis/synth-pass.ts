import { App, Chart, YamlOutputType } from 'cdk8s';
import { Dependable, IConstruct } from 'constructs';

/**
 * How often `App.synth()` reads the dependencies of the app after it validated the app and before it asks the first
 * chart.
 */
const READS_OF_A_PASS = 3;

/** The same, plus the reads of a stock chart that it asks, before that chart validates the app again. */
const READS_BEFORE_A_CHART = READS_OF_A_PASS + 2;

/**
 * Detects that `App.synth()` is printing the whole app and has validated it: a pass.
 *
 * `App.synth()` calls `toJson()` of every chart, and each call validates and orders the whole app again. A chart in a
 * pass need not. A chart that is asked alone (`chart.toJson()`, `Testing.synth(chart)`) must have the app validated.
 *
 * cdk8s does not say which of the two happens. But `App.synth()` validates the app and then reads its dependencies; a
 * chart that is asked alone reads first and validates then. A validation and a dependency at the root of the app, both
 * without effect, notice the order. Unless the order is certain there is no pass, and charts do what all charts do.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts (`synth`, `_synthChart`)
 *
 * @internal
 */
export class SynthPass {
  /** The pass of the app that a construct belongs to. */
  public static of(construct: IConstruct): SynthPass {
    const { root } = construct.node;
    const known = passes.get(root);
    if (known) {
      return known;
    }
    const pass = new SynthPass(root);
    passes.set(root, pass);
    return pass;
  }

  /** Calls the listeners of an app that was validated and is printed now without cdk8s. */
  public static begin(app: App): void {
    passes.get(app)?.announce();
  }

  /** Ends the pass of an app that was printed without asking its charts. */
  public static over(app: App): void {
    passes.get(app)?.end();
  }

  private readonly listeners: (() => void)[] = [];
  /** The number of the pass that a chart answered last, or was made in. */
  private readonly answered = new WeakMap<Chart, number>();
  private pass = 0;
  private isOn = false;
  /** Whether no chart was asked in this pass yet. */
  private isFirst = true;
  /** While a chart answers outside a pass: what it validates and reads says nothing about passes. */
  private isAlone = false;
  private isValidated = false;
  /** Reads of the app's dependencies since it was validated. */
  private reads = 0;

  private constructor(root: IConstruct) {
    root.node.addValidation({ validate: () => this.validated() });
    const listener = {};
    const get = () => this.read(root as App);
    Dependable.implement(listener, Object.defineProperty({ dependencyRoots: [] }, 'dependencyRoots', { get }));
    root.node.addDependency(listener);
  }

  /** Calls a listener each time the app is about to be printed, after it was validated. */
  public listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Calls the listeners. */
  public announce(): void {
    this.listeners.forEach((listener) => listener());
  }

  /** Registers a new chart. It does not belong to a pass that is under way. */
  public enter(chart: Chart): void {
    this.answered.set(chart, this.pass);
  }

  /**
   * The manifests of a chart.
   *
   * @param inPass makes them when the chart is asked in a pass for the first time
   * @param alone makes them otherwise
   */
  public ask(chart: Chart, inPass: () => any[], alone: () => any[]): any[] {
    if (!this.isOn || this.answered.get(chart) === this.pass) {
      return this.aside(alone);
    }
    this.answered.set(chart, this.pass);
    this.isFirst = false;
    try {
      return inPass();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  private aside(alone: () => any[]): any[] {
    this.isAlone = true;
    try {
      return alone();
    } finally {
      this.isAlone = false;
    }
  }

  private end(): void {
    this.isOn = false;
    this.isValidated = false;
  }

  private validated(): string[] {
    if (!this.isAlone) {
      // The app is validated again before a chart was asked: it was no pass.
      if (this.isFirst && this.reads >= READS_OF_A_PASS && this.reads < READS_BEFORE_A_CHART) {
        this.isOn = false;
      }
      this.isValidated = true;
      this.reads = 0;
    }
    return [];
  }

  private read(app: App): IConstruct[] {
    if (!this.isAlone) {
      this.reads += 1;
      if (this.isValidated && this.reads === READS_OF_A_PASS) {
        this.announce();
      }
      // With a folder for every chart `App.synth()` does not ask the charts.
      const asksCharts = app.yamlOutputType !== YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
      if (this.isValidated && this.reads === READS_OF_A_PASS && asksCharts) {
        this.isOn = true;
        this.isFirst = true;
        this.pass += 1;
      }
    }
    return [];
  }
}

/** A registry, and no cache: the pass of an app, found by its root. */
const passes = new WeakMap<IConstruct, SynthPass>();

/** Calls a listener each time an app is synthesized, after it was found valid. @internal */
export function onSynthesis(app: App, listener: () => void): void {
  SynthPass.of(app).listen(listener);
}
