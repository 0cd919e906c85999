import { labelFaults, objectNameFault } from '../../../application/kubernetes-names';
import { isText, mapFault } from '../../../faults/list-fault';
import { shown } from '../../../faults/shown';
import { unknownKeyFaults } from '../../../faults/unknown-keys';

/** What becomes of a Deployment's own pods when a Rollout takes over. */
export enum WorkloadScaleDown {
  /** Nothing: they run on, beside those of the Rollout. */
  NEVER = 'never',
  /** They go when the Rollout's pods are there. */
  ON_SUCCESS = 'onsuccess',
  /** They go one by one as the Rollout's pods come. */
  PROGRESSIVELY = 'progressively',
}

/** A Deployment that holds the template of the pods. */
export interface WorkloadReferenceProps {
  /** Its name. */
  readonly name: string;

  /**
   * What becomes of its own pods.
   *
   * @default WorkloadScaleDown.ON_SUCCESS
   */
  readonly scaleDown?: WorkloadScaleDown;

  /**
   * The labels by which pods of the template are selected; they have to be in the template.
   *
   * @default - `app`, with the application's name
   */
  readonly selector?: { [label: string]: string };
}

/** A Deployment that holds the template of the pods, in the application's namespace. */
export class WorkloadReference {
  /** A Deployment. @param props which one */
  public static deployment(props: WorkloadReferenceProps): WorkloadReference {
    return new WorkloadReference(props ?? {} as WorkloadReferenceProps);
  }

  /** Its name. */
  public readonly name: string;

  /** What becomes of its own pods. */
  public readonly scaleDown: WorkloadScaleDown;

  /** The labels by which pods of the template are selected; undefined for the application's. */
  public readonly selector?: { [label: string]: string };

  private readonly inputFaults: string[];

  private constructor(props: WorkloadReferenceProps) {
    this.name = props.name;
    this.scaleDown = props.scaleDown ?? WorkloadScaleDown.ON_SUCCESS;
    this.selector = props.selector;
    this.inputFaults = unknownKeyFaults('WorkloadReferenceProps', props);
  }

  /** Its faults, one sentence each; empty if there are none. */
  public validate(): string[] {
    const name = objectNameFault(this.name);
    const odd = this.selector === undefined ? undefined : mapFault(this.selector, 'the selector of a workload must map labels to texts', isText, '{ app: \'echo\' }');
    const isEmpty = this.selector !== undefined && !odd && Object.keys(this.selector).length === 0;
    return [
      ...this.inputFaults.map((fault) => `workload: ${fault}`),
      ...(name ? [`the Deployment ${name}`] : []),
      ...(Object.values(WorkloadScaleDown).includes(this.scaleDown) ? [] : [`scaleDown is a WorkloadScaleDown, ${given(this.scaleDown)}: write for example WorkloadScaleDown.ON_SUCCESS`]),
      ...(odd ? [odd] : labelFaults(this.selector ?? {}).map((fault) => `the selector ${fault}`)),
      ...(isEmpty ? ['the selector of a workload is empty, and would select every pod: leave it out for the application\'s own'] : []),
    ];
  }
}
