import { KubernetesObject } from '../../engine/kubernetes-object';
import { ageOf, byAge, byText } from '../gateways/ages';
import { GroupOrder, RuleGroup } from '../gateways/rule-group';
import { Match } from '../matching';

/**
 * Istio compares generated names, `<name>~0~…`. `~` sorts after all characters of names, so `echo-2` comes before
 * `echo`: where one name is a prefix of another, the longer one is first (`sortRoutesByCreationTime` in conversion.go).
 *
 * @internal
 */
export const ISTIO_NAME_SUFFIX = '~';

/**
 * Istio sorts rules by how specific they are only among routes that write the same hostname for a listener, or that
 * have the same port of a Service as parent: these become one VirtualService, as old as its oldest route and in the
 * namespace of that one (`mergeHTTPRoutes` in pilot/pkg/config/kube/gateway/route_collections.go). VirtualServices of
 * the namespace of the proxies come first (`VirtualServicesForGateway` in pilot/pkg/model/push_context.go), then the
 * older ones, then the first by name, which ends with the hostname (`configCompareByCreationTime` in
 * pilot/pkg/model/config.go). What takes every request ends its VirtualService, and goes behind all others
 * (`BuildHTTPRoutesForVirtualService` and `SortVHostRoutes` in pilot/pkg/networking/core/route/route.go).
 *
 * @internal
 */
export const ISTIO_GROUPS: GroupOrder = {
  proxyNamespace,
  mayPrecede: (one, other) =>
    leaders(one).some((leader) => leaders(other).some((rival) => isFirst(leader, one, rival, other))),
  isLast: takesEverything,
  source: 'pilot/pkg/config/kube/gateway/route_collections.go of istio/istio',
};

/** Whether a match is `IsCatchAllRoute` in pilot/pkg/networking/core/route/route.go. @internal */
export function takesEverything({ path, method, headers, queryParameters }: Match): boolean {
  const isEveryPath =
    (path.type === 'prefix' && path.value === '') || (path.type === 'expression' && path.value === '.*');
  return isEveryPath && method === undefined && headers.length === 0 && queryParameters.length === 0;
}

/** Proxies that Istio does not make itself are those of Services in `addresses` (`extractGatewayServices`). */
function proxyNamespace({ metadata, spec }: KubernetesObject): string | undefined {
  const addresses: any[] = spec?.addresses ?? [];
  const isManaged = addresses.length === 0 || (addresses.length === 1 && addresses[0].type !== 'Hostname');
  const namespaces = isManaged
    ? [metadata?.namespace]
    : addresses
      .filter(({ type }) => type === 'Hostname')
      .map(({ value }) => String(value).split('.')[1] ?? metadata?.namespace);
  return new Set(namespaces).size === 1 ? namespaces[0] : undefined;
}

/** The routes that may be the oldest of a group. */
function leaders({ routes }: RuleGroup): KubernetesObject[] {
  const all = routes.map(({ route }) => route);
  const oldest = all
    .filter((route) => ageOf(route) !== undefined)
    .sort((one, other) => byAge(one, other, ISTIO_NAME_SUFFIX))
    .slice(0, 1);
  return [...oldest, ...all.filter((route) => ageOf(route) === undefined)];
}

/** Whether a group may be before another one, if these are the oldest routes of both. */
function isFirst(leader: KubernetesObject, one: RuleGroup, rival: KubernetesObject, other: RuleGroup): boolean {
  const isKeyFirst = byText(nameOf(one), nameOf(other)) < 0;
  if (leader === rival) {
    return isKeyFirst;
  }
  const isShared = has(other, leader);
  if (isShared && has(one, rival)) {
    return false;
  }
  const [own, foreign] = [leader, rival].map(({ metadata }) => metadata?.namespace);
  if (own !== foreign) {
    const home = one.proxyNamespace;
    if (home === undefined || own === home || foreign === home) {
      return home === undefined || own === home;
    }
  }
  const [age, rivalAge] = [ageOf(leader), ageOf(rival)];
  if (age !== undefined && rivalAge !== undefined) {
    return age < rivalAge || (age === rivalAge && isKeyFirst);
  }
  // A leader that is in the other group too is not older than the leader of that group.
  return !isShared || isKeyFirst;
}

function has({ routes }: RuleGroup, wanted: KubernetesObject): boolean {
  return routes.some(({ route }) => route === wanted);
}

/** Routes without hostnames write `*`. */
function nameOf({ key }: RuleGroup): string {
  return key === '' ? '*' : key;
}
