import { HeaderMatch } from '../../../../plan';
import { IngressOptions } from '../../../shared/ingress';

/** Options of Argo Rollouts with ingress-nginx. */
export interface NginxRoutingOptions extends IngressOptions {
  /**
   * A header whose requests reach the canary at every step: from the moment when a pod of the canary is available until
   * the promotion. Argo Rollouts does not support header routes as steps with ingress-nginx.
   *
   * @default - none
   */
  readonly lane?: HeaderMatch;

  /**
   * A header with which clients choose a version, from the moment when a pod of the canary is available: `always` leads
   * to the canary, `never` to stable, and other values have no effect. It works independently of the plan, and excludes
   * `lane`.
   *
   * @default - none
   */
  readonly choiceHeader?: string;

  /**
   * A cookie with which clients choose a version, as with `choiceHeader`; the header takes precedence.
   *
   * @default - none
   */
  readonly choiceCookie?: string;

  /**
   * More annotations of the canary Ingress, with their full names. The controller never removes an annotation from an
   * existing canary Ingress (argoproj/argo-rollouts#3806).
   *
   * @default - none
   */
  readonly canaryAnnotations?: { [name: string]: string };

  /**
   * The number that stands for a weight of 100 %: with 1000 the smallest step is 0.1 %. At least 100, because
   * ingress-nginx ignores a smaller total.
   *
   * @default - 100, or more if the plan has weights with decimals
   */
  readonly maxTrafficWeight?: number;
}
