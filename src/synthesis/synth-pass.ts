import { App, Chart, YamlOutputType } from 'cdk8s';
import { Dependable, IConstruct } from 'constructs';

/** How often `App.synth()` looks at the dependencies of the app between validating it and asking the first chart. */
const READS_OF_A_PASS = 3;

/** The same and what a chart does that it asks, before it validates the app again. */
const READS_BEFORE_A_CHART = READS_OF_A_PASS + 2;

/**
 * Whether cdk8s is just printing the whole app, and has validated it already.
 *
 * For every chart that it prints, `App.synth()` validates and orders the whole app once more. A chart that knows of the pass
 * can do without. A chart that is asked alone (`chart.toJson()`, `Testing.synth(chart)`) has to have the app validated.
 *
 * cdk8s tells nobody which of both it is. But when it prints the app it validates it and then looks at its dependencies, and for
 * a chart alone the other way round. Both can be listened to: by a validation, and by a dependency on nothing. Where it is not
 * seen for sure, there is no pass, and charts do what all charts do.
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

  /** Says that an app was validated and is printed now, where nothing else tells so. */
  public static begin(app: App): void {
    passes.get(app)?.announce();
  }

  /** Says that an app was printed without its charts being asked. */
  public static over(app: App): void {
    passes.get(app)?.end();
  }

  private readonly listeners: (() => void)[] = [];
  private readonly asked = new WeakMap<Chart, number>();
  private pass = 0;
  private isOn = false;
  private isFirst = true;
  private isAlone = false;
  private isValidated = false;
  private reads = 0;

  private constructor(root: IConstruct) {
    root.node.addValidation({ validate: () => this.validated() });
    const listener = {};
    Dependable.implement(listener, Object.defineProperty({ dependencyRoots: [] }, 'dependencyRoots', { get: () => this.read(root as App) }));
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

  /** Notes a new chart: whatever pass there is, it is no part of it. */
  public enter(chart: Chart): void {
    this.asked.set(chart, this.pass);
  }

  /**
   * The objects of a chart: those that a pass asks for, or what a chart alone says.
   *
   * @param inPass what the chart says in a pass, once
   * @param alone what it says otherwise
   */
  public ask(chart: Chart, inPass: () => any[], alone: () => any[]): any[] {
    if (!this.isOn || this.asked.get(chart) === this.pass) {
      return this.aside(alone);
    }
    this.asked.set(chart, this.pass);
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
      // No chart was asked, and yet the app is validated again: it was no pass.
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
      if (this.isValidated && this.reads === READS_OF_A_PASS && app.yamlOutputType !== YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE) {
        this.isOn = true;
        this.isFirst = true;
        this.pass += 1;
      }
    }
    return [];
  }
}

const passes = new WeakMap<IConstruct, SynthPass>();

/** Calls a listener each time an app is synthesized, after it was found valid. @internal */
export function onSynthesis(app: App, listener: () => void): void {
  SynthPass.of(app).listen(listener);
}
