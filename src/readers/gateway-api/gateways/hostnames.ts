/** Whether a hostname takes a host; `*.` stands for one or more labels, empty is every host. @internal */
export function takesHost(hostname: string, host: string): boolean {
  if (hostname === '') {
    return true;
  }
  return hostname.startsWith('*.')
    ? host.endsWith(hostname.slice(1)) && host.length > hostname.length - 1
    : hostname === host;
}

/** What two hostnames have in common, if anything: the more specific of both. @internal */
export function commonHostname(one: string, other: string): string | undefined {
  if (isWithin(one, other)) {
    return one;
  }
  return isWithin(other, one) ? other : undefined;
}

/**
 * What the hostnames of a route and of a listener have in common (comment of HTTPRouteSpec.Hostnames in
 * apis/v1/httproute_types.go of kubernetes-sigs/gateway-api); the empty one is every host.
 *
 * @internal
 */
export function commonHostnames(listener: string | undefined, hostnames: readonly string[]): string[] {
  const written = hostnames.length > 0 ? hostnames : [''];
  return [...new Set(written.flatMap((hostname) => commonHostname(hostname, listener ?? '') ?? []))];
}

/** Whether every host of one hostname is one of another. @internal */
export function isWithin(inner: string, outer: string): boolean {
  if (inner === outer || outer === '') {
    return true;
  }
  return outer.startsWith('*.') && inner.replace(/^\*/, '').endsWith(outer.slice(1)) && inner.length > outer.length - 1;
}

/** The more specific one first: more characters without a wildcard, then more characters. @internal */
export function bySpecificity(one: string, other: string): number {
  const exact = (hostname: string) => (hostname.startsWith('*') ? 0 : hostname.length);
  return exact(other) - exact(one) || other.length - one.length;
}

/** All hostnames that take a host, the most specific one first. @internal */
export function hostnamesOf(host: string): string[] {
  const names = [host];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    names.push(`*${host.slice(dot)}`);
  }
  return [...names, ''];
}
