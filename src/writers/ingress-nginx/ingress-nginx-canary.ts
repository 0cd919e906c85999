import { Construct } from 'constructs';
import { IngressNginxOptions } from './options';
import { IngressNginxProvider } from './provider';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** One stage of an application over ingress-nginx. */
export interface IngressNginxCanaryProps extends RolloutStageProps, IngressNginxOptions {}

/**
 * One stage of an application's rollout over ingress-nginx: a Deployment and a Service per running version, the main
 * Ingress, and the canary Ingress while both versions run.
 *
 * The main Ingress leads to the stable version's Service until `promote`, which points it at the canary's; names are
 * those of the versions, so the next release clashes with nothing.
 */
export class IngressNginxCanary extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage, and how it is exposed
   */
  public constructor(scope: Construct, id: string, props: IngressNginxCanaryProps) {
    super(scope, id, props, new IngressNginxProvider(routerOptions(props)));
  }
}
