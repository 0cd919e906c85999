import { Release } from './istio';
import { called } from './pods';
import { RolloutState } from './rollout-state';
import { KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn } from '../engine/object-index';

const PLUGIN = 'argoproj-labs/gatewayAPI';

/** Whether a Rollout drives the Gateway API through its plugin. @internal */
export function usesGatewayApi({ spec }: KubernetesObject): boolean {
  return typeof spec?.strategy?.canary?.trafficRouting?.plugins?.[PLUGIN] === 'object';
}

/**
 * What the plugin makes of an HTTPRoute that a Rollout names: weights wherever a rule leads to one of both Services, and a rule more
 * for each lane, at the end, made from the first rule that leads to both (setHTTPRouteWeight in pkg/plugin/httproute.go of argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi).
 *
 * @internal
 */
export function reweighted(object: KubernetesObject, { rollout, state, notes }: Release): KubernetesObject {
  const named = object.kind === 'HTTPRoute' ? namedRoute(object, rollout) : undefined;
  if (!named) {
    return object;
  }
  const { stableService, canaryService, trafficRouting } = rollout.spec.strategy.canary;
  const rules: any[] = object.spec?.rules ?? [];
  const leadsTo = (name: string) => ({ backendRefs = [] }: any) => backendRefs.some((one: any) => one.name === name);
  const missing = [stableService, canaryService].filter((name) => !rules.some(leadsTo(name)));
  if (missing.length > 0) {
    notes.push(`${called(rollout)}: no rule of the HTTPRoute ${object.metadata?.name} leads to the Service ${missing.join(', ')}, so the plugin fails and sets no weight`);
    return object;
  }
  const base = rules.find((rule) => leadsTo(stableService)(rule) && leadsTo(canaryService)(rule));
  const weighted = rules.map(({ backendRefs, ...rule }) => {
    return { ...rule, backendRefs: backendRefs?.map((one: any) => withWeight(one, state, stableService, canaryService)) };
  });
  const managed: string[] = (trafficRouting.managedRoutes ?? []).map(({ name }: any) => name);
  const open = named.useHeaderRoutes && base ? [...state.managedRoutes.values()].filter(({ kind, name }) => kind === 'header' && managed.includes(name)) : [];
  return { ...object, spec: { ...object.spec, rules: [...weighted, ...open.map((route) => laneRule(route, base, canaryService))] } };
}

function namedRoute({ metadata }: KubernetesObject, rollout: KubernetesObject): { useHeaderRoutes: boolean } | undefined {
  const { httpRoute, httpRoutes, namespace = rollout.metadata?.namespace } = rollout.spec.strategy.canary.trafficRouting.plugins[PLUGIN];
  const single = httpRoute === undefined ? [] : [{ name: httpRoute, useHeaderRoutes: true }];
  const all: any[] = [...(Array.isArray(httpRoutes) ? httpRoutes : []), ...single];
  const found = all.find((one) => one?.name !== undefined && one.name === metadata?.name);
  return found && mayBeIn({ apiVersion: '', kind: '', metadata }, namespace) ? { useHeaderRoutes: found.useHeaderRoutes === true } : undefined;
}

function withWeight(backend: any, { weight, total }: RolloutState, stableService: string, canaryService: string): any {
  const share = backend.name === canaryService ? weight : backend.name === stableService ? total - weight : undefined;
  return share === undefined ? backend : { ...backend, weight: share };
}

/** All conditions of a step together, with the paths of the rule that it is made from. A prefix becomes an expression. */
function laneRule({ match }: any, { matches = [{}], backendRefs }: any, canaryService: string): any {
  const headers = match.map(({ headerName, headerValue: { exact, prefix, regex } }: any) => (exact
    ? { name: headerName, type: 'Exact', value: exact }
    : { name: headerName, type: 'RegularExpression', value: prefix ? `${prefix}.*` : regex }));
  const { port } = backendRefs.find(({ name }: any) => name === canaryService);
  return {
    matches: matches.map(({ path, queryParams }: any) => ({ path, queryParams, headers })),
    backendRefs: [{ name: canaryService, port }],
  };
}
