import { Hazard, RolloutInput } from './hazard';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { managedRouteNames } from '../rollout';
import { isVirtualService } from '../routers/istio';
import { ingressNames, virtualServiceReferences } from '../validation/references';
import { weightedPlaces } from '../validation/virtual-service-routes';

/** Routes of one's own that lead to the canary's subset: an abort leaves it with the hash of pods that go. @internal */
export function routeHazards({ rollout, plan: { canary }, index }: RolloutInput): Hazard[] {
  const rule = canary.trafficRouting?.istio?.destinationRule;
  if (!rule) {
    return [];
  }
  const managed = managedRouteNames(rollout);
  return virtualServiceReferences(rollout).flatMap(({ name, routes = [] }) => {
    return index
      .all('networking.istio.io', 'VirtualService')
      .filter((object) => isVirtualService(object, name, rollout))
      .flatMap((object) => {
        const http: any[] = object.spec?.http ?? [];
        const places = weightedPlaces(http, routes);
        const own = http.filter((route, place) => !places.includes(place) && !managed.includes(route.name));
        const isDirect = own.some(({ route = [] }) =>
          route.some((one: any) => one.destination?.subset === rule.canarySubsetName && one.weight !== 0),
        );
        return isDirect ? [direct(object, rule.canarySubsetName)] : [];
      });
  });
}

function direct(object: KubernetesObject, subset: string): Hazard {
  return [
    'argo-own-route-to-subset',
    'warning',
    `a route of the VirtualService ${object.metadata?.name} leads directly to the subset ${subset}: after an ` +
      "abort the subset still selects the canary's pods, and requests get 503 once these pods are gone",
    "Add the route by setHeaderRoute, or lead it to a canaryService, which then selects stable's pods again.",
    'https://github.com/argoproj/argo-rollouts/issues/1838',
    [object],
  ];
}

/**
 * References to what is not there, though others of its kind are in the namespace: in a whole cluster the controller
 * rejects the Rollout.
 *
 * @internal
 */
export function referenceHazards({ rollout, plan: { canary }, index }: RolloutInput): Hazard[] {
  const { namespace } = rollout.metadata ?? {};
  const references: [string, string, string][] = [
    ...[canary.stableService, canary.canaryService]
      .filter((name) => name)
      .map((name): [string, string, string] => ['', 'Service', name]),
    ...ingressNames(rollout).map((name): [string, string, string] => ['networking.k8s.io', 'Ingress', name]),
  ];
  return references.flatMap(([group, kind, name]): Hazard[] => {
    const near = index.all(group, kind).filter(({ metadata }) => metadata?.namespace === namespace);
    return near.length === 0 || index.find(group, kind, namespace, name)
      ? []
      : [
        [
          'argo-reference-missing',
          'warning',
          `it names the ${kind} ${name}, which is not among the objects; where it is missing, the controller ` +
              'does nothing with the Rollout',
          `Write the ${kind} ${name}, or correct the name; here are: ${near
            .map(({ metadata }) => metadata?.name)
            .slice(0, 5)
            .join(', ')}.`,
          'rollout/controller.go of argoproj/argo-rollouts',
        ],
      ];
  });
}
