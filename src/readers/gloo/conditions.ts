import { VirtualHost } from './gateways/virtual-host';
import { GlooObjects } from './objects/gloo-objects';
import { plainAnswer } from './pitfalls/same-answer';
import { FlatRoute, flatRouteId } from './routes/flat-route';
import { pathKind } from './routes/matchers';
import { ANY_PATH, ConditionedRoute, NamedCondition, RouteConditions, textCondition } from '../engine/route-conditions';

/**
 * What the routes of a VirtualService ask for, delegation resolved; every path where it has no route. Tables that are
 * not among the objects are left out: there is nothing to tell of them.
 *
 * @internal
 */
export function conditionsOf(host: VirtualHost, objects: GlooObjects): RouteConditions[] {
  const { service: { spec }, routes } = host;
  const hosts: string[] = spec?.virtualHost?.domains ?? [];
  const schemes = spec?.sslConfig === undefined ? ['http'] : ['https'];
  const asked = routes.filter(({ unknown }) => unknown === undefined).flatMap((route) => {
    const reached = conditionedRoute(route, host, objects);
    return route.matchers.map((matcher): RouteConditions => {
      const kind = pathKind(matcher);
      const path = kind === undefined ? ANY_PATH : textCondition({ [kind]: matcher[kind] });
      return {
        hosts,
        schemes,
        paths: [{ ...path, route: reached }],
        headers: named(matcher.headers),
        queryParameters: named(matcher.queryParameters),
        methods: matcher.methods,
      };
    });
  });
  return routes.length === 0 ? [{ hosts, schemes, paths: [ANY_PATH], headers: [] }] : asked;
}

function conditionedRoute(flat: FlatRoute, host: VirtualHost, objects: GlooObjects): ConditionedRoute {
  const { holder, matchers } = flat;
  return {
    id: flatRouteId(flat),
    holder,
    get action() {
      return plainAnswer(flat, host, objects);
    },
    asksMore: matchers.some((matcher) => pathKind(matcher) === 'connectMatcher'),
  };
}

function named(conditions: any[] = []): NamedCondition[] {
  return conditions
    .filter(({ name }) => typeof name === 'string')
    .map(({ name, value, regex, invertMatch }) => {
      const negation = invertMatch === true ? (value ? 'different' : 'absent') : undefined;
      return { name, comparison: value ? (regex ? 'regex' : 'exact') : 'present', text: value ?? '', negation };
    });
}
