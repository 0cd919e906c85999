import { KubernetesObject } from '../../engine/kubernetes-object';

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

/**
 * By its name (isManagedRuleName), or since the canary's Service is all that it leads to (isHTTPManagedRule).
 *
 * @internal
 */
export function isManaged(rule: any, { managed, canaryService }: PluginTargets): boolean {
  return isNamed(rule, managed) || leadsToAlone(rule, canaryService);
}

/** Whether a rule has the name of a lane, or one that the plugin has derived from it. @internal */
export function isNamed({ name }: any, names: string[]): boolean {
  return (
    name !== undefined &&
    names.some(
      (base) => name === base || (name.startsWith(`${base}-`) && /^[-+]?\d+$/.test(name.slice(base.length + 1))),
    )
  );
}

/** Whether a rule leads to one Service and to no other. @internal */
export function leadsToAlone({ backendRefs = [] }: any, service: string | undefined): boolean {
  return backendRefs.length === 1 && backendRefs[0].name === service;
}

/**
 * Lanes are closed all together, with every rule that leads to the canary's Service alone (removeHTTPManagedRoutes).
 *
 * @internal
 */
export function closed(route: RouteRules, targets: PluginTargets): RouteRules {
  return route.useHeaderRoutes ? { ...route, rules: route.rules.filter((rule) => !isManaged(rule, targets)) } : route;
}
