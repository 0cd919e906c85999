/** Something that is given where an analysis is run. */
export interface AnalysisArgument {
  /** Its name; `{{args.<name>}}` stands for it in a metric. */
  readonly name: string;

  /**
   * Its value where none is given.
   *
   * @default - a value has to be given
   */
  readonly value?: string;
}
