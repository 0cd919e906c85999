import { ApiObject } from 'cdk8s';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** How Argo CD orders a rollout's objects. */
export interface ArgoCdDeliveryProps {
  /**
   * The sync wave of workloads, their configuration and Services. Routes are in the next wave, and a Rollout in the one
   * after that.
   *
   * @default 0
   */
  readonly firstWave?: number;
}

/** The faults of the options, one sentence each. @internal */
export function argoCdFaults(props: ArgoCdDeliveryProps): string[] {
  const { firstWave = 0 } = props;
  const unknown = unknownKeyFaults('ArgoCdDeliveryProps', props).map((fault) => `delivery: ${fault}`);
  return unknown.length > 0 ? unknown : Number.isInteger(firstWave) && Math.abs(firstWave) < 2 ** 31
    ? []
    : [`delivery: the first wave must be a whole number, given ${String(firstWave)}`];
}

/** Annotates an object with its sync wave, and with pruning after everything else. @internal */
export function markForArgoCd(object: ApiObject, wave: number): void {
  object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
  object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'PruneLast=true');
}
