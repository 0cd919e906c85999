import { RE2JS } from 're2js';
import { ANY_PATH, NamedCondition, RouteConditions, TextCondition } from './route-conditions';
import { HttpRequest } from '../../http';
import { examplesOf } from '../../http/expression-examples';

/**
 * Requests that tell the routes of some objects apart: those that a route has to take, and those next to them that it
 * must not. They are found in the objects alone.
 *
 * @internal
 */
export class RequestClasses {
  /** One for each route, and one for each of its addresses without any header: what a table shows. */
  public readonly typical: HttpRequest[];

  /** Also those that only nearly fulfil a condition, and those that no route is about: what a proof asks. */
  public readonly all: HttpRequest[];

  /** @param routes what the routes ask for */
  public constructor(routes: RouteConditions[]) {
    const byHost = new Map<string, RouteConditions[]>();
    for (const route of routes) {
      for (const host of (route.hosts.length === 0 ? ['*'] : route.hosts).map(hostExample)) {
        byHost.set(host, [...(byHost.get(host) ?? []), route]);
      }
    }
    const hosts = [...byHost].sort(([one], [other]) => (one < other ? -1 : 1));
    this.typical = distinct(hosts.flatMap(([host, own]) => typicalOf(host, own)));
    const [first] = routes;
    const elsewhere = first && !byHost.has('any.example') ? [HttpRequest.to('http://other.invalid/')] : [];
    this.all = distinct([...this.typical, ...hosts.flatMap(([host, own]) => neighboursOf(host, own)), ...elsewhere]);
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
 * Requests to a path, below it and beside it, with each header of the routes that may be about it, met, nearly met, and
 * one missing.
 */
function neighboursOf(host: string, routes: RouteConditions[]): HttpRequest[] {
  const paths = new Map<string, TextCondition>(
    routes.flatMap(({ paths: own }) => own).map((path) => [`${path.comparison} ${path.text}`, path]),
  );
  return [...paths.values(), ANY_PATH].flatMap((path) => {
    const about = routes.filter((route) => route.paths.some((other) => mayMeet(path, other)));
    const schemes = new Set(about.flatMap(schemesOf));
    const bare = (schemes.size === 0 ? ['http'] : [...schemes]).flatMap((scheme) =>
      near(path).flatMap((text) => addressOf(scheme, host, text) ?? []),
    );
    const conditions = distinctConditions(about.flatMap(({ headers }) => headers));
    return bare.flatMap((url) => [
      requestTo(url),
      ...about.flatMap((route) => [...fulfilling(url, route), ...butOne(url, route)]),
      ...conditions.flatMap((condition) => {
        return [...valuesOf(condition), ...nearValues(condition)].flatMap((value) =>
          withHeader(requestTo(url), condition.name, value),
        );
      }),
      ...everyHeader(url, conditions),
    ]);
  });
}

/** Whether a request can fulfil both: asked roughly, since what is asked too often costs only time. */
function mayMeet(one: TextCondition, other: TextCondition): boolean {
  const isOpen = [one, other].some(
    ({ comparison, text }) => comparison === 'regex' || comparison === 'present' || text === '/',
  );
  return isOpen || one.text.startsWith(other.text) || other.text.startsWith(one.text);
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
  const isFirst = (name: string, index: number) =>
    conditions.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === index;
  const firstOfEach = conditions.filter(({ name }, index) => isFirst(name, index));
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

function valuesOf({ comparison, text }: TextCondition): string[] {
  switch (comparison) {
    case 'exact':
      return [text];
    case 'prefix':
      return [text, `${text}x`];
    case 'present':
      return ['x'];
    case 'regex':
      return examplesOf(text)
        .filter((one) => finds(text, one))
        .slice(0, 2);
  }
}

function nearValues(condition: TextCondition): string[] {
  const [value = 'x'] = valuesOf(condition);
  return [`${value}x`, `x${value}`, value.toUpperCase(), 'always', 'never'];
}

/** Whole or in part: routers differ, and both are worth asking. */
function finds(expression: string, text: string): boolean {
  try {
    return RE2JS.compile(expression).matcher(text).find();
  } catch {
    return false;
  }
}

function pathExamples(path: TextCondition): string[] {
  return allPathExamples(path).slice(0, 2);
}

function allPathExamples({ comparison, text }: TextCondition): string[] {
  const found =
    comparison === 'regex'
      ? examplesOf(text).filter((one) => one.startsWith('/') && finds(text, one))
      : [comparison === 'present' ? '/' : text || '/'];
  return found.map((path) => (path.startsWith('/') ? path : `/${path}`));
}

function near(path: TextCondition): string[] {
  return [
    ...new Set(
      pathExamples(path).flatMap((text) => {
        const bare = text.endsWith('/') ? text.slice(0, -1) : text;
        return [text, `${bare}/`, `${bare}/x`, ...(bare === '' ? [] : [bare, `${bare}x`])];
      }),
    ),
  ];
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
