import { differingParts, RequestPart, withParts } from './request-parts';
import { HttpRequest } from '../http';
import { Split } from '../readers/engine';
import { fulfillingRequests } from '../readers/engine/request-classes';
import { Alternatives } from '../readers/engine/route-conditions';

/** What a route does with a request. @internal */
export type RouteVerdict =
  /** It takes the request. */
  | { readonly kind: 'takes' }
  /** It would take the request if these parts were as they are in the example, and no fewer. */
  | { readonly kind: 'parts'; readonly parts: RequestPart[]; readonly example: HttpRequest }
  /** Other routes take even what fulfils all of its conditions. */
  | { readonly kind: 'order'; readonly takers: string[]; readonly example: HttpRequest }
  /** No request is known that it takes. */
  | { readonly kind: 'unknown' }
  /** So many requests were asked for other routes that none is left for this one. */
  | { readonly kind: 'not tried' };

/** Asks the router's own reader who answers a request. @internal */
export interface Ask {
  (request: HttpRequest): Split;
  /** Whether more requests may be asked. */
  readonly mayGoOn: boolean;
}

/** Of the requests that fulfil a route, and of those that it takes, so many are tried. */
const MOST_EXAMPLES = 60;
const MOST_TAKEN = 3;

/**
 * Finds by trial what a request lacks: conditions are not interpreted here, the reader is asked about requests that
 * have some parts of one that the route takes.
 *
 * @internal
 */
export function verdictOf(asked: Alternatives, request: HttpRequest, ask: Ask): RouteVerdict {
  const isTaken = (one: HttpRequest) => ask(one)._routes.includes(asked.route.id);
  if (isTaken(request)) {
    return { kind: 'takes' };
  }
  if (!ask.mayGoOn) {
    return { kind: 'not tried' };
  }
  const examples = asked.conditions.flatMap(fulfillingRequests).slice(0, MOST_EXAMPLES);
  const taken = firstOf(nearest(request, examples), isTaken, MOST_TAKEN);
  if (taken.length === 0) {
    const [example] = examples;
    const takers = example === undefined ? [] : ask(example)._routes;
    return asked.route.asksMore || takers.length === 0 ? { kind: 'unknown' } : { kind: 'order', takers, example };
  }
  const found = taken.map((example) => {
    return { kind: 'parts' as const, parts: neededParts(request, example, isTaken), example };
  });
  return found.sort((one, other) => one.parts.length - other.parts.length)[0];
}

/** The parts of an example of which none can be left out: what can be is given up, one part after the other. */
function neededParts(
  request: HttpRequest,
  example: HttpRequest,
  isTaken: (one: HttpRequest) => boolean,
): RequestPart[] {
  let parts = differingParts(request, example);
  for (let before = Infinity; parts.length < before;) {
    before = parts.length;
    for (const part of parts) {
      const fewer = parts.filter((one) => one !== part);
      parts = isTaken(withParts(request, example, fewer)) ? fewer : parts;
    }
  }
  return parts;
}

/** The examples that differ least from a request come first. */
function nearest(request: HttpRequest, examples: readonly HttpRequest[]): HttpRequest[] {
  return examples
    .map((example) => ({ example, distance: differingParts(request, example).length }))
    .sort((one, other) => one.distance - other.distance)
    .map(({ example }) => example);
}

function firstOf<T>(values: readonly T[], holds: (value: T) => boolean, most: number): T[] {
  const found: T[] = [];
  for (let place = 0; place < values.length && found.length < most; place++) {
    if (holds(values[place])) {
      found.push(values[place]);
    }
  }
  return found;
}
