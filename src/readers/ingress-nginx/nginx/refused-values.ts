import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { integer, readInteger, text, valueOf } from '../annotations/values';

/**
 * The annotation whose value the controller accepts and writes into nginx's configuration, where nginx refuses it:
 * times, sizes and numbers out of their bounds, variables without a name (rootfs/etc/nginx/template/nginx.tmpl;
 * ngx_http_proxy_module.c, ngx_http_upstream.c, ngx_http_limit_req_module.c, ngx_http_script.c of nginx 1.27).
 *
 * @internal
 */
export function refusedValue(ingress: KubernetesObject): string | undefined {
  return knownValue(ingress).name;
}

const knownValue = memoizeByObject((ingress: KubernetesObject): { readonly name?: string } => ({
  name: findValue(ingress),
}));

function findValue(ingress: KubernetesObject): string | undefined {
  const number = (name: string) => valueOf(readInteger(ingress, name));
  return (
    NOT_NEGATIVE.find((name) => (number(name) ?? 0) < 0) ??
    SIZES.find((name) => /[bg]/i.test(text(ingress, name) ?? '')) ??
    bufferFault(ingress) ??
    limitFault(number) ??
    cookiePathFault(ingress) ??
    mirrorFault(ingress) ??
    WITH_VARIABLES.find((name) => /\$(?![a-zA-Z1-9_])/.test(text(ingress, name) ?? ''))
  );
}

const NOT_NEGATIVE = [
  'proxy-connect-timeout',
  'proxy-send-timeout',
  'proxy-read-timeout',
  'proxy-next-upstream-timeout',
  'proxy-next-upstream-tries',
  'proxy-buffers-number',
];

/** Sizes that the template writes as they are: the annotations accept the units b and g, which nginx refuses. */
const SIZES = ['proxy-buffer-size', 'proxy-busy-buffers-size'];

const WITH_VARIABLES = ['rewrite-target', 'app-root'];

/**
 * nginx needs at least two proxy buffers. The busy size is from one buffer up to all buffers but one; the size of a
 * temporary file is 0 or at least one buffer.
 */
function bufferFault(ingress: KubernetesObject): string | undefined {
  const size = bytesOf(text(ingress, 'proxy-buffer-size') ?? '4k');
  const count = valueOf(readInteger(ingress, 'proxy-buffers-number')) ?? 4;
  const written = text(ingress, 'proxy-busy-buffers-size');
  const busy = written === undefined ? 2 * size : bytesOf(written);
  if (size === 0) {
    return 'proxy-buffer-size';
  }
  if (count < 2 || busy > (count - 1) * size) {
    return written === undefined ? 'proxy-buffers-number' : 'proxy-busy-buffers-size';
  }
  const file = text(ingress, 'proxy-max-temp-file-size') ?? '';
  const isFileTooSmall = /^\d+[kmg]?$/i.test(file) && bytesOf(file) !== 0 && bytesOf(file) < size;
  return busy < size ? 'proxy-busy-buffers-size' : isFileTooSmall ? 'proxy-max-temp-file-size' : undefined;
}

function limitFault(number: (name: string) => number | undefined): string | undefined {
  const isLimited = (number('limit-rps') ?? 0) > 0 || (number('limit-rpm') ?? 0) > 0;
  return isLimited && (number('limit-burst-multiplier') ?? 5) <= 0
    ? 'limit-burst-multiplier'
    : (number('limit-connections') ?? 0) > 65535
      ? 'limit-connections'
      : undefined;
}

/** `off`, or two words. */
function cookiePathFault(ingress: KubernetesObject): string | undefined {
  const words = (text(ingress, 'proxy-cookie-path') ?? 'off').split(/\s+/);
  return words.length === 2 || (words.length === 1 && words[0] === 'off') ? undefined : 'proxy-cookie-path';
}

/** A mirror target has to be an http or https URL. Without a host the controller writes no location for the mirror. */
function mirrorFault(ingress: KubernetesObject): string | undefined {
  const target = text(ingress, 'mirror-target') ?? '';
  const hasHost = text(ingress, 'mirror-host') !== undefined || /^[a-z][-+.a-z0-9]*:\/\/[^/?#$]/i.test(target);
  return target !== '' && hasHost && !/^https?:\/\//i.test(target) ? 'mirror-target' : undefined;
}

function bytesOf(size: string): number {
  const unit =
    ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as { [letter: string]: number })[size.slice(-1).toLowerCase()] ?? 1;
  return integer(size.replace(/[a-z]$/i, '')) * unit;
}
