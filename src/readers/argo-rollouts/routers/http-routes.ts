import { withLane } from './lane-rules';
import { closed, isManaged, PluginFailure, PluginTargets, RouteRules } from './route-rules';
import { Pass } from '../progress/pass';

/**
 * The rules after what the plugin has done to them, one reconciliation after the other. It takes the routes in order
 * and stops at the first that fails: those before it are changed, those behind it are not.
 *
 * @internal
 */
export function rulesAfter(
  start: RouteRules[],
  passes: readonly Pass[],
  targets: PluginTargets,
): { routes: RouteRules[]; failures: PluginFailure[] } {
  const failures = new Map<string, PluginFailure>();
  let routes = start;
  for (const { closesRoutes, route, weight } of passes) {
    routes = closesRoutes ? routes.map((one) => closed(one, targets)) : routes;
    const opened =
      route === undefined || route.kind === 'mirror'
        ? { routes }
        : changed(routes, (one) => withLane(one, route, targets));
    const done =
      opened.failure || weight === undefined
        ? opened
        : changed(opened.routes, (one) => withWeight(one, weight, targets));
    routes = done.routes;
    if (done.failure) {
      failures.set(done.failure.reason, done.failure);
    }
  }
  return { routes, failures: [...failures.values()] };
}

interface Changed {
  readonly routes: RouteRules[];
  readonly failure?: PluginFailure;
}

function changed(routes: RouteRules[], change: (route: RouteRules) => RouteRules | PluginFailure): Changed {
  const done: RouteRules[] = [];
  for (const route of routes) {
    const result = change(route);
    if ('reason' in result) {
      return { routes: [...done, ...routes.slice(done.length)], failure: result };
    }
    done.push(result);
  }
  return { routes: done };
}

/**
 * Rules of lanes are passed over; both Services have to be found in others (setHTTPRouteWeight). 100 is all, whatever
 * `maxTrafficWeight` says.
 */
function withWeight(route: RouteRules, weight: number, targets: PluginTargets): RouteRules | PluginFailure {
  const { stableService, canaryService } = targets;
  const own = route.rules.filter((rule) => !isManaged(rule, targets));
  const missing = [canaryService, stableService].find(
    (service) => !own.some(({ backendRefs = [] }) => backendRefs.some(({ name }: any) => name === service)),
  );
  const called = `the HTTPRoute ${route.object.metadata?.name}`;
  if (missing !== undefined) {
    return {
      route: route.object,
      reason: `no rule of ${called} leads to the Service ${missing}`,
      fix: `Add ${missing} to the backendRefs of a rule of ${called}.`,
    };
  }
  if (weight > 100) {
    return {
      route: route.object,
      reason:
        `with a weight of ${weight} the plugin writes ${100 - weight} for stable into ${called}, because its total is ` +
        'always 100; the API server refuses a negative weight',
      fix: 'Write weights in percent, without maxTrafficWeight, and no more canary pods than replicas.',
    };
  }
  const share = (name: string) => (name === canaryService ? weight : name === stableService ? 100 - weight : undefined);
  const weighed = (backend: any) =>
    share(backend.name) === undefined ? backend : { ...backend, weight: share(backend.name) };
  const rules = route.rules.map((rule) => {
    return own.includes(rule) && rule.backendRefs !== undefined
      ? { ...rule, backendRefs: rule.backendRefs.map(weighed) }
      : rule;
  });
  return { ...route, rules };
}
