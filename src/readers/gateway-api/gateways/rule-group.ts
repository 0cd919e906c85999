import { KubernetesObject } from '../../engine/kubernetes-object';
import { Match } from '../matching';

/** The rules of a route that count. @internal */
export interface RouteRules {
  readonly route: KubernetesObject;
  readonly rules: readonly { readonly rule: any; readonly place: number }[];
}

/** Rules for one hostname that are sorted among themselves. @internal */
export interface RuleGroup {
  /** The identity of a group within one hostname: the hostname that the routes write, or the port of their parent. */
  readonly key: string;
  readonly routes: readonly RouteRules[];
  /** The namespace of the proxies; undefined where it is not known. */
  readonly proxyNamespace?: string;
}

/** How an implementation puts groups one behind the other. @internal */
export interface GroupOrder {
  /** The upstream file. */
  readonly source: string;

  /** The namespace of the proxies of a Gateway; undefined where it is not known. */
  proxyNamespace(gateway: KubernetesObject): string | undefined;

  /** Whether one group comes before another, as far as their routes tell. */
  mayPrecede(one: RuleGroup, other: RuleGroup): boolean;

  /** Whether a match goes behind those of all groups, and ends its own group. */
  isLast(match: Match): boolean;
}

/** One group of all routes, each of them once. @internal */
export function singleGroup(groups: readonly RuleGroup[]): RuleGroup {
  return { key: '', routes: [...new Set(groups.flatMap(({ routes }) => routes))] };
}
