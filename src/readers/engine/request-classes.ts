import { allPathExamples, near, nearValues, pathExamples, roughPathTest, valuesOf } from './request-examples';
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
  public constructor(routes: RouteConditions[]) {
    const byHost = new Map<string, RouteConditions[]>();
    for (const route of routes) {
      for (const host of (route.hosts.length === 0 ? ['*'] : route.hosts).map(hostExample)) {
        const known = byHost.get(host) ?? [];
        byHost.set(host, known);
        known.push(route);
      }
    }
    this.byHost = [...byHost].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** One for each route, and one for each of its addresses without any header: what a table shows. */
  public get typical(): HttpRequest[] {
    return (this.foundTypical ??= distinct(this.byHost.flatMap(([host, own]) => typicalOf(host, own))));
  }

  /** Also those that only nearly fulfil a condition, and those that no route is about: what a proof asks. */
  public get all(): HttpRequest[] {
    return (this.foundAll ??= distinct([
      ...this.typical,
      ...this.byHost.flatMap(([host, own]) => neighboursOf(host, own)),
      ...(this.byHost.every(([host]) => host !== 'any.example') && this.byHost.length > 0
        ? [HttpRequest.to('http://other.invalid/')]
        : []),
    ]));
  }
}

/**
 * Requests that fulfil all conditions of a route, as far as examples of them are known.
 *
 * @internal
 */
export function fulfillingRequests(route: RouteConditions): HttpRequest[] {
  const hosts = (route.hosts.length === 0 ? ['*'] : route.hosts).map(hostExample);
  const methods = route.methods === undefined || route.methods.length === 0 ? [undefined] : route.methods;
  return distinct(
    hosts.flatMap((host) =>
      schemesOf(route).flatMap((scheme) =>
        route.paths.flatMap(fulfillingPaths).flatMap((path) => {
          const url = addressOf(scheme, host, path);
          return url === undefined
            ? []
            : methods.flatMap((method) => requestWith(url, route, route.headers, method));
        }),
      ),
    ),
  );
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

function typicalOf(host: string, routes: RouteConditions[]): HttpRequest[] {
  return routes.flatMap((route) =>
    schemesOf(route).flatMap((scheme) =>
      route.paths.flatMap((path) => {
        return pathExamples(path)
          .slice(0, 1)
          .flatMap((text) => {
            const url = addressOf(scheme, host, text);
            return url === undefined ? [] : [requestTo(url), ...fulfilling(url, route)];
          });
      }),
    ),
  );
}

/**
 * Requests to the paths of routes, below them and beside them, with each header of the routes that may be about the
 * path: met, nearly met, and one missing.
 */
function neighboursOf(host: string, routes: RouteConditions[]): HttpRequest[] {
  const paths = new Map<string, TextCondition>(
    routes.flatMap(({ paths: own }) => own).map((path) => [`${path.comparison} ${path.text}`, path]),
  );
  const texts = new Set([...paths.values(), ANY_PATH].flatMap(near));
  const tested = routes.map((route) => ({ route, tests: route.paths.map(roughPathTest) }));
  return [...texts].flatMap((text) => {
    const lower = text.toLowerCase();
    const about = tested.filter(({ tests }) => tests.some((test) => test(lower))).map(({ route }) => route);
    const conditions = distinctConditions(about.flatMap(({ headers }) => headers));
    const schemes = new Set(about.flatMap(schemesOf));
    return (schemes.size === 0 ? ['http'] : [...schemes])
      .flatMap((scheme) => addressOf(scheme, host, text) ?? [])
      .flatMap((url) => {
        const bare = requestTo(url);
        return [
          bare,
          ...about.flatMap((route) => [...fulfilling(url, route), ...butOne(url, route)]),
          ...conditions.flatMap((condition) => {
            return [...valuesOf(condition), ...nearValues(condition)].flatMap((value) =>
              withHeader(bare, condition.name, value),
            );
          }),
          ...everyHeader(url, conditions),
        ];
      });
  });
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

function butOne(url: string, route: RouteConditions): HttpRequest[] {
  const { headers } = route;
  return headers.length < 2
    ? []
    : headers.flatMap((_, index) =>
      requestWith(
        url,
        route,
        headers.filter((__, other) => other !== index),
      ),
    );
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
  const withExample = (one: HttpRequest, condition: NamedCondition) => {
    if (condition.negation !== undefined) {
      return condition.negation === 'absent' ? [one] : withHeader(one, condition.name, 'other');
    }
    return valuesOf(condition)
      .slice(0, 1)
      .flatMap((value) => withHeader(one, condition.name, value));
  };
  const [request] = headers.reduce<HttpRequest[]>(
    (made, condition) => made.flatMap((one) => withExample(one, condition)),
    [start],
  );
  return request ? [request] : [];
}

/** A header as a client can send it. What begins with a colon belongs to HTTP itself. */
function withHeader(request: HttpRequest, name: string, value: string): HttpRequest[] {
  const isHeader =
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && value !== '' && value.trim() === value && !/[\0\r\n]/.test(value);
  return isHeader ? [request.withHeader(name, value)] : [];
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

function distinct(requests: HttpRequest[]): HttpRequest[] {
  return [...new Map(requests.map((request) => [String(request), request])).values()];
}
