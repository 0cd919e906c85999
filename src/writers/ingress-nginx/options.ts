import { NoticeOptions } from '../notices';
import { IngressOptions } from '../shared/ingress';

/** Options of an application over ingress-nginx. */
export interface IngressNginxOptions extends NoticeOptions, IngressOptions {
  /**
   * The name of the canary Ingress.
   *
   * @default - `<application>-canary`
   */
  readonly canaryIngressName?: string;

  /**
   * A header with which clients choose a version while a routing step is in force: `always` leads to the canary,
   * `never` to stable, and other values have no effect. It works independently of the plan. A canary has only one
   * header, so a plan with a header route is refused.
   *
   * @default - none
   */
  readonly choiceHeader?: string;

  /**
   * A cookie with which clients choose a version while a routing step is in force: `always` leads to the canary,
   * `never` to stable, and other values have no effect. It works independently of the plan; header routes take
   * precedence.
   *
   * @default - none
   */
  readonly choiceCookie?: string;
}
