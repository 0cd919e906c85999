import { byAge, UntoldAges } from './ages';
import { DestinationRules } from './destination-rules';
import { MergedService, mergedService } from './merged-service';
import { fullIdOf } from './namespaces';
import { ServiceRegistry, registryOf } from './services';
import { exportOf, isVisible } from './visibility';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { virtualServiceFault } from '../validation/virtual-service-faults';

/** Istio's objects as istiod holds them. @internal */
export interface World {
  readonly index: ObjectIndex;
  readonly registry: ServiceRegistry;
  readonly rules: DestinationRules;
  /** The VirtualServices that have hosts and that the webhook lets pass, the oldest first. */
  readonly services: MergedService[];
  /** The VirtualServices of each gateway, and of the mesh. */
  readonly byGateway: ReadonlyMap<string, MergedService[]>;
  /** How objects are ordered that do not tell their age. */
  readonly untold: UntoldAges;
}

/** The objects by name where their ages are not told, and the other way round. @internal */
export const worldOf = memoizeByObject((index: ObjectIndex) => madeWorld(index, UntoldAges.BY_NAME));
/** @internal */
export const reversedWorldOf = memoizeByObject((index: ObjectIndex) => madeWorld(index, UntoldAges.REVERSED));

function madeWorld(index: ObjectIndex, untold: UntoldAges): World {
  const valid = validServices(index);
  const leaves = new Map(
    valid.filter((service) => !hasHosts(service)).map((service) => [fullIdOf(service, index), service]),
  );
  const services = byAge(valid.filter(hasHosts), untold).map((service) => mergedService(service, leaves, index));
  const byGateway = new Map<string, MergedService[]>();
  for (const service of services) {
    for (const gateway of new Set(service.gateways)) {
      const known = byGateway.get(gateway);
      known ? known.push(service) : byGateway.set(gateway, [service]);
    }
  }
  return {
    index,
    registry: registryOf(index),
    rules: new DestinationRules(index, untold),
    services,
    byGateway,
    untold,
  };
}

/** The VirtualServices that the webhook lets pass. @internal */
export const validServices = memoizeByObject((index: ObjectIndex): KubernetesObject[] => {
  return index
    .all('networking.istio.io', 'VirtualService')
    .filter((service) => virtualServiceFault(service, index) === undefined);
});

function hasHosts({ spec }: KubernetesObject): boolean {
  return (spec?.hosts ?? []).length > 0;
}

/**
 * The VirtualServices of a gateway, or of the mesh, that count for proxies of a namespace: those for that namespace
 * only come first (VirtualServicesForGateway in pilot/pkg/model/push_context.go of istio/istio).
 *
 * @internal
 */
export function servicesFor(gateway: string, namespace: string, { byGateway }: World): MergedService[] {
  const bound = byGateway.get(gateway) ?? [];
  const isPublic = ({ object }: MergedService) => exportOf(object).length === 0 || exportOf(object).includes('*');
  const limited = bound.filter(
    (service) => !isPublic(service) && isVisible(exportOf(service.object), service.namespace, namespace),
  );
  const own = limited.filter((service) => service.namespace === namespace);
  return [...own, ...limited.filter((service) => service.namespace !== namespace), ...bound.filter(isPublic)];
}
