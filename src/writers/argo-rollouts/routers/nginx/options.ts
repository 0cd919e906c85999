import { HeaderMatch } from '../../../../plan';
import { IngressOptions } from '../../../shared/ingress';

/** How the controller of Argo Rollouts drives ingress-nginx. */
export interface NginxRoutingOptions extends IngressOptions {
  /**
   * Requests with this header reach the canary whatever the step: from the moment when a pod of it is available until
   * its promotion. A header route as a step, which opens at its own time, is nothing that Argo Rollouts can do over
   * ingress-nginx.
   *
   * @default - none
   */
  readonly lane?: HeaderMatch;

  /**
   * A header by which clients choose for themselves, from the moment when a pod of the canary is available: `always` leads
   * to the canary, `never` to stable, any other value does nothing. This is beyond the plan, and excludes `lane`.
   *
   * @default - none
   */
  readonly choiceHeader?: string;

  /**
   * A cookie by which clients choose for themselves, as by `choiceHeader`; the header comes first.
   *
   * @default - none
   */
  readonly choiceCookie?: string;

  /**
   * More annotations of the canary Ingress, with their whole names. The controller never removes one from a canary Ingress that
   * exists (argoproj/argo-rollouts#3806).
   *
   * @default - none
   */
  readonly canaryAnnotations?: { [name: string]: string };

  /**
   * What a weight of 100 % is written as: 1000 makes a tenth of a percent the smallest share. At least 100, since
   * ingress-nginx takes no notice of less.
   *
   * @default - 100, or as much as the finest weight of the plan needs
   */
  readonly maxTrafficWeight?: number;
}
