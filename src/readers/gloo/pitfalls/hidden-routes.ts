import { beginningOf, covers, hasConditions } from './coverage';
import { haveSameAnswer } from './same-answer';
import { Pitfall } from '../../engine/pitfall';
import { VirtualHost } from '../gateways/virtual-host';
import { GlooObjects } from '../objects/gloo-objects';
import { FlatRoute, routeName } from '../routes/flat-route';
import { Matcher, pathKind } from '../routes/matchers';

/**
 * Routes that never get a request, since those before them take all of theirs, and that lead elsewhere. Routes are
 * tried in order: one without conditions takes all of its paths.
 *
 * @internal
 */
export function hiddenRoutes(host: VirtualHost, objects: GlooObjects): Pitfall[] {
  const before = new Before();
  return host.routes.flatMap((route): Pitfall[] => {
    const takers = route.matchers.map((matcher) => before.takerOf(matcher));
    before.add(route);
    const other = takers.find((taker) => taker !== undefined && !haveSameAnswer(taker, route, host, objects));
    return takers.includes(undefined) || other === undefined ? [] : [hiddenRoute(host, route, other)];
  });
}

function hiddenRoute({ service }: VirtualHost, route: FlatRoute, other: FlatRoute): Pitfall {
  const [name, otherName] = [route, other].map(({ holder, position }) => routeName(holder, position));
  const taken = other.matchers.some(hasConditions)
    ? 'all of its requests'
    : 'all requests of its path, whatever their headers';
  return {
    rule: 'gloo-hidden-route',
    severity: 'error',
    objects: [...new Set([service, route.holder, other.holder])],
    message: `${name} never gets a request: ${otherName} stands before it and takes ${taken}`,
    fix: `Write ${name} before ${otherName}, or give the latter the headers that it is meant for; between RouteTables `
      + 'the lower weight comes first, within one delegation only.',
    source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/',
  };
}

/** The routes that were read, by the path of their matchers: only a prefix of a path can cover it. */
class Before {
  private readonly byPath = new Map<
    string,
    { readonly route: FlatRoute; readonly matcher: Matcher; readonly order: number }[]
  >();
  private count = 0;

  add(route: FlatRoute): void {
    for (const matcher of route.matchers) {
      const kind = pathKind(matcher);
      const key = `${kind} ${kind === undefined ? '' : String(matcher[kind])}`;
      const known = this.byPath.get(key);
      const entry = { route, matcher, order: this.count++ };
      if (known === undefined) {
        this.byPath.set(key, [entry]);
      } else if (!known.some((other) => covers(other.matcher, matcher))) {
        known.push(entry);
      }
    }
  }

  /** The first route that takes all requests of a matcher. */
  takerOf(matcher: Matcher): FlatRoute | undefined {
    const found = keysFor(matcher).flatMap(
      (key) => (this.byPath.get(key) ?? []).find((one) => covers(one.matcher, matcher)) ?? [],
    );
    return found.length === 0
      ? undefined
      : found.reduce((first, one) => (one.order < first.order ? one : first)).route;
  }
}

/** Prefixes that are longer than this are not looked for. */
const MAX_PATH = 1_000;

/** Under which paths a route may be that takes all requests of a matcher. */
function keysFor(matcher: Matcher): string[] {
  const kind = pathKind(matcher);
  if (kind === undefined || kind === 'connectMatcher') {
    return [];
  }
  const path = beginningOf(matcher)!;
  const prefixes = Array.from({ length: Math.min(path.length, MAX_PATH) + 1 }, (_, length) => path.slice(0, length));
  return [
    ...prefixes.map((prefix) => `prefix ${prefix}`),
    ...(kind === 'prefix' ? [] : [`${kind} ${matcher[kind]}`]),
  ];
}
