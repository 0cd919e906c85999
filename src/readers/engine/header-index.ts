import { HttpRequest } from '../../http';

/** A header that a route needs: it takes no request without it. @internal */
export interface NeededHeader {
  readonly name: string;
  /** The value, where only one will do. */
  readonly value?: string;
}

/**
 * Whether proxies add, replace or remove a header before they route, so that what a client sends of it says little.
 *
 * @param name in lower case
 * @internal
 */
export function isSetByProxies(name: string): boolean {
  return SET_BY_PROXIES.test(name);
}

const SET_BY_PROXIES = new RegExp(
  '^(x-forwarded-|x-envoy-|' +
    '(x-real-ip|x-request-id|forwarded|via|te|connection|keep-alive|proxy-connection|transfer-encoding|' +
    'upgrade|expect)$)',
);

/**
 * Routes by the headers that they need, so that a request is compared only with those that may take it: of thousands of
 * routes, each for another header or value, that is a few.
 *
 * @internal
 */
export class HeaderIndex<T> {
  private readonly always: number[] = [];
  private readonly byName = new Map<string, number[]>();
  private readonly byValue = new Map<string, number[]>();

  /**
   * @param routes in the order in which they count
   * @param needed the headers of which a route needs at least one; undefined where it may do without any
   */
  public constructor(
    private readonly routes: readonly T[],
    needed: (route: T) => NeededHeader[] | undefined,
  ) {
    routes.forEach((route, place) => {
      const headers = needed(route);
      const names = headers?.map(({ name }) => name.toLowerCase()) ?? [];
      if (headers === undefined || names.some((name) => isNoPlainHeader(name) || isSetByProxies(name))) {
        this.always.push(place);
        return;
      }
      headers.forEach(({ value }, index) => {
        const [map, key] = value === undefined
          ? [this.byName, names[index]]
          : [this.byValue, pair(names[index], value)];
        const places = map.get(key) ?? [];
        map.set(key, places);
        places.push(place);
      });
    });
  }

  /** The routes that may take a request, in their order. */
  public of(request: HttpRequest): readonly T[] {
    if (this.always.length === this.routes.length) {
      return this.routes;
    }
    const places = new Set(this.always);
    for (const name of request.headerNames) {
      this.byName.get(name)?.forEach((place) => places.add(place));
      if (this.byValue.size > 0) {
        const lines = request.headerValues(name);
        // Some proxies compare the lines of a header one by one, others joined.
        for (const value of [...lines, lines.join(','), lines.join(', ')]) {
          this.byValue.get(pair(name, value))?.forEach((place) => places.add(place));
        }
      }
    }
    return [...places].sort((one, other) => one - other).map((place) => this.routes[place]);
  }
}

/** What belongs to the request line: every request has it. */
function isNoPlainHeader(name: string): boolean {
  return name === 'host' || name.startsWith(':');
}

function pair(name: string, value: string): string {
  return `${name}\n${value}`;
}
