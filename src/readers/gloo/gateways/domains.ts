/**
 * Values by the domains of hosts, as Envoy finds them: the exact one, then the longest `*.suffix`, then the longest
 * `prefix.*`, then `*`; the port is part of the host, and case does not count (RouteMatcher::findVirtualHost in
 * source/common/router/config_impl.cc of envoyproxy/envoy).
 *
 * @internal
 */
export class Domains<T> {
  private readonly exact = new Map<string, T>();
  private readonly suffixes = new Lengths<T>();
  private readonly prefixes = new Lengths<T>();
  private rest?: T;

  /** @returns whether the domain is new to Envoy, which takes each only once */
  public add(domain: string, value: T): boolean {
    const text = domain.toLowerCase();
    if (text === '*') {
      const isNew = this.rest === undefined;
      this.rest ??= value;
      return isNew;
    }
    if (text.startsWith('*')) {
      return this.suffixes.add(text.slice(1), value);
    }
    if (text.endsWith('*')) {
      return this.prefixes.add(text.slice(0, -1), value);
    }
    const isNew = !this.exact.has(text);
    this.exact.set(text, this.exact.get(text) ?? value);
    return isNew;
  }

  public find(host: string): T | undefined {
    const text = host.toLowerCase();
    return (
      this.exact.get(text) ??
      this.suffixes.find(text.length, (length) => text.slice(-length)) ??
      this.prefixes.find(text.length, (length) => text.slice(0, length)) ??
      this.rest
    );
  }
}

/** Texts by their length, the longest first; none matches a host of its own length. */
class Lengths<T> {
  private readonly byLength = new Map<number, Map<string, T>>();
  private lengths: number[] = [];

  add(text: string, value: T): boolean {
    const known = this.byLength.get(text.length);
    if (known === undefined) {
      this.byLength.set(text.length, new Map([[text, value]]));
      this.lengths = [...this.byLength.keys()].sort((one, other) => other - one);
      return true;
    }
    const isNew = !known.has(text);
    known.set(text, known.get(text) ?? value);
    return isNew;
  }

  find(hostLength: number, part: (length: number) => string): T | undefined {
    for (const length of this.lengths) {
      const found =
        length < hostLength ? this.byLength.get(length)!.get(length === 0 ? '' : part(length)) : undefined;
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}
