import { sortedEntries } from '../faults/sorted-map';
import { requireKnownKeys } from '../faults/unknown-keys';

/** The method and headers of a request. */
export interface HttpRequestProps {
  /**
   * The HTTP method.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * Header names to values. Use `withHeader()` for a header that occurs in several lines.
   *
   * @default - only `Host`, which comes from the URL; a `Host` given here replaces it, as curl's `-H` does
   */
  readonly headers?: { [name: string]: string };
}

/**
 * One HTTP request as a client sends it. `Traffic.split()` evaluates which version answers it.
 *
 * Header names are case-insensitive (RFC 9110, 5.1), values are not. Header lines keep their order, and the same
 * name may occur several times.
 */
export class HttpRequest {
  /**
   * A request to a URL.
   *
   * @param url an absolute URL with `http` or `https`; a path alone (`/echo`) means the host `localhost`
   * @param props method and headers
   * @throws if the URL cannot be parsed, or its scheme is neither `http` nor `https`
   */
  public static to(url: string, props: HttpRequestProps = {}): HttpRequest {
    requireKnownKeys('HttpRequestProps', props, 'HttpRequest.to()');
    const absolute = url.startsWith('/') ? `http://localhost${url}` : url;
    if (!URL.canParse(absolute)) {
      throw new Error(`'${url}' is no URL. Write it with scheme, host and path, for example http://app.example/echo.`);
    }
    const parsed = new URL(absolute);
    if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
      throw new Error(
        `'${url}' has the scheme '${parsed.protocol.slice(0, -1)}'; only http and https requests can be evaluated.`,
      );
    }
    const scheme = parsed.protocol.slice(0, -1);
    const bare = new HttpRequest({
      scheme,
      authority: authorityOf(absolute, parsed),
      port: parsed.port === '' ? defaultPort(scheme) : Number(parsed.port),
      path: pathOf(absolute),
      query: parsed.search.slice(1),
      method: props.method ?? 'GET',
      headerLines: [],
    });
    return sortedEntries(props.headers ?? {}).reduce<HttpRequest>(
      (request, [name, value]) => request.withHeader(name, value),
      bare,
    );
  }

  /** `http` or `https`. */
  public readonly scheme: string;

  /**
   * The content of `:authority` and `Host`: the host name as written, and the port unless it is the scheme's default.
   */
  public readonly authority: string;

  /** The port that the client connects to: the one of the URL, whatever the header `Host` says. */
  public readonly port: number;

  /** The path as sent, still percent-encoded, without the query. */
  public readonly path: string;

  /** The query string without the question mark. */
  public readonly query: string;

  /** The method as sent. */
  public readonly method: string;

  private readonly headerLines: string[][];

  private constructor(parts: RequestParts) {
    this.scheme = parts.scheme;
    this.authority = parts.authority;
    this.port = parts.port;
    this.path = parts.path;
    this.query = parts.query;
    this.method = parts.method;
    this.headerLines = parts.headerLines;
  }

  /** Host name without port, in lower case: case makes no difference to names of hosts (RFC 9110, 4.2.3). */
  public get host(): string {
    return this.authority.replace(/:\d+$/, '').toLowerCase();
  }

  /** The lower-case names of all headers, each once, in the order of their first line. */
  public get headerNames(): string[] {
    return [...new Set(this.headerLines.map(([name]) => name))];
  }

  /**
   * The same request with one more header line. `Host` takes the place of the URL's host; the port to which the client
   * connects stays that of the URL.
   *
   * @param name the header name, in any case
   * @param value the value; leading and trailing blanks are removed
   * @throws if the value is not a text
   */
  public withHeader(name: string, value: string): HttpRequest {
    if (typeof value !== 'string') {
      throw new Error(
        `The header ${name} needs a text, but was given ${JSON.stringify(value)}. ` +
          'Call withHeader() once for every line of it.',
      );
    }
    if (name.toLowerCase() === 'host') {
      return this.but({ authority: trimmed(value) });
    }
    const lines = [...this.headerLines, [name.toLowerCase(), trimmed(value), value]];
    return this.but({ headerLines: lines });
  }

  /** The same request with more header lines, as `withHeader()` adds each of them. @internal */
  public _withHeaders(lines: readonly [name: string, value: string][]): HttpRequest {
    const hosts = lines.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => trimmed(value));
    const added = lines
      .filter(([name]) => name.toLowerCase() !== 'host')
      .map(([name, value]) => [name.toLowerCase(), trimmed(value), value]);
    return this.but({
      authority: hosts.at(-1) ?? this.authority,
      headerLines: [...this.headerLines, ...added],
    });
  }

  /** The same request without any line of a header. @param name the header name, in any case */
  public withoutHeader(name: string): HttpRequest {
    const lines = this.headerLines.filter(([present]) => present !== name.toLowerCase());
    return this.but({ headerLines: lines });
  }

  /**
   * The values of a header, one per line, in order; empty if the request lacks the header.
   *
   * @param name the header name, in any case
   */
  public headerValues(name: string): string[] {
    return this.headerLines.filter(([present]) => present === name.toLowerCase()).map(([, value]) => value);
  }

  /** The values of a header with the blanks around them: routers do not all trim the same ones. @internal */
  public _sentValues(name: string): string[] {
    return this.headerLines.filter(([present]) => present === name.toLowerCase()).map(([, , sent]) => sent);
  }

  /** The decoded values of a query parameter, in order. @param name the decoded name */
  public queryValues(name: string): string[] {
    return new URLSearchParams(this.query).getAll(name);
  }

  /** The request in one line: `GET http://app.example/echo [stage: canary]`. */
  public toString(): string {
    const query = this.query ? `?${this.query}` : '';
    const headers = this.headerLines.map(([name, value]) => ` [${name}: ${value}]`).join('');
    const named = Number(/:(\d+)$/.exec(this.authority)?.[1] ?? defaultPort(this.scheme));
    const port = named === this.port ? '' : ` [to port ${this.port}]`;
    return `${this.method} ${this.scheme}://${this.authority}${this.path}${query}${port}${headers}`;
  }

  private but(changed: Partial<RequestParts>): HttpRequest {
    const { scheme, authority, port, path, query, method, headerLines } = this;
    return new HttpRequest({ scheme, authority, port, path, query, method, headerLines, ...changed });
  }
}

/** What a request consists of. */
interface RequestParts {
  readonly scheme: string;
  readonly authority: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  readonly method: string;
  readonly headerLines: string[][];
}

function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}

/** Removes blanks around a header value, which are not part of it (RFC 9110, 5.5). */
function trimmed(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '');
}

/**
 * The path as written. `URL` would resolve `/a/../b` and escape characters; clients such as curl decide that for
 * themselves.
 */
function pathOf(url: string): string {
  // A URL may have any number of slashes after its scheme, and backslashes in their place
  // (https://url.spec.whatwg.org).
  const afterScheme = url.trimStart().replace(/^[a-z]+:[/\\]*/i, '');
  const start = afterScheme.search(/[/\\?#]/);
  if (start < 0 || !/[/\\]/.test(afterScheme[start])) {
    return '/';
  }
  return afterScheme.slice(start).replace(/[?#].*$/s, '');
}

/** The host as written: `URL` makes it lower case, and a route may compare it with regard to case. */
function authorityOf(url: string, parsed: URL): string {
  const [written] = url
    .trimStart()
    .replace(/^[a-z]+:[/\\]*/i, '')
    .split(/[/\\?#]/);
  const host = written.slice(written.lastIndexOf('@') + 1);
  const authority = parsed.port === '' ? host.replace(/:\d*$/, '') : host;
  return authority.toLowerCase() === parsed.host ? authority : parsed.host;
}
