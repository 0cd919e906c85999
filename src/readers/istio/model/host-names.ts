import { memoizeByObject } from '../../../caching/memoize-by-object';
/** A Service of the cluster, as its complete name says. @internal */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * A host as Istio completes it: a name without dots is a Service of the object's own namespace, and everything else
 * counts as complete. Case stays: destinations are compared with it, and Services have none of it
 * (ResolveShortnameToFQDN in pilot/pkg/model/config.go of istio/istio).
 *
 * @internal
 */
export function completed(host: string, namespace: string): string {
  return host.includes('.') || host.includes(':') || host === '*' ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** The complete name of a Service. @internal */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/**
 * A gateway as `namespace/name`, in all the ways in which a VirtualService may name it; `mesh` stays
 * (resolveGatewayName in pilot/pkg/model/config.go).
 *
 * @internal
 */
export function gatewayNamed(text: string, namespace: string): string {
  if (text === 'mesh') {
    return text;
  }
  if (text.includes('/')) {
    return text.replace(/^\.\//, `${namespace}/`);
  }
  const [name, space = namespace] = text.split('.');
  return `${space}/${name}`;
}

/** The Service that a complete name stands for; undefined for a name from outside of the cluster. @internal */
export function serviceNamed(host: string): ServiceName | undefined {
  const found = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host);
  return found ? { name: found[1], namespace: found[2] } : undefined;
}

/**
 * Whether a name, or a pattern, is taken by another pattern as a whole (SubsetOf in pkg/config/host/name.go).
 *
 * @internal
 */
export function isPartOf(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*')) {
    return host === pattern;
  }
  const isShorter = host.startsWith('*') && host.length < pattern.length;
  return !isShorter && host.replace(/^\*/, '').endsWith(pattern.slice(1));
}

/** Whether two patterns have a name in common (Matches in pkg/config/host/name.go). @internal */
export function overlaps(left: string, right: string): boolean {
  return isPartOf(left, right) || isPartOf(right, left);
}

/**
 * The more specific one of two patterns, if they have something in common (Intersection in pkg/config/host/names.go).
 *
 * @internal
 */
export function intersection(left: string, right: string): string | undefined {
  return isPartOf(left, right) ? left : isPartOf(right, left) ? right : undefined;
}

/**
 * What is kept for the most specific pattern that takes a name: the name itself, else the longest wildcard
 * (MostSpecificHostMatch in pilot/pkg/model/config.go; Envoy finds virtual hosts in the same way).
 *
 * @param byPattern a map that changes no more once it is asked
 * @internal
 */
export function mostSpecific<T>(host: string, byPattern: ReadonlyMap<string, T>): T | undefined {
  const own = byPattern.get(host);
  if (own !== undefined) {
    return own;
  }
  const name = host.startsWith('*') ? host.slice(1) : host;
  for (const length of wildcardLengths(byPattern)) {
    const found = length > name.length ? undefined : byPattern.get(`*${name.slice(name.length - length)}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/**
 * How long wildcards are without their asterisk, the longest first: mostly one or two lengths. Safe to keep: a map that
 * is asked changes no more.
 */
const wildcardLengths = memoizeByObject((byPattern: ReadonlyMap<string, unknown>): number[] => {
  const found = new Set<number>();
  for (const pattern of byPattern.keys()) {
    if (pattern.startsWith('*')) {
      found.add(pattern.length - 1);
    }
  }
  return [...found].sort((left, right) => right - left);
});
