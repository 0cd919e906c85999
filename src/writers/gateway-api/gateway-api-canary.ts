import { Construct } from 'constructs';
import { GatewayApiOptions } from './options';
import { GatewayApiProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** The properties of one stage of an application over the Gateway API. */
export interface GatewayApiCanaryProps extends RolloutStageProps, GatewayApiOptions {}

/**
 * One stage of an application's rollout over the Gateway API: a Deployment and a Service per running version, and an
 * HTTPRoute with header routes, weights and a mirror.
 */
export class GatewayApiCanary extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage and Gateways
   */
  public constructor(scope: Construct, id: string, props: GatewayApiCanaryProps) {
    super(scope, id, props, new GatewayApiProvider(routerOptions(props)));
  }
}
