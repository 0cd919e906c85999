import { Construct } from 'constructs';
import { IngressNginxOptions } from './options';
import { IngressNginxProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** The properties of one stage of an application over ingress-nginx. */
export interface IngressNginxCanaryProps extends RolloutStageProps, IngressNginxOptions {}

/**
 * One stage of an application's rollout over ingress-nginx: a Deployment and a Service per running version, the main
 * Ingress, and the canary Ingress while both versions run.
 *
 * The main Ingress leads to the stable version's Service until `promote` points it at the canary's. Services are named
 * by version, so the next release needs none of the existing names.
 */
export class IngressNginxCanary extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage and Ingress options
   */
  public constructor(scope: Construct, id: string, props: IngressNginxCanaryProps) {
    super(scope, id, props, new IngressNginxProvider(routerOptions(props)));
  }
}
