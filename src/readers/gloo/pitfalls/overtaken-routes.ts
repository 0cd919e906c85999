import { covers, coversPath, hasConditions } from './coverage';
import { plainAnswer } from './same-answer';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Pitfall } from '../../engine/pitfall';
import { VirtualHost } from '../gateways/virtual-host';
import { GlooObjects } from '../objects/gloo-objects';
import { FlatRoute, routeName } from '../routes/flat-route';

/** Of a table so many routes, the first in Envoy's order, are compared with each other. */
const MAX_ROUTES = 2_000;

/**
 * Routes with conditions that come before a route without conditions in their table, and after it in Envoy: if one
 * delegation selects several tables of one weight, Gloo sorts all their routes by path, and headers do not count.
 *
 * @internal
 */
export function overtakenRoutes(host: VirtualHost, objects: GlooObjects): Pitfall[] {
  return [...delegatedTables(host)].flatMap(([table, routes]) =>
    routes.slice(0, MAX_ROUTES).flatMap((later, place): Pitfall[] => {
      // In Envoy `later` comes after `first`, in the table before it.
      const first = routes
        .slice(0, Math.min(place, MAX_ROUTES))
        .find(
          (earlier) =>
            earlier.position > later.position &&
            takesFrom(earlier, later) &&
            plainAnswer(earlier, host, objects) !== plainAnswer(later, host, objects),
        );
      return first === undefined
        ? []
        : [
          {
            rule: 'gloo-overtaken-route',
            severity: 'warning',
            objects: [table, host.service],
            message:
                `Gloo puts ${routeName(table, first.position)} before ${routeName(table, later.position)}, although ` +
                `the latter is written first, so ${routeName(table, first.position)} takes its requests: the ` +
                'delegation selects several tables of one weight, and Gloo sorts their routes by path, whatever ' +
                'headers they ask for',
            fix: 'Give the table a spec.weight that no other selected table has: then its routes keep their order.',
            source: 'projects/gloo/pkg/utils/sort_routes.go of solo-io/gloo',
          },
        ];
    }),
  );
}

/**
 * Whether `earlier` takes requests that are meant for `later`: a matcher without conditions has all paths of a matcher
 * with conditions.
 */
function takesFrom(earlier: FlatRoute, later: FlatRoute): boolean {
  return later.matchers.some(
    (one) =>
      hasConditions(one) &&
      earlier.matchers.some((other) => coversPath(one, other) && !covers(one, other) && !hasConditions(other)),
  );
}

/** The routes of each RouteTable to which the host delegates, in Envoy's order. */
function delegatedTables({ routes }: VirtualHost): Map<KubernetesObject, FlatRoute[]> {
  const tables = new Map<KubernetesObject, FlatRoute[]>();
  for (const route of routes.filter(({ step }) => step !== undefined)) {
    const known = tables.get(route.holder);
    if (known === undefined) {
      tables.set(route.holder, [route]);
    } else {
      known.push(route);
    }
  }
  return tables;
}
