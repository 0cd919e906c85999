/** Whether a hostname of a listener or a route takes a host, in any case. `*.` stands for one or more labels. @internal */
export function takesHost(hostname: string, authority: string): boolean {
  const host = authority.toLowerCase();
  return hostname.startsWith('*.') ? host.endsWith(hostname.slice(1)) && host.length > hostname.length - 1 : hostname === host;
}

/** What two hostnames have in common, if anything: the more specific of both. @internal */
export function commonHostname(one: string, other: string): string | undefined {
  if (one === other || isWithin(one, other)) {
    return one;
  }
  return isWithin(other, one) ? other : undefined;
}

/** The more specific one first: more characters without a wildcard, then more characters. @internal */
export function bySpecificity(one: string, other: string): number {
  const exact = (hostname: string) => (hostname.startsWith('*') ? 0 : hostname.length);
  return exact(other) - exact(one) || other.length - one.length;
}

function isWithin(inner: string, outer: string): boolean {
  return outer.startsWith('*.') && inner.replace(/^\*/, '').endsWith(outer.slice(1)) && inner.length > outer.length - 1;
}
