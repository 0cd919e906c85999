import type { IScalable, ScalingTarget } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ArgoRolloutsOptions } from './options';
import { ArgoRolloutsProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';
import { rolloutNames } from './rollout/context';

/** An application whose steps the controller of Argo Rollouts takes, before its release or with it. */
export interface ArgoRolloutProps extends RolloutStageProps, ArgoRolloutsOptions {}

/**
 * An application whose steps the controller of Argo Rollouts takes: a Rollout, a stable and a canary Service, and what its
 * router needs. The stages are `baseline`, with the stable version's pods, and `rollout`, with the canary's; everything
 * else is the same in both.
 *
 * It can be the target of a cdk8s-plus `HorizontalPodAutoscaler` (give that its metrics), and then leaves the number of
 * pods to it.
 */
export class ArgoRollout extends RolloutStage implements IScalable {
  /** Whether an autoscaler decides about the number of pods. */
  public hasAutoscaler: boolean;

  private readonly provider: ArgoRolloutsProvider;
  private readonly props: ArgoRolloutProps;

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage, router, and how the controller goes about it
   */
  public constructor(scope: Construct, id: string, props: ArgoRolloutProps) {
    const provider = new ArgoRolloutsProvider(routerOptions(props));
    super(scope, id, props, provider);
    this.provider = provider;
    this.props = props;
    this.hasAutoscaler = props?.autoscaled === true;
  }

  /** Leaves the number of pods to an autoscaler; the autoscaler calls it. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
    this.provider._autoscale();
  }

  /** What an autoscaler has to know: the Rollout's kind and name. (Containers are not listed: give the autoscaler its metrics.) */
  public toScalingTarget(): ScalingTarget {
    return {
      kind: 'Rollout',
      apiVersion: 'argoproj.io/v1alpha1',
      name: rolloutNames(this.props.application, this.props).rollout,
      containers: [],
    };
  }
}
