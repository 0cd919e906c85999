import type { IScalable, ScalingTarget } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ArgoRolloutsOptions } from './options';
import { ArgoRolloutsProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';
import { rolloutNames } from './rollout/context';

/** The properties of an application that Argo Rollouts releases, at the stage `baseline` or `rollout`. */
export interface ArgoRolloutProps extends RolloutStageProps, ArgoRolloutsOptions {}

/**
 * An application that Argo Rollouts releases: a Rollout, a stable and a canary Service, and the objects of its router.
 * The stages are `baseline`, with the stable version's pods, and `rollout`, with the canary's; everything else is the
 * same in both.
 *
 * It can be the target of a cdk8s-plus `HorizontalPodAutoscaler`. Then the autoscaler, which needs metrics of its own,
 * sets the number of pods.
 */
export class ArgoRollout extends RolloutStage implements IScalable {
  /** Whether an autoscaler sets the number of pods. */
  public hasAutoscaler: boolean;

  private readonly provider: ArgoRolloutsProvider;
  private readonly props: ArgoRolloutProps;

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage, router and the controller's options
   */
  public constructor(scope: Construct, id: string, props: ArgoRolloutProps) {
    const provider = new ArgoRolloutsProvider(routerOptions(props));
    super(scope, id, props, provider);
    this.provider = provider;
    this.props = props;
    this.hasAutoscaler = props?.autoscaled === true;
  }

  /** Omits the number of pods, because an autoscaler sets it. The autoscaler calls this method. */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
    this.provider._autoscale();
  }

  /** The Rollout's kind and name for an autoscaler. Containers are not listed, so give the autoscaler its metrics. */
  public toScalingTarget(): ScalingTarget {
    return {
      kind: 'Rollout',
      apiVersion: 'argoproj.io/v1alpha1',
      name: rolloutNames(this.props.application, this.props).rollout,
      containers: [],
    };
  }
}
