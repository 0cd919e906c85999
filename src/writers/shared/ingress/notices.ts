import { isRegexMode } from './faults';
import { IngressOptions } from './options';
import { Application } from '../../../application';

/** What is known of the end of ingress-nginx. @internal */
export const INGRESS_NGINX_LIFE_CYCLE = 'the project was retired in March 2026 and gets no more fixes, not even of security holes: move to the Gateway API';

/**
 * What of an Ingress is no fault and has to be known, one sentence each: an affinity, by which clients stay where they are
 * whatever the weights; and prefixes that an annotation turns into the beginnings of expressions.
 *
 * @internal
 */
export function ingressNotices(application: Application, { annotations }: IngressOptions): string[] {
  const sticky = annotations?.['nginx.ingress.kubernetes.io/affinity'] === undefined
    ? []
    : [`ingress-nginx: clients of ${application.name} stick to a pod (affinity), so the shares are those of new clients only.`];
  const [path] = isRegexMode(annotations) ? application.paths.map((one) => one.path).filter((one) => !one.endsWith('/')) : [];
  const wide = path === undefined
    ? []
    : [`ingress-nginx: an annotation of ${application.name} (rewrite-target, use-regex) turns all paths of its hosts into the beginnings of expressions in any case: '${path}' takes '${path}x' and '${path.toUpperCase()}' too, whichever application they were meant for.`];
  return [...sticky, ...wide];
}
