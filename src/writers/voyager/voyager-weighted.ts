import { Construct } from 'constructs';
import { VoyagerOptions } from './options';
import { VoyagerProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** The properties of one stage of an application over Voyager. */
export interface VoyagerWeightedProps extends RolloutStageProps, VoyagerOptions {}

/**
 * One stage of an application's rollout over Voyager: a Deployment per running version with weighted pods, a Service
 * over all of them, and Voyager's Ingress.
 *
 * Pods carry the weights, so a stage that changes weights replaces pods; new pods start first. The pods of a version
 * that runs alone keep their weight.
 */
export class VoyagerWeighted extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage and Ingress options
   */
  public constructor(scope: Construct, id: string, props: VoyagerWeightedProps) {
    super(scope, id, props, new VoyagerProvider(routerOptions(props)));
  }
}
