import { allPathExamples, near, nearValues, pathExamples, roughPathTest, valuesOf } from './request-examples';
import { RequestCollection } from './request-limit';
import { ANY_PATH, NamedCondition, RouteConditions, TextCondition } from './route-conditions';
import { HttpRequest } from '../../http';

/**
 * Requests that tell the routes of some objects apart: those that a route has to take, and those next to them that it
 * must not. They are found in the objects alone.
 *
 * @internal
 */
export class RequestClasses {
  private readonly byHost: [host: string, routes: RouteConditions[]][];
  private foundTypical?: HttpRequest[];
  private foundAll?: HttpRequest[];

  /** @param routes what the routes ask for */
  public constructor(private readonly routes: RouteConditions[]) {
    const byHost = new Map<string, RouteConditions[]>();
    for (const route of routes) {
      for (const host of hostsOf(route)) {
        const known = byHost.get(host) ?? [];
        byHost.set(host, known);
        known.push(route);
      }
    }
    this.byHost = [...byHost].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /**
   * One for each route, and one for each of its addresses without any header: what a table shows.
   *
   * @throws RequestLimitError if there are too many of them
   */
  public get typical(): HttpRequest[] {
    return (this.foundTypical ??= this.collection(true, typicalOf).requests);
  }

  /**
   * Also those that only nearly fulfil a condition, and those that no route is about: what a proof asks.
   *
   * @throws RequestLimitError if there are too many of them
   */
  public get all(): HttpRequest[] {
    const isElsewhereKnown = this.byHost.length === 0 || this.byHost.some(([host]) => host === 'any.example');
    const elsewhere = isElsewhereKnown ? [] : [HttpRequest.to('http://other.invalid/')];
    return (this.foundAll ??= this.collection(false, typicalOf, neighboursOf).add(elsewhere).requests);
  }

  private collection(areAsked: boolean, ...makers: Maker[]): RequestCollection {
    const collection = new RequestCollection(this.routes.length, areAsked);
    for (const make of makers) {
      this.byHost.forEach(([host, own]) => collection.add(make(host, own)));
    }
    return collection;
  }
}

/** Makes requests to a host. */
type Maker = (host: string, routes: RouteConditions[]) => Iterable<HttpRequest>;

/**
 * Requests that fulfil all conditions of a route, as far as examples of them are known.
 *
 * @throws RequestLimitError if there are too many of them
 * @internal
 */
export function fulfillingRequests(route: RouteConditions): HttpRequest[] {
  return new RequestCollection(1).add(eachFulfilling(route)).requests;
}

function* eachFulfilling(route: RouteConditions): Generator<HttpRequest> {
  const methods = route.methods === undefined || route.methods.length === 0 ? [undefined] : route.methods;
  const paths = route.paths.flatMap(fulfillingPaths);
  for (const host of hostsOf(route)) {
    for (const scheme of schemesOf(route)) {
      for (const url of paths.flatMap((path) => addressOf(scheme, host, path) ?? [])) {
        for (const method of methods) {
          yield* requestWith(url, route, route.headers, method);
        }
      }
    }
  }
}

/** Of a prefix also a path below it, of an expression all examples. */
function fulfillingPaths(path: TextCondition): string[] {
  const examples = allPathExamples(path);
  return path.comparison === 'prefix'
    ? examples.flatMap((text) => [text, `${text.endsWith('/') ? text : `${text}/`}x`])
    : examples;
}

/** Where a request goes, without what it carries. @internal */
export function addressLine(request: HttpRequest): string {
  return String(request).split(' [')[0];
}

function* typicalOf(host: string, routes: RouteConditions[]): Generator<HttpRequest> {
  for (const route of routes) {
    for (const scheme of schemesOf(route)) {
      for (const path of route.paths) {
        const [text] = pathExamples(path);
        const url = text === undefined ? undefined : addressOf(scheme, host, text);
        if (url !== undefined) {
          yield requestTo(url);
          yield* fulfilling(url, route);
        }
      }
    }
  }
}

/**
 * Requests to the paths of routes, below them and beside them, with each header of the routes that may be about the
 * path: met, nearly met, and one missing.
 */
function* neighboursOf(host: string, routes: RouteConditions[]): Generator<HttpRequest> {
  const paths = new Map<string, TextCondition>(
    routes.flatMap(({ paths: own }) => own).map((path) => [`${path.comparison} ${path.text}`, path]),
  );
  const texts = new Set([...paths.values(), ANY_PATH].flatMap(near));
  const tested = routes.map((route) => ({ route, tests: route.paths.map(roughPathTest) }));
  for (const text of texts) {
    const lower = text.toLowerCase();
    const about = tested.filter(({ tests }) => tests.some((test) => test(lower))).map(({ route }) => route);
    const schemes = new Set(about.flatMap(schemesOf));
    for (const scheme of schemes.size === 0 ? ['http'] : schemes) {
      const url = addressOf(scheme, host, text);
      if (url !== undefined) {
        yield* requestsAt(url, about);
      }
    }
  }
}

/** The requests to an address that routes about it tell apart. */
function* requestsAt(url: string, routes: RouteConditions[]): Generator<HttpRequest> {
  const bare = requestTo(url);
  yield bare;
  for (const route of routes) {
    yield* fulfilling(url, route);
    yield* butOne(url, route);
  }
  const conditions = distinctConditions(routes.flatMap(({ headers }) => headers));
  for (const condition of conditions) {
    for (const value of [...valuesOf(condition), ...nearValues(condition)]) {
      yield* withHeader(bare, condition.name, value);
    }
  }
  yield* everyHeader(url, conditions);
}

/** The first request, the one with the examples of all conditions, and one for each method. */
function fulfilling(url: string, route: RouteConditions): HttpRequest[] {
  const requests = [...(route.methods ?? []), undefined].flatMap((method) =>
    requestWith(url, route, route.headers, method),
  );
  return requests.filter(
    (request) => request.headerNames.length > 0 || request.query !== '' || request.method !== 'GET',
  );
}

function* butOne(url: string, route: RouteConditions): Generator<HttpRequest> {
  const { headers } = route;
  for (let index = 0; headers.length > 1 && index < headers.length; index++) {
    yield* requestWith(url, route, headers.filter((_, other) => other !== index));
  }
}

function everyHeader(url: string, conditions: NamedCondition[]): HttpRequest[] {
  const byName = new Map<string, NamedCondition>();
  for (const condition of conditions) {
    const name = condition.name.toLowerCase();
    byName.set(name, byName.get(name) ?? condition);
  }
  const firstOfEach = [...byName.values()];
  return firstOfEach.length < 2 ? [] : requestWith(url, { hosts: [], paths: [], headers: [] }, firstOfEach);
}

function requestWith(url: string, route: RouteConditions, headers: NamedCondition[], method?: string): HttpRequest[] {
  const query = (route.queryParameters ?? []).flatMap((parameter) =>
    valuesOf(parameter)
      .slice(0, 1)
      .map((value) => `${parameter.name}=${value}`),
  );
  const address = query.length === 0 ? url : `${url}?${query.join('&')}`;
  const start = requestTo(
    address,
    method === undefined || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method) ? undefined : method,
  );
  const lines: [name: string, value: string][] = [];
  for (const { name, negation, ...condition } of headers) {
    const value = negation === undefined ? valuesOf(condition).at(0) : 'other';
    if (negation === 'absent') {
      continue;
    }
    if (value === undefined || !isHeader(name, value)) {
      return [];
    }
    lines.push([name, value]);
  }
  return [start._withHeaders(lines)];
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest[] {
  return isHeader(name, value) ? [request.withHeader(name, value)] : [];
}

/** Whether a client can send it as a header. What begins with a colon belongs to HTTP itself. */
function isHeader(name: string, value: string): boolean {
  return (
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && value !== '' && value.trim() === value && !/[\0\r\n]/.test(value)
  );
}

function hostsOf({ hosts }: RouteConditions): string[] {
  return (hosts.length === 0 ? ['*'] : hosts).map(hostExample);
}

function hostExample(host: string): string {
  const name = host.trim();
  return name === '' || name === '*'
    ? 'any.example'
    : name.replace(/^\*/, 'any').replace(/\*$/, 'example').toLowerCase();
}

function schemesOf({ schemes = [] }: RouteConditions): string[] {
  return schemes.length === 0 ? ['http'] : schemes;
}

/** What cannot be an address is left out: a host or path in an object may be anything. */
function addressOf(scheme: string, host: string, path: string): string | undefined {
  const url = `${scheme}://${host}${path.replace(/[\s?#]/g, (character) => encodeURIComponent(character))}`;
  return URL.canParse(url) && !/[/\\@]/.test(host) ? url : undefined;
}

function requestTo(url: string, method?: string): HttpRequest {
  return HttpRequest.to(url, { method });
}

function distinctConditions(conditions: NamedCondition[]): NamedCondition[] {
  return [
    ...new Map(
      conditions.map((condition) => [
        JSON.stringify([condition.name, condition.comparison, condition.text]),
        condition,
      ]),
    ).values(),
  ];
}
