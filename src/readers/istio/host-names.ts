/** A service of the cluster, as its complete name says. @internal */
export interface ServiceName {
  readonly namespace: string | undefined;
  readonly name: string;
}

/**
 * A host as Istio completes it: a name without dots is a Service of the object's own namespace, and everything else is
 * taken as complete (ResolveShortnameToFQDN in pkg/config/model of istio/istio).
 *
 * @internal
 */
export function completed(host: string, namespace: string | undefined): string {
  return host.includes('.') || host === '*' ? host.toLowerCase() : `${host}.${namespace ?? UNKNOWN}.svc.cluster.local`.toLowerCase();
}

/** A gateway as `namespace/name`, in all the ways in which a VirtualService may name it (resolveGatewayName, there). @internal */
export function gatewayNamed(text: string, namespace: string | undefined): string {
  const own = namespace ?? '';
  if (text === 'mesh') {
    return text;
  }
  if (text.includes('/')) {
    return text.replace(/^\.\//, `${own}/`);
  }
  const [name, space = own] = text.split('.');
  return `${space}/${name}`;
}

/** Stands for the namespace of objects that leave it to `kubectl -n`. */
const UNKNOWN = '?';

/** The Service that a complete name stands for; undefined for a name from outside of the cluster. @internal */
export function serviceNamed(host: string): ServiceName | undefined {
  const found = /^([^.]+)\.([^.]+)\.svc\..+$/.exec(host);
  return found ? { name: found[1], namespace: found[2] === UNKNOWN ? undefined : found[2] } : undefined;
}

/** Whether every name that one pattern takes is taken by the other, too (SubsetOf in pkg/config/host/name.go). @internal */
export function isPartOf(host: string, pattern: string): boolean {
  return pattern === '*' || host === pattern || (pattern.startsWith('*') && host.replace(/^\*/, '').endsWith(pattern.slice(1)) && host.length >= pattern.length);
}

/** The more specific one of two host patterns, if they have something in common (Intersection in pkg/config/host/names.go). @internal */
export function intersection(left: string, right: string): string | undefined {
  return isPartOf(left, right) ? left : isPartOf(right, left) ? right : undefined;
}

/** The most specific first: names, then wildcards by length. @internal */
export function bySpecificity(left: string, right: string): number {
  const rank = (host: string) => (host === '*' ? 0 : host.startsWith('*') ? 1 : 2);
  return rank(right) - rank(left) || right.length - left.length;
}
