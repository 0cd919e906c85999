import { KubernetesObject } from '../../engine/kubernetes-object';
import { conditionsOf, Pass, StepRoute } from '../progress/pass';

/** The rules of an HTTPRoute that the plugin changes. @internal */
export interface RouteRules {
  readonly object: KubernetesObject;
  readonly useHeaderRoutes: boolean;
  readonly rules: any[];
}

/** What the plugin, or the API server, does not do. @internal */
export interface PluginFailure {
  readonly route: KubernetesObject;
  readonly reason: string;
  readonly fix: string;
}

/** @internal */
export interface PluginTargets {
  readonly stableService?: string;
  readonly canaryService?: string;
  readonly managed: string[];
}

/** The most rules that the API server takes in an HTTPRoute. */
const MAX_RULES = 16;

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
 * Lanes are closed all together, with every rule that leads to the canary's Service alone (removeHTTPManagedRoutes).
 */
function closed(route: RouteRules, targets: PluginTargets): RouteRules {
  return route.useHeaderRoutes ? { ...route, rules: route.rules.filter((rule) => !isManaged(rule, targets)) } : route;
}

/**
 * By its name (isManagedRuleName), or since the canary's Service is all that it leads to (isHTTPManagedRule).
 *
 * @internal
 */
export function isManaged(rule: any, { managed, canaryService }: PluginTargets): boolean {
  return isNamed(rule, managed) || leadsToAlone(rule, canaryService);
}

function isNamed({ name }: any, names: string[]): boolean {
  return (
    name !== undefined &&
    names.some(
      (base) => name === base || (name.startsWith(`${base}-`) && /^[-+]?\d+$/.test(name.slice(base.length + 1))),
    )
  );
}

function leadsToAlone({ backendRefs = [] }: any, service: string | undefined): boolean {
  return backendRefs.length === 1 && backendRefs[0].name === service;
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
        `a weight of ${weight} leaves stable ${100 - weight} in ${called}, since the plugin takes 100 for all; ` +
        'the API server refuses it',
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

/**
 * A rule more for each rule that leads to both Services, instead of those of the same lane; without conditions all
 * lanes are closed (setHTTPHeaderRoute).
 */
function withLane(route: RouteRules, step: StepRoute, targets: PluginTargets): RouteRules | PluginFailure {
  if (!route.useHeaderRoutes) {
    return route;
  }
  const conditions = conditionsOf(step);
  if (conditions === undefined) {
    return closed(route, targets);
  }
  const { name } = step.route;
  const headers = conditions.map(headerMatch);
  const sources = route.rules.filter(({ backendRefs = [] }) => {
    return [targets.canaryService, targets.stableService].every((service) =>
      backendRefs.some((one: any) => one.name === service),
    );
  });
  const called = `the HTTPRoute ${route.object.metadata?.name}`;
  if (sources.length === 0) {
    return {
      route: route.object,
      reason: `no rule of ${called} leads to both Services, so the lane ${name} cannot open`,
      fix: `Write a rule with ${targets.stableService} and ${targets.canaryService} as backendRefs.`,
    };
  }
  const lanes = sources.map((rule, place) => laneRule(place === 0 ? name : `${name}-${place}`, rule, headers, targets));
  const names = headers.map((header) => header.name);
  const isSame = (rule: any) =>
    isNamed(rule, [name]) ||
    (leadsToAlone(rule, targets.canaryService) &&
      (rule.matches ?? []).some((match: any) =>
        names.every((one) => (match.headers ?? []).some((header: any) => header.name === one)),
      ));
  const rules = [...route.rules.filter((rule) => !isSame(rule)), ...lanes];
  return refusal(rules, lanes, route.object, name) ?? { ...route, rules };
}

/** What the API server does not take: more rules than it allows, a header twice in one match. */
function refusal(rules: any[], lanes: any[], object: KubernetesObject, name: string): PluginFailure | undefined {
  const isRepeated = lanes.some(({ matches }) =>
    matches.some(({ headers }: any) => new Set(headers.map((one: any) => one.name)).size < headers.length),
  );
  const called = `the HTTPRoute ${object.metadata?.name}`;
  if (rules.length > MAX_RULES) {
    return {
      route: object,
      reason: `the lane ${name} needs more than ${MAX_RULES} rules in ${called}, which the API server refuses`,
      fix: 'Split the HTTPRoute.',
    };
  }
  return isRepeated
    ? {
      route: object,
      reason: `the lane ${name} asks twice for one header in a rule of ${called}, which the API server refuses`,
      fix: 'Use another header for the lane.',
    }
    : undefined;
}

/**
 * All conditions of a step together, added to those of the rule: path, method, headers, query parameters, filters. A
 * prefix becomes an expression.
 */
function laneRule(
  name: string,
  { matches, filters, backendRefs }: any,
  headers: any[],
  { canaryService }: PluginTargets,
): any {
  const { port } = backendRefs.find((one: any) => one.name === canaryService);
  const given: any[] = (matches ?? []).length === 0 ? [{}] : matches;
  return {
    name,
    matches: given.map(({ path, method, queryParams, headers: own = [] }) => ({
      ...(path === undefined ? {} : { path }),
      ...(method === undefined ? {} : { method }),
      ...(queryParams === undefined ? {} : { queryParams }),
      headers: [...own, ...headers],
    })),
    ...(filters === undefined ? {} : { filters }),
    backendRefs: [{ name: canaryService, port }],
  };
}

function headerMatch({ headerName, headerValue: { exact, prefix, regex } }: any): any {
  return exact
    ? { name: headerName, type: 'Exact', value: exact }
    : { name: headerName, type: 'RegularExpression', value: prefix ? `${prefix}.*` : regex };
}
