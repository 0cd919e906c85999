import { KubernetesObject } from '../../engine/kubernetes-object';
import { managedRouteNames } from '../rollout';

/** A reason and a fix. */
type Fault = [reason: string, fix: string];

/**
 * Why the controller refuses a VirtualService for a Rollout: it has no routes, it lacks a route that the Rollout lists,
 * a route does not lead to both versions, or it has several routes and the Rollout lists none (ValidateVirtualService,
 * ValidateHTTPRoutes in rollout/trafficrouting/istio/istio.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function routesFault(
  { spec }: KubernetesObject,
  { routes = [], tlsRoutes = [], tcpRoutes = [] }: any,
  rollout: KubernetesObject,
): Fault | undefined {
  const { http, tls, tcp } = spec ?? {};
  if (http === undefined && tls === undefined && tcp === undefined) {
    return ['which has no routes', 'Write a route with a name in spec.http.'];
  }
  return (
    (Array.isArray(http) ? httpFault(http, routes, rollout) : undefined) ??
    (Array.isArray(tls) ? streamFault(tls, tlsRoutes, 'tls', rollout) : undefined) ??
    (Array.isArray(tcp) ? streamFault(tcp, tcpRoutes, 'tcp', rollout) : undefined)
  );
}

function httpFault(http: any[], names: string[], rollout: KubernetesObject): Fault | undefined {
  const missing = names.find((name) => !http.some((route) => route.name === name));
  if (missing !== undefined) {
    return [`in which there is no HTTP route ${missing}`, 'List names of its HTTP routes in trafficRouting.istio.virtualService.routes.'];
  }
  const fault = weightedPlaces(http, names)
    .map((place) => destinationsFault(http[place], rollout))
    .find((one) => one !== undefined);
  if (fault) {
    return fault;
  }
  const managed = managedRouteNames(rollout);
  return names.length === 0 && http.filter(({ name }) => !managed.includes(name)).length > 1
    ? [
      'which has several HTTP routes, while the Rollout lists none of them',
      'List the names of the weighted routes in trafficRouting.istio.virtualService.routes.',
    ]
    : undefined;
}

/** The places of the routes whose weights the controller sets (getHttpRouteIndexesToPatch). @internal */
export function weightedPlaces(http: any[], names: string[]): number[] {
  if (names.length === 0) {
    const first = http.length === 1 ? 0 : http.findIndex(({ name = '' }) => name === '');
    return first < 0 ? [] : [first];
  }
  const places = names.map((name) => http.findIndex((route) => route.name === name));
  return places.includes(-1) ? [] : places;
}

/**
 * A Rollout selects TLS routes by port and SNI hosts, TCP routes by port. Where it selects none, the VirtualService may
 * have one such route only.
 */
function streamFault(routes: any[], chosen: any[], kind: string, rollout: KubernetesObject): Fault | undefined {
  const isChosen = ({ match = [] }: any) =>
    chosen.some(({ port = 0, sniHosts = [] }) => {
      const ports = new Set([match].flat().map((one: any) => one?.port ?? 0));
      const hosts = [...new Set([match].flat().flatMap((one: any) => one?.sniHosts ?? one?.sni ?? []))];
      const [only = 0] = ports;
      return ports.size <= 1 && only === port && (kind === 'tcp' || hosts.map(String).join() === sniHosts.join());
    });
  const places = chosen.length === 0 ? routes.slice(0, 1) : routes.filter(isChosen);
  if (chosen.length > 0 && places.length === 0) {
    return [`in which there is no matching ${kind} route`, `Write ${keysOf(kind)} of one of its routes in trafficRouting.istio.virtualService.${kind}Routes.`];
  }
  const fault = places.map((route) => destinationsFault(route, rollout)).find((one) => one !== undefined);
  return (
    fault ??
    (chosen.length === 0 && routes.length > 1
      ? [
        `which has several ${kind} routes, while the Rollout selects none of them`,
        `Select the weighted routes by ${keysOf(kind)} in trafficRouting.istio.virtualService.${kind}Routes.`,
      ]
      : undefined)
  );
}

function keysOf(kind: string): string {
  return kind === 'tls' ? 'port and sniHosts' : 'port';
}

/** The Service that a destination leads to: the host up to its first dot (getHost). @internal */
export function hostName({ destination }: any): string {
  const host: string = destination?.host ?? '';
  return host.startsWith('.') ? '' : host.split('.')[0];
}

/**
 * A route needs a destination for each version: its subset where the Rollout names a DestinationRule, otherwise its
 * Service.
 */
function destinationsFault({ route: given = [], name }: any, { spec }: KubernetesObject): Fault | undefined {
  const { stableService, canaryService, trafficRouting } = spec.strategy.canary;
  const rule = trafficRouting.istio.destinationRule;
  const route = [given].flat();
  const has = (role: string, subset: string | undefined, service: string | undefined): Fault | undefined => {
    const isThere = rule
      ? Boolean(subset) && route.some((one: any) => one.destination?.subset === subset)
      : Boolean(service) && route.some((one: any) => hostName(one) === service);
    const target = rule ? `the subset ${subset}` : `the Service ${service}`;
    return isThere
      ? undefined
      : [
        `whose route ${name ?? 'without a name'} does not lead to ${target}`,
        `Add a destination for the ${role} version, ${target}, with a weight.`,
      ];
  };
  return has('canary', rule?.canarySubsetName, canaryService) ?? has('stable', rule?.stableSubsetName, stableService);
}
