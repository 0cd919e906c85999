import { isText, listFault, mapFault } from '../faults/list-fault';
import { shown } from '../faults/shown';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** What an analysis measures. */
export interface AnalysisProps {
  /** The names of the analysis templates to run, at least one. */
  readonly templates: string[];

  /**
   * Values for the templates' arguments.
   *
   * @default - no arguments
   */
  readonly args?: { [name: string]: string };

  /**
   * Whether the templates are cluster-wide (ClusterAnalysisTemplate) instead of in the application's namespace.
   *
   * @default false
   */
  readonly clusterScoped?: boolean;
}

/** A measurement that must succeed before the plan continues. */
export class Analysis {
  /** Names of the analysis templates. */
  public readonly templates: string[];

  /** Argument names to values. */
  public readonly args: { [name: string]: string };

  /** Whether the templates are cluster-wide. */
  public readonly clusterScoped: boolean;

  private readonly inputFaults: string[];

  /** @param props what to measure */
  public constructor(props: AnalysisProps) {
    this.inputFaults = unknownKeyFaults('AnalysisProps', props);
    this.templates = props?.templates;
    this.args = props?.args ?? {};
    this.clusterScoped = props?.clusterScoped ?? false;
  }

  /** The faults of this analysis, one sentence each; empty if there are none. */
  public validate(): string[] {
    const example = 'Step.analysis({ templates: [\'success-rate\'] })';
    if (Array.isArray(this.templates) && this.templates.length === 0) {
      return [`an analysis needs the name of at least one template: write for example ${example}`];
    }
    return [
      ...this.inputFaults,
      listFault(
        this.templates,
        'the templates of an analysis must be a list of names',
        (name) => isText(name) && name !== '',
        example,
      ),
      mapFault(this.args, 'the arguments of an analysis must map names to texts', isText, "args: { service: 'echo' }"),
    ].filter((fault) => fault !== undefined);
  }

  /** The names of the templates. */
  public toString(): string {
    return Array.isArray(this.templates) ? this.templates.join(', ') : shown(this.templates);
  }
}
