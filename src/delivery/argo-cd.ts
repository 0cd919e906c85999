import { ApiObject } from 'cdk8s';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** How Argo CD orders a rollout's objects. */
export interface ArgoCdDeliveryProps {
  /**
   * The sync wave of workloads, their configuration and Services. Routes are in the next wave, and a Rollout is in the wave
   * after that.
   *
   * @default 0
   */
  readonly firstWave?: number;
}

/** What is wrong with the options, a sentence each. @internal */
export function argoCdFaults(props: ArgoCdDeliveryProps): string[] {
  const { firstWave = 0 } = props;
  const unknown = unknownKeyFaults('ArgoCdDeliveryProps', props).map((fault) => `delivery: ${fault}`);
  return unknown.length > 0 ? unknown : Number.isInteger(firstWave) && Math.abs(firstWave) < 2 ** 31
    ? []
    : [`delivery: the first wave must be a whole number, given ${String(firstWave)}`];
}

/** Puts an object into its sync wave, and lets pruning wait for everything else. @internal */
export function markForArgoCd(object: ApiObject, wave: number): void {
  object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(wave));
  object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'PruneLast=true');
}
