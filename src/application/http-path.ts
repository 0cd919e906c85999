import { given, shown } from '../faults/shown';

/** How an `HttpPath` compares. */
export enum HttpPathKind {
  /** The path begins with this. */
  PREFIX = 'prefix',
  /** The path is exactly this. */
  EXACT = 'exact',
}

/**
 * A path under which an application is exposed.
 *
 * Routers differ in prefixes: in Gloo and Istio a prefix is a string, so `/echo` also matches `/echoes`; in
 * ingress-nginx and the Gateway API a prefix consists of whole path elements, so it does not. Each provider's page says
 * which.
 */
export class HttpPath {
  /** All paths that begin with this. @param path begins with a slash */
  public static prefix(path: string): HttpPath {
    return new HttpPath(HttpPathKind.PREFIX, path);
  }

  /** This path only. @param path begins with a slash */
  public static exact(path: string): HttpPath {
    return new HttpPath(HttpPathKind.EXACT, path);
  }

  /** How it compares. */
  public readonly kind: HttpPathKind;

  /** The path as given. */
  public readonly path: string;

  private constructor(kind: HttpPathKind, path: string) {
    this.kind = kind;
    this.path = path;
  }

  /** The faults of this path, one sentence each; empty if there are none. */
  public validate(): string[] {
    if (typeof this.path !== 'string') {
      return [`a path must be a text, ${given(this.path)}: write for example HttpPath.prefix('/echo')`];
    }
    if (!this.path.startsWith('/')) {
      return [`the path ${shown(this.path)} does not begin with a slash: write ${shown(`/${this.path}`)}`];
    }
    if (!/^(?:[A-Za-z0-9/:@._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/.test(this.path)) {
      return [
        `the path ${shown(this.path)} has characters that a request path must not contain (RFC 3986, ` +
          '3.3): percent-encode them, and omit query and fragment',
      ];
    }
    return [];
  }

  /** The path as text: `/echo…` for a prefix, `/echo` for an exact path. */
  public toString(): string {
    return this.kind === HttpPathKind.PREFIX ? `${this.path}…` : this.path;
  }
}
