import { Application, HttpPath } from '../application';
import { HttpRequest } from '../http';
import { examplesOf } from '../http/expression-examples';
import { HeaderMatch, HeaderMatchKind, HeaderRoute, RolloutPlan } from '../plan';

/** The URLs and headers of a request space. */
export interface RequestSpaceProps {
  /** Absolute URLs, such as `http://app.example/echo`. */
  readonly urls: string[];

  /**
   * Sets of headers. Each URL is also requested without headers.
   *
   * @default - no headers
   */
  readonly headers?: { [name: string]: string }[];
}

/**
 * A sample of the requests that an application can get. For each host, path and header condition it holds a few
 * requests that match, and a few that nearly match.
 *
 * Examples for regular expressions are guessed from the expression and tested against it. `notes` lists expressions for
 * which no guess matches.
 */
export class RequestSpace {
  /**
   * The requests that an application's hosts and paths and a plan's header routes distinguish.
   *
   * @param application the application
   * @param plan the plan of its release
   * @throws if the application or the plan has faults
   */
  public static of(application: Application, plan: RolloutPlan): RequestSpace {
    const faults = [...application.validate(), ...plan.validate()];
    if (faults.length > 0) {
      throw new Error(
        'The application or the plan is invalid, so there are no requests ' +
          `to compare:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
      );
    }
    const lanes = plan.steps
      .filter(({ matches }) => matches !== undefined)
      .map(({ matches }) => new HeaderRoute(matches!));
    const notes = lanes
      .flatMap(({ matches }) => matches)
      .filter((match) => examples(match).length === 0)
      .map((match) => `no example was found for the header condition '${match}'`);
    const urls = hostsOf(application).flatMap((host) => pathsOf(application).map((path) => `http://${host}${path}`));
    return new RequestSpace({ urls, headers: headerSets(lanes) }, notes);
  }

  /** A space of given requests. @param props URLs and headers */
  public static given(props: RequestSpaceProps): RequestSpace {
    return new RequestSpace(props, []);
  }

  /** The requests, the smallest first: by number of headers, then by length. */
  public readonly requests: HttpRequest[];

  /** The header conditions without an example. */
  public readonly notes: string[];

  private constructor({ urls, headers = [] }: RequestSpaceProps, notes: string[]) {
    const sets = [{}, ...headers];
    const requests = urls.flatMap((url) => sets.map((set) => HttpRequest.to(url, { headers: set })));
    this.requests = [...new Map(requests.map((request) => [String(request), request])).values()].sort(bySize);
    this.notes = notes;
  }
}

/** Fewer headers first, then the shorter one. @internal */
export function bySize(one: HttpRequest, other: HttpRequest): number {
  const [text, otherText] = [one, other].map(String);
  return (
    one.headerNames.length - other.headerNames.length || text.length - otherText.length || (text < otherText ? -1 : 1)
  );
}

/** A name for each host, and one host that the application does not have. */
function hostsOf({ hosts }: Application): string[] {
  const named = hosts.map((host) => host.replace(/^\*/, 'any'));
  return hosts.length === 0 ? ['any.example'] : [...named, 'other.invalid'];
}

/** Each path, a path below it, and a path that only begins with the same characters. */
function pathsOf({ paths }: Application): string[] {
  return [...new Set(['/', '/unclaimed', ...paths.flatMap(neighbours)])];
}

function neighbours({ path }: HttpPath): string[] {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return [path, `${bare}/`, `${bare}/x`, ...(bare === '' ? [] : [bare, `${bare}x`])];
}

/** Header sets that fulfil each lane, each lane except for one condition, and each condition alone. */
function headerSets(lanes: HeaderRoute[]): { [name: string]: string }[] {
  const all = lanes.flatMap(({ matches }) => matches);
  const single = all.flatMap((match) =>
    [...examples(match), ...nearMisses(match)].map((value) => ({ [match.name]: value })),
  );
  const met = lanes.flatMap(({ matches }) => combinations(matches));
  const partly = lanes.flatMap(({ matches }) =>
    matches.flatMap((_, index) => combinations(matches.filter((__, other) => other !== index))),
  );
  return [...single, ...met, ...partly, ...combinations(firstOfEach(all))].filter((set) => Object.keys(set).length > 0);
}

function firstOfEach(matches: HeaderMatch[]): HeaderMatch[] {
  const same = (one: HeaderMatch, other: HeaderMatch) => one.name.toLowerCase() === other.name.toLowerCase();
  return matches.filter((match, index) => matches.findIndex((other) => same(match, other)) === index);
}

/** A header set for each example of the condition with the most examples; the examples of the others repeat. */
function combinations(matches: HeaderMatch[]): { [name: string]: string }[] {
  const known = matches.map((match) => ({ match, values: examples(match) })).filter(({ values }) => values.length > 0);
  const count = Math.max(0, ...known.map(({ values }) => values.length));
  return [...Array(count).keys()].map((round) =>
    Object.fromEntries(known.map(({ match, values }) => [match.name, values[round % values.length]])),
  );
}

/** Values that fulfil a condition. */
function examples(match: HeaderMatch): string[] {
  const { kind, value = '' } = match;
  switch (kind) {
    case HeaderMatchKind.EXACT: return [value];
    case HeaderMatchKind.PREFIX: return [value.trimEnd(), `${value}x`].filter((text) => fulfils(match, text));
    case HeaderMatchKind.PRESENT: return ['x', 'always'];
    case HeaderMatchKind.REGEX: return examplesOf(value).filter((text) => fulfils(match, text));
  }
}

/** Values that nearly fulfil a condition. */
function nearMisses(match: HeaderMatch): string[] {
  const near = [
    ...examples(match)
      .slice(0, 2)
      .flatMap((text) => [`${text}x`, `x${text}`, text.toUpperCase(), `${text},${text}`]),
    'always',
    'never',
  ];
  return [...new Set(near)].filter((text) => !fulfils(match, text));
}

function fulfils(match: HeaderMatch, value: string): boolean {
  return value.trim() === value && value !== '' && match.matches(HttpRequest.to('/').withHeader(match.name, value));
}
