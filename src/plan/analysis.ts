/** What an analysis measures. */
export interface AnalysisProps {
  /** Names of the analysis templates to run, at least one. */
  readonly templates: string[];

  /**
   * Values for the templates' arguments.
   *
   * @default - no arguments
   */
  readonly args?: { [name: string]: string };
}

/** A measurement that has to succeed before the plan goes on. */
export class Analysis {
  /** Names of the analysis templates. */
  public readonly templates: string[];

  /** Argument names to values. */
  public readonly args: { [name: string]: string };

  /** @param props what to measure */
  public constructor(props: AnalysisProps) {
    this.templates = props.templates;
    this.args = props.args ?? {};
  }

  /** What is wrong with this analysis, a sentence each; empty when nothing is. */
  public validate(): string[] {
    if (!Array.isArray(this.templates) || this.templates.length === 0) {
      return ['an analysis needs the name of at least one template: write for example Step.analysis({ templates: [\'success-rate\'] })'];
    }
    return this.templates
      .filter((name) => typeof name !== 'string' || name === '')
      .map((name) => `'${name}' is no name of an analysis template`);
  }
}
