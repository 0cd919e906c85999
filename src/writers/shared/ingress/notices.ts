import { isRegexMode } from './faults';
import { IngressOptions } from './options';
import { Application } from '../../../application';

/** The end-of-life notice of ingress-nginx. @internal */
export const INGRESS_NGINX_LIFE_CYCLE =
  'the project was retired in March 2026 and gets no more fixes, not even for security: move to the Gateway API';

/**
 * Notices about an Ingress that are not faults, one sentence each: session affinity, with which the weights apply to
 * new clients only, and prefixes that an annotation makes regular expressions.
 *
 * @internal
 */
export function ingressNotices(application: Application, { annotations }: IngressOptions): string[] {
  const sticky =
    annotations?.['nginx.ingress.kubernetes.io/affinity'] === undefined
      ? []
      : [
        `ingress-nginx: clients of ${application.name} stay with their pod (session affinity), ` +
          'so the weights apply to new clients only.',
      ];
  const [path] = isRegexMode(annotations)
    ? application.paths.map((one) => one.path).filter((one) => !one.endsWith('/'))
    : [];
  const wide =
    path === undefined
      ? []
      : [
        `ingress-nginx: an annotation of ${application.name} (rewrite-target, ` +
          'use-regex) makes all paths of its hosts case-insensitive regular expressions without an end anchor: ' +
          `'${path}' also takes '${path}x' and '${path.toUpperCase()}', even if they belong to another application.`,
      ];
  return [...sticky, ...wide];
}
