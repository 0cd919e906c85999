import { mergedSlashes, normalizedPath } from './envoy-path';
import { headerReadings, HeaderOptions, pseudoHeader } from './header-readings';
import { Verdict, verdictOf } from './verdict';
import { HttpRequest } from '../../http';

/** How an Envoy receives requests. @internal */
export interface EnvoyOptions extends HeaderOptions {
  /** Whether `normalize_path` is set. True by default, as Istio, Gloo and Envoy Gateway have it. */
  readonly normalizesPath?: boolean;
  /** Whether `merge_slashes` is set. False by default. */
  readonly mergesSlashes?: boolean;
}

/**
 * A request as Envoy's routes see it: its path normalised, the headers that the proxy adds there, those that it
 * removes gone. Make one for each request and entry, and ask it for every route.
 *
 * @internal
 */
export class ReceivedRequest {
  /** The path that routes compare, without the query. */
  public readonly path: string;

  private readonly readings = new Map<string, readonly string[][]>();
  private parameters?: Map<string, string>;

  public constructor(
    public readonly request: HttpRequest,
    private readonly options: EnvoyOptions = {},
  ) {
    const { normalizesPath = true, mergesSlashes = false } = options;
    const path = normalizesPath ? normalizedPath(request.path) : request.path;
    this.path = mergesSlashes ? mergedSlashes(path) : path;
  }

  /**
   * What Envoy may compare with a condition on a header: one list of values for each way in which the header may be
   * read, mostly one. A list without values means that the header is absent.
   *
   * @param name in any case, or a pseudo-header such as `:path`
   */
  public headerReadings(name: string): readonly string[][] {
    const known = this.readings.get(name);
    if (known !== undefined) {
      return known;
    }
    const pseudo = pseudoHeader(name.toLowerCase(), this.request, this.path, this.options);
    const made = pseudo === undefined ? headerReadings(name.toLowerCase(), this.request, this.options) : [[pseudo]];
    this.readings.set(name, made);
    return made;
  }

  /** Whether a header is there. */
  public hasHeader(name: string): Verdict {
    return this.agreed(name, (values) => values.length > 0);
  }

  /**
   * Whether some line of a header fulfils a condition.
   *
   * @param isMissingEmpty whether a missing header counts as an empty one (`treat_missing_header_as_empty`)
   */
  public matchesHeader(name: string, condition: (value: string) => boolean, isMissingEmpty: boolean = false): Verdict {
    return this.agreed(name, (values) =>
      values.length === 0 ? isMissingEmpty && condition('') : values.some(condition),
    );
  }

  /** The first parameter of a name, which Envoy does not decode for routes; undefined where there is none. */
  public queryParameter(name: string): string | undefined {
    this.parameters ??= parametersOf(this.request.query);
    return this.parameters.get(name);
  }

  private agreed(name: string, isSo: (values: string[]) => boolean): Verdict {
    const [first, ...others] = this.headerReadings(name);
    const verdict = isSo(first);
    return others.every((values) => isSo(values) === verdict) ? verdictOf(verdict) : 'unknown';
  }
}

/** Each name with its first value (QueryParamsMulti in source/common/http/utility.cc). */
function parametersOf(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    const end = pair.indexOf('=');
    const name = end < 0 ? pair : pair.slice(0, end);
    if (pair !== '' && !parameters.has(name)) {
      parameters.set(name, end < 0 ? '' : pair.slice(end + 1));
    }
  }
  return parameters;
}
