import { memoizeByObject } from '../../../caching/memoize-by-object';
import { isWorkload, podMetadata } from '../../engine/endpoints';
import { Entry } from '../../engine/entry';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { byAge } from '../model/ages';
import { MESH } from '../model/merged-service';
import { fullIdOf, namespaceOf, ROOT_NAMESPACE } from '../model/namespaces';
import { proxy, Proxy } from '../model/proxy';
import { World } from '../model/world';
import { gatewayFault } from '../validation/gateway-faults';

interface Labels {
  readonly [key: string]: string;
}

/** Gateways of the same pods, which share their listeners. @internal */
export interface GatewayGroup {
  readonly entry: Entry;
  /** The oldest first; empty where the Gateway is not among the objects. */
  readonly gateways: KubernetesObject[];
  readonly selector: Labels;
  /** The name of a Gateway that is taken to listen for everything. */
  readonly assumed?: string;
}

/**
 * Gateways by what they select. One without a selector is for all gateway pods (mergeGateways in
 * pilot/pkg/model/push_context.go of istio/istio).
 *
 * @internal
 */
export const gatewayGroupsOf = memoizeByObject((world: World): GatewayGroup[] => {
  const { index, untold } = world;
  const valid = byAge(
    index.all('networking.istio.io', 'Gateway').filter((gateway) => gatewayFault(gateway) === undefined),
    untold,
  );
  const bySelector = new Map<string, KubernetesObject[]>();
  for (const gateway of valid.filter(({ spec }) => spec?.selector !== undefined)) {
    const key = JSON.stringify(Object.entries(gateway.spec.selector).sort());
    const known = bySelector.get(key);
    known ? known.push(gateway) : bySelector.set(key, [gateway]);
  }
  const open = valid.filter(({ spec }) => spec?.selector === undefined);
  const selectors = [...bySelector.values()].map(([{ spec }]) => spec.selector as Labels);
  const groups = (selectors.length === 0 && open.length > 0 ? [{}] : selectors).map((selector): GatewayGroup => {
    const members = valid.filter(({ spec }) =>
      Object.entries(spec?.selector ?? {}).every(([key, value]) => selector[key] === value),
    );
    const own = members.filter(
      ({ spec }) => spec?.selector === undefined || Object.keys(spec.selector).length === Object.keys(selector).length,
    );
    return { entry: Entry._gateways(own.map((gateway) => fullIdOf(gateway, index))), gateways: members, selector };
  });
  return [...groups, ...assumedGroups(world, valid)];
});

/** Gateways that VirtualServices name and that some other file may hold. */
function assumedGroups({ index, byGateway }: World, valid: KubernetesObject[]): GatewayGroup[] {
  if (index.isComplete) {
    return [];
  }
  const known = new Set(valid.map((gateway) => fullIdOf(gateway, index)));
  const refused = new Set(
    index
      .all('networking.istio.io', 'Gateway')
      .filter((gateway) => !valid.includes(gateway))
      .map((one) => fullIdOf(one, index)),
  );
  return [...byGateway.keys()]
    .filter((name) => name !== MESH && !known.has(name) && !refused.has(name))
    .filter((name) => {
      const [namespace, own] = name.split('/');
      return !index.isRejected('networking.istio.io', 'Gateway', namespace, own);
    })
    .map((name) => ({ entry: Entry.gateway(name), gateways: [], selector: {}, assumed: name }));
}

/**
 * The proxies that a group may stand for. The objects may hold the gateway's workload; otherwise its pods are taken
 * to be where Istio is installed.
 *
 * @internal
 */
export function proxiesOf(group: GatewayGroup, world: World): Proxy[] {
  return proxies(world)(group);
}

/** Safe to keep: neither a world nor its groups change. */
const proxies = memoizeByObject((world: World) => memoizeByObject((group: GatewayGroup) => findProxies(group, world)));

function findProxies({ selector, gateways, assumed }: GatewayGroup, world: World): Proxy[] {
  const { index } = world;
  const workloads =
    Object.keys(selector).length === 0
      ? []
      : workloadsOf(index).filter((workload) => {
        const { labels = {} } = podMetadata(workload) ?? {};
        return Object.entries(selector).every(([key, value]) => labels[key] === value);
      });
  if (workloads.length > 0) {
    return distinct(workloads.map((one) => proxy(true, namespaceOf(one, index), podMetadata(one)?.labels ?? {})));
  }
  const elsewhere =
    assumed === undefined ? gateways.map((gateway) => namespaceOf(gateway, index)) : [assumed.split('/')[0]];
  const namespaces = index.isComplete ? [ROOT_NAMESPACE] : [ROOT_NAMESPACE, ...elsewhere];
  const labels = [selector, ...labelsAskedFor(world).map((asked) => ({ ...asked, ...selector }))];
  return distinct([...new Set(namespaces)].flatMap((namespace) => labels.map((one) => proxy(true, namespace, one))));
}

const workloadsOf = memoizeByObject((index: ObjectIndex): KubernetesObject[] => index.objects.filter(isWorkload));

/** More proxies that may differ are not asked. */
const MAX_PROXIES = 16;

function distinct(found: Proxy[]): Proxy[] {
  return [...new Map(found.map((one) => [one.key, one])).values()].slice(0, MAX_PROXIES);
}

/** The labels of clients that matches ask for. @internal */
export const labelsAskedFor = memoizeByObject(({ services, index }: World): Labels[] => {
  const inMatches = services.flatMap(({ routes }) =>
    routes.flatMap(({ matches }) => matches.map(({ sourceLabels }) => sourceLabels)),
  );
  const inRules = index
    .all('networking.istio.io', 'DestinationRule')
    .map(({ spec }) => spec?.workloadSelector?.matchLabels);
  const asked = [...inMatches, ...inRules].filter((labels) => labels !== undefined && Object.keys(labels).length > 0);
  return [...new Map(asked.map((labels) => [JSON.stringify(labels), labels])).values()];
});
