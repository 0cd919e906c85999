import { labelFaults, objectNameFault } from '../../../application/kubernetes-names';
import { isText, mapFault } from '../../../faults/list-fault';
import { given } from '../../../faults/shown';
import { unknownKeyFaults } from '../../../faults/unknown-keys';

/** What the controller does with a Deployment's own pods when a Rollout takes over. */
export enum WorkloadScaleDown {
  /** It keeps them, in addition to those of the Rollout. */
  NEVER = 'never',
  /** It removes them when the Rollout's pods are ready. */
  ON_SUCCESS = 'onsuccess',
  /** It removes them one by one as the Rollout's pods become ready. */
  PROGRESSIVELY = 'progressively',
}

/** The properties of a reference to a Deployment. */
export interface WorkloadReferenceProps {
  /** The Deployment's name. */
  readonly name: string;

  /**
   * What the controller does with the Deployment's own pods.
   *
   * @default WorkloadScaleDown.ON_SUCCESS
   */
  readonly scaleDown?: WorkloadScaleDown;

  /**
   * The labels that select the pods; the template must have them.
   *
   * @default - `app` with the application's name
   */
  readonly selector?: { [label: string]: string };
}

/** A reference to a Deployment in the application's namespace, which holds the pod template. */
export class WorkloadReference {
  /** A Deployment. @param props its name, and how the Rollout takes over */
  public static deployment(props: WorkloadReferenceProps): WorkloadReference {
    return new WorkloadReference(props ?? {} as WorkloadReferenceProps);
  }

  /** The Deployment's name. */
  public readonly name: string;

  /** What the controller does with the Deployment's own pods. */
  public readonly scaleDown: WorkloadScaleDown;

  /** The labels that select the pods; undefined for `app` with the application's name. */
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
    const wrongLabel =
      this.selector === undefined
        ? undefined
        : mapFault(this.selector, 'the selector of a workload must map labels to texts', isText, "{ app: 'echo' }");
    const isEmpty = this.selector !== undefined && !wrongLabel && Object.keys(this.selector).length === 0;
    return [
      ...this.inputFaults.map((fault) => `workload: ${fault}`),
      ...(name ? [`the Deployment ${name}`] : []),
      ...(Object.values(WorkloadScaleDown).includes(this.scaleDown)
        ? []
        : [
          `scaleDown must be a WorkloadScaleDown, ${given(this.scaleDown)}: ` +
            'write for example WorkloadScaleDown.ON_SUCCESS',
        ]),
      ...(wrongLabel ? [wrongLabel] : labelFaults(this.selector ?? {}).map((fault) => `the selector ${fault}`)),
      ...(isEmpty
        ? [
          'the selector of a workload is empty, so it would select every pod: ' +
            "omit it to select the application's pods",
        ]
        : []),
    ];
  }
}
