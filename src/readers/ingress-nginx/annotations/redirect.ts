import { readBool, readInteger, Reading, readText } from './values';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';

/** Where an Ingress sends every client. @internal */
export interface Redirect {
  /** The status of the answer; undefined where clients are not sent away from a path. */
  readonly code?: number;
  /** Whether the host with or without `www.` leads to the other one. */
  readonly isFromToWww: boolean;
}

/**
 * The redirect of an Ingress (internal/ingress/annotations/redirect/redirect.go). The values are read one after the
 * other: an invalid one drops the Ingress, an empty one ends the reading without a redirect. Any text is a permanent
 * redirect; a temporal one has to be a URL of HTTP.
 *
 * @internal
 */
export function readRedirect(ingress: KubernetesObject | undefined): Reading<Redirect> {
  return ingress === undefined ? { state: 'missing' } : knownRedirect(ingress);
}

const knownRedirect = memoizeByObject((ingress: KubernetesObject): Reading<Redirect> => {
  const fromToWww = readBool(ingress, 'from-to-www-redirect');
  const relative = readBool(ingress, 'relative-redirects');
  const temporal = readText(ingress, 'temporal-redirect');
  const fault = firstFault([fromToWww, relative, temporal]);
  if (fault) {
    return fault;
  }
  const isFromToWww = fromToWww.state === 'value' && fromToWww.value;
  if (temporal.state === 'value') {
    const code = readInteger(ingress, 'temporal-redirect-code');
    return (
      firstFault([code]) ??
      (isHttpUrl(temporal.value)
        ? { state: 'value', value: { code: between(code, 300, 307) ?? 302, isFromToWww } }
        : { state: 'empty' })
    );
  }
  const permanent = readText(ingress, 'permanent-redirect');
  const code = readInteger(ingress, 'permanent-redirect-code');
  const laterFault = firstFault([permanent, code]);
  if (laterFault) {
    return laterFault;
  }
  const isPermanent = permanent.state === 'value';
  return { state: 'value', value: { code: isPermanent ? (between(code, 300, 308) ?? 301) : undefined, isFromToWww } };
});

/** The first value that ends the reading; one that is missing does not. */
function firstFault(readings: Reading<unknown>[]): Exclude<Reading<never>, { readonly state: 'value' }> | undefined {
  const found = readings.find(({ state }) => state === 'empty' || state === 'invalid');
  return found?.state === 'value' ? undefined : found;
}

function between(code: Reading<number>, least: number, most: number): number | undefined {
  return code.state === 'value' && code.value >= least && code.value <= most ? code.value : undefined;
}

/** What Go's url.Parse takes with a scheme that begins with http; a port has to be a number. */
function isHttpUrl(text: string): boolean {
  const [, authority = ''] = /^[^:]*:\/\/([^/?]*)/.exec(text) ?? [];
  const port = authority.includes(':') ? authority.slice(authority.lastIndexOf(':') + 1) : '';
  return /^http[-+.a-z0-9]*:/i.test(text) && /^\d*$/.test(port);
}
