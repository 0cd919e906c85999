import { closed, isNamed, leadsToAlone, PluginFailure, PluginTargets, RouteRules } from './route-rules';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { conditionsOf, StepRoute } from '../progress/pass';

/** The most rules that the API server takes in an HTTPRoute. */
const MAX_RULES = 16;

/**
 * A rule more for each rule that leads to both Services, instead of those of the same lane; without conditions all
 * lanes are closed (setHTTPHeaderRoute).
 *
 * @internal
 */
export function withLane(route: RouteRules, step: StepRoute, targets: PluginTargets): RouteRules | PluginFailure {
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
