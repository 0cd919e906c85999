import { isTrue, readText } from './values';
import { HttpRequest } from '../../../http';
import { KubernetesObject } from '../../engine/kubernetes-object';

const ONE_ORIGIN = /^([a-z]+:\/\/(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*|null)$/;

/**
 * Whether nginx answers a request itself, with 204, as a preflight of CORS: every OPTIONS whose `Origin` ends with an
 * allowed one; without a list of origins every OPTIONS (template CORS in rootfs/etc/nginx/template/nginx.tmpl, origins
 * in internal/ingress/annotations/cors/main.go and buildCorsOriginRegex in
 * internal/ingress/controller/template/template.go).
 *
 * @internal
 */
export function isPreflight(ingress: KubernetesObject | undefined, request: HttpRequest): boolean {
  if (request.method !== 'OPTIONS' || !isTrue(ingress, 'enable-cors')) {
    return false;
  }
  const written = readText(ingress, 'cors-allow-origin');
  const origins =
    written.state === 'value'
      ? written.value
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== '')
      : ['*'];
  if (origins.includes('*')) {
    return true;
  }
  const origin = request.headerValues('origin').join(', ');
  return origins
    .filter((one) => ONE_ORIGIN.test(one))
    .some((one) => endsWithOrigin(origin.toLowerCase(), one.toLowerCase()));
}

/** The first star stands for one label; what precedes the origin is not looked at. */
function endsWithOrigin(sent: string, allowed: string): boolean {
  const [before, after] = allowed.split('*');
  if (after === undefined) {
    return sent.endsWith(allowed);
  }
  const rest = sent.endsWith(after) ? sent.slice(0, sent.length - after.length) : '';
  const label = /[a-z0-9-]+$/.exec(rest)?.[0] ?? '';
  return (
    label !== '' &&
    Array.from(label, (_, start) => rest.slice(0, rest.length - label.length + start)).some((prefix) =>
      prefix.endsWith(before),
    )
  );
}
