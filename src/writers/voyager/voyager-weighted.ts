import { Construct } from 'constructs';
import { VoyagerOptions } from './options';
import { VoyagerProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** One stage of an application over Voyager. */
export interface VoyagerWeightedProps extends RolloutStageProps, VoyagerOptions {}

/**
 * One stage of an application's rollout over Voyager: a Deployment per running version with weighted pods, a Service
 * over all of them, and Voyager's Ingress.
 *
 * Weights are in the pods, so a stage that changes them replaces pods, new ones first. The weight of a version that is
 * left alone never changes.
 */
export class VoyagerWeighted extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage, and how it is exposed
   */
  public constructor(scope: Construct, id: string, props: VoyagerWeightedProps) {
    super(scope, id, props, new VoyagerProvider(routerOptions(props)));
  }
}
