import { Application, HttpPath } from '../application';
import { HttpRequest } from '../http';
import { examplesOf } from '../http/expression-examples';
import { HeaderMatch, HeaderMatchKind, HeaderRoute, RolloutPlan } from '../plan';

/** What requests are made of, given directly. */
export interface RequestSpaceProps {
  /** Whole addresses, such as `http://app.example/echo`. */
  readonly urls: string[];

  /**
   * Sets of headers; the empty one is always among them.
   *
   * @default - no headers
   */
  readonly headers?: { [name: string]: string }[];
}

/**
 * Requests that stand for all that an application can get: a few for each host, path and condition of a plan, those that a
 * router has to take and those next to them that it must not.
 *
 * A condition by an expression is met by examples that are found in the expression itself; where none is found,
 * `notes` says so.
 */
export class RequestSpace {
  /**
   * The requests that an application's hosts and paths and a plan's headers tell apart.
   *
   * @param application what is released
   * @param plan how it is released
   * @throws if the application or the plan has faults
   */
  public static of(application: Application, plan: RolloutPlan): RequestSpace {
    const faults = [...application.validate(), ...plan.validate()];
    if (faults.length > 0) {
      throw new Error(`There are no requests to think of:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    }
    const lanes = plan.steps.filter(({ matches }) => matches !== undefined).map(({ matches }) => new HeaderRoute(matches!));
    const notes = lanes.flatMap(({ matches }) => matches).filter((match) => examples(match).length === 0).map((match) => `no example was found for the header condition '${match}'`);
    const urls = hostsOf(application).flatMap((host) => pathsOf(application).map((path) => `http://${host}${path}`));
    return new RequestSpace({ urls, headers: headerSets(lanes) }, notes);
  }

  /** Requests of one's own. @param props addresses and headers */
  public static given(props: RequestSpaceProps): RequestSpace {
    return new RequestSpace(props, []);
  }

  /** The requests, the smallest first: with the fewest headers, then with the shortest address. */
  public readonly requests: HttpRequest[];

  /** What of the space has no example. */
  public readonly notes: string[];

  private constructor({ urls, headers = [] }: RequestSpaceProps, notes: string[]) {
    const sets = [{}, ...headers];
    const requests = urls.flatMap((url) => sets.map((set) => HttpRequest.to(url, { headers: set })));
    this.requests = [...new Map(requests.map((request) => [String(request), request])).values()].sort(bySize);
    this.notes = notes;
  }
}

function bySize(one: HttpRequest, other: HttpRequest): number {
  const [text, otherText] = [one, other].map(String);
  return one.headerNames.length - other.headerNames.length || text.length - otherText.length || (text < otherText ? -1 : 1);
}

/** One name for each host, and one that is none of them. */
function hostsOf({ hosts }: Application): string[] {
  const named = hosts.map((host) => host.replace(/^\*/, 'any'));
  return hosts.length === 0 ? ['any.example'] : [...named, 'other.invalid'];
}

/** Each path, what is below it, and what only begins like it. */
function pathsOf({ paths }: Application): string[] {
  return [...new Set(['/', '/unclaimed', ...paths.flatMap(neighbours)])];
}

function neighbours({ path }: HttpPath): string[] {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return [path, `${bare}/`, `${bare}/x`, ...(bare === '' ? [] : [bare, `${bare}x`])];
}

/** Each lane met, each met but for one condition, and each condition by itself. */
function headerSets(lanes: HeaderRoute[]): { [name: string]: string }[] {
  const all = lanes.flatMap(({ matches }) => matches);
  const single = all.flatMap((match) => [...examples(match), ...others(match)].map((value) => ({ [match.name]: value })));
  const met = lanes.flatMap(({ matches }) => combinations(matches));
  const partly = lanes.flatMap(({ matches }) => matches.flatMap((_, index) => combinations(matches.filter((__, other) => other !== index))));
  return [...single, ...met, ...partly, ...combinations(firstOfEach(all))].filter((set) => Object.keys(set).length > 0);
}

function firstOfEach(matches: HeaderMatch[]): HeaderMatch[] {
  const same = (one: HeaderMatch, other: HeaderMatch) => one.name.toLowerCase() === other.name.toLowerCase();
  return matches.filter((match, index) => matches.findIndex((other) => same(match, other)) === index);
}

/** One request of each example of the first condition; examples of the others follow in step. */
function combinations(matches: HeaderMatch[]): { [name: string]: string }[] {
  const known = matches.map((match) => ({ match, values: examples(match) })).filter(({ values }) => values.length > 0);
  const count = Math.max(0, ...known.map(({ values }) => values.length));
  return [...Array(count).keys()].map((round) => Object.fromEntries(known.map(({ match, values }) => [match.name, values[round % values.length]])));
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

/** Values that do not, and nearly do. */
function others(match: HeaderMatch): string[] {
  const near = [...examples(match).slice(0, 2).flatMap((text) => [`${text}x`, `x${text}`, text.toUpperCase(), `${text},${text}`]), 'always', 'never'];
  return [...new Set(near)].filter((text) => !fulfils(match, text));
}

function fulfils(match: HeaderMatch, value: string): boolean {
  return value.trim() === value && value !== '' && match.matches(HttpRequest.to('/').withHeader(match.name, value));
}
