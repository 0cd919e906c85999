import { NoticeOptions } from '../notices';
import { IngressOptions } from '../shared/ingress';

/** How an application is exposed through ingress-nginx. */
export interface IngressNginxOptions extends NoticeOptions, IngressOptions {
  /**
   * The name of the canary Ingress.
   *
   * @default - `<application>-canary`
   */
  readonly canaryIngressName?: string;

  /**
   * A header by which clients choose for themselves while a routing step is in force: `always` leads to the canary,
   * `never` to stable, any other value does nothing. This is beyond the plan, and the only header then: a plan with
   * a header route is refused.
   *
   * @default - none
   */
  readonly choiceHeader?: string;

  /**
   * A cookie by which clients choose for themselves while a routing step is in force: `always` leads to the canary,
   * `never` to stable, any other value does nothing. This is beyond the plan; header routes come first.
   *
   * @default - none
   */
  readonly choiceCookie?: string;
}
