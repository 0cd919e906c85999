import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { Pitfall } from '../../engine/pitfall';
import { CanaryPlan } from '../progress/replica-counts';

/** An accepted Rollout whose pitfalls are asked for. @internal */
export interface RolloutInput {
  readonly rollout: KubernetesObject;
  readonly plan: CanaryPlan;
  readonly index: ObjectIndex;
}

/** A pitfall as a tuple, in the order in which it is read. @internal */
export type Hazard = readonly [
  rule: string,
  severity: Pitfall['severity'],
  message: string,
  fix: string,
  source: string,
  others?: KubernetesObject[],
];

/** A pitfall of a Rollout. @internal */
export function pitfallOf(
  rollout: KubernetesObject,
  [rule, severity, message, fix, source, others = []]: Hazard,
): Pitfall {
  return { rule, severity, objects: [rollout, ...others], message, fix, source };
}
