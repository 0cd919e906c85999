/** An argument of an analysis template. Each analysis that runs the template gives it a value. */
export interface AnalysisArgument {
  /** The argument's name; `{{args.<name>}}` stands for it in a metric. */
  readonly name: string;

  /**
   * The default value.
   *
   * @default - no default: every analysis must give a value
   */
  readonly value?: string;
}
