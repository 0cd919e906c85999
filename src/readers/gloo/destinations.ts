import { Fraction } from '../../fraction';
import { carries, Pods, podsOfService, podsWithLabels } from '../engine/endpoints';
import { idOf, joined } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Share } from '../engine/share';

/** A route that Gloo rejects: the proxy keeps the last configuration that was valid. @internal */
export class RejectedRoute extends Error {}

/**
 * Who answers requests that a route action forwards: weighted destinations, subsets and their fallback
 * (projects/gloo/pkg/translator/route_config.go, plugins/kubernetes/eds.go; Envoy's subset load balancer).
 *
 * @internal
 */
export class Destinations {
  constructor(private readonly index: ObjectIndex, private readonly readiness: PodReadiness, private readonly notes: string[]) {}

  /** The shares of a route action; they sum to one. */
  public sharesOf(action: any, namespace: string | undefined): Share[] {
    if (action.single) {
      return this.single(action.single, namespace, Fraction.ONE);
    }
    if (action.multi) {
      return this.weighted(action.multi.destinations ?? [], namespace);
    }
    if (action.upstreamGroup) {
      // Only a route's own Upstreams get the namespace of the object that holds it.
      const { name, namespace: groupNamespace = '' } = action.upstreamGroup;
      const group = this.index.find('gloo.solo.io', 'UpstreamGroup', groupNamespace, name);
      if (!group) {
        throw new RejectedRoute(`UpstreamGroup ${joined(groupNamespace, name)} is not there, and Envoy does not take the empty name that Gloo writes for it`);
      }
      return this.weighted(group.spec?.destinations ?? [], '');
    }
    const kind = Object.keys(action)[0];
    return [new Share({ fraction: Fraction.ONE, undetermined: kind ? `the destination is chosen by ${kind} at run time` : 'the route action names no destination' })];
  }

  private weighted(destinations: any[], namespace: string | undefined): Share[] {
    if (destinations.length === 0) {
      throw new RejectedRoute('must specify at least one weighted destination for multi destination routes');
    }
    const kept = this.translated(destinations, namespace);
    const total = kept.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
    if (total < 1) {
      throw new RejectedRoute('weighted destinations require a total weight that is greater than or equal to 1');
    }
    if (total > 4294967295) {
      throw new RejectedRoute('the weights add up to more than 32 bits hold');
    }
    return kept.flatMap(({ destination = {}, weight }) => this.single(destination, namespace, Fraction.of(weight ?? 0, total)));
  }

  /**
   * The translation stops at the first destination with a subset whose Upstream has none or is missing: it is kept,
   * those after it are lost.
   */
  private translated(destinations: any[], namespace: string | undefined): any[] {
    const stop = destinations.findIndex(({ destination }) => hasSubset(destination) && this.hasNoSubsets(destination, namespace));
    if (stop < 0 || stop === destinations.length - 1) {
      return destinations;
    }
    this.notes.push(`destination ${stop + 1} picks a subset of an Upstream without subsets, and Gloo loses the ${destinations.length - stop - 1} destinations after it`);
    return destinations.slice(0, stop + 1);
  }

  private hasNoSubsets(destination: any, namespace: string | undefined): boolean {
    const upstream = this.upstream(destination, namespace);
    if (destination.kube || upstream) {
      return upstream?.spec?.kube?.subsetSpec === undefined;
    }
    const { name, namespace: own = namespace } = destination.upstream ?? {};
    return this.knowsUpstreams() || this.discovered(own, name) !== undefined;
  }

  private single(destination: any, namespace: string | undefined, fraction: Fraction): Share[] {
    const subset = hasSubset(destination) ? destination.subset.values : undefined;
    if (destination.kube) {
      const { name, namespace: serviceNamespace = '' } = destination.kube.ref ?? {};
      return this.fromService({ serviceName: name, serviceNamespace, servicePort: destination.kube.port }, subset, fraction);
    }
    const ref = destination.upstream;
    if (!ref) {
      if (destination.consul) {
        return [new Share({ fraction, undetermined: 'the destination is a service of Consul' })];
      }
      throw new RejectedRoute('no destination type specified');
    }
    const upstream = this.upstream(destination, namespace);
    const id = joined(ref.namespace ?? namespace, ref.name);
    if (upstream?.spec?.kube) {
      return this.fromService(upstream.spec.kube, subset, fraction, id);
    }
    if (upstream) {
      return [new Share({ fraction, undetermined: `Upstream ${id} leads to something else than a Kubernetes Service` })];
    }
    const discovered = this.discovered(ref.namespace ?? namespace, ref.name);
    if (discovered) {
      return this.fromService(discovered, subset, fraction, id);
    }
    if (this.knowsUpstreams()) {
      this.notes.push(`Upstream ${id} is not there`);
      return [new Share({ fraction, status: 503 })];
    }
    this.notes.push(`no Upstream is among the objects, so ${id} is taken as there and ready`);
    return [new Share({ fraction, version: subset?.version, subset })];
  }

  private fromService(kube: any, subset: { [label: string]: string } | undefined, fraction: Fraction, upstreamId?: string): Share[] {
    const { serviceName, serviceNamespace = '', servicePort, subsetSpec } = kube;
    this.checkKeys(subset, subsetSpec, upstreamId);
    if (!serviceNamespace || !serviceName) {
      this.notes.push(`${upstreamId ? `Upstream ${upstreamId}` : 'the destination'} names no Service with its namespace, so there are no endpoints`);
      return [new Share({ fraction, subset, status: 503 })];
    }
    const service = this.index.find('', 'Service', serviceNamespace, serviceName);
    const found = { fraction, service: joined(service?.metadata?.namespace ?? serviceNamespace, serviceName), subset };
    const port = service?.spec?.ports?.find((one: any) => one.port === servicePort);
    if (service && !port) {
      const ports = (service.spec?.ports ?? []).map((one: any) => one.port).join(', ');
      this.notes.push(`${upstreamId ? `Upstream ${upstreamId}` : 'the destination'}: port ${servicePort} not found for Service ${idOf(service)}, which has ${ports || 'none'}; since Gloo 1.12 there are no endpoints then`);
      return [new Share({ ...found, status: 503 })];
    }
    const pods: Pods[] | undefined = service
      ? podsOfService(this.index, service, port, this.readiness)
      : kube.selector && podsWithLabels(this.index, serviceNamespace, kube.selector, this.readiness);
    if (!service) {
      this.notes.push(`Service ${found.service} is not among the objects, so it is taken as there with port ${servicePort}`);
    }
    if (!pods) {
      this.notes.push(`no workload of Service ${found.service} is among the objects, so its pods are taken as ready`);
      return [new Share({ ...found, version: subset?.version })];
    }
    const ready = pods.filter((one) => one.ready > 0 && carries(one.labels, kube.selector ?? {}));
    const picked = this.picked(ready, subset, subsetSpec, upstreamId);
    const single = subset && subsetSpec?.selectors?.some((selector: any) => selector.singleHostPerSubset && sameKeys(selector.keys, subset));
    if (single && picked.reduce((sum, one) => sum + one.ready, 0) > 1) {
      const versions = new Set(picked.map((one) => one.labels.version));
      return versions.size === 1
        ? spread(picked, found)
        : [new Share({ ...found, undetermined: `Upstream ${upstreamId} keeps a single host per subset, and which of ${picked.map((one) => one.workload).join(', ')} it is, is not defined` })];
    }
    return spread(picked, found);
  }

  /** The pods that Envoy's subset load balancer chooses from. */
  private picked(ready: Pods[], subset: { [label: string]: string } | undefined, subsetSpec: any, upstreamId?: string): Pods[] {
    if (!subsetSpec?.selectors?.length) {
      // Without selectors Envoy's subset load balancer is off, whatever the fallback policy.
      if (subset) {
        this.notes.push(`the route picks a subset, but ${upstreamId ? `Upstream ${upstreamId}` : 'its destination'} has none: any pod answers`);
      }
      return ready;
    }
    const members = subset ? ready.filter((pods) => isMember(pods, subset)) : [];
    if (members.length > 0) {
      return members;
    }
    if (subset) {
      this.notes.push(`no pod of ${upstreamId ? `Upstream ${upstreamId}` : 'the destination'} with ${labelText(subset)} is ready, so the fallback policy ${subsetSpec.fallbackPolicy ?? 'ANY_ENDPOINT'} applies`);
    }
    switch (subsetSpec.fallbackPolicy ?? 'ANY_ENDPOINT') {
      case 'NO_FALLBACK': case 2: return [];
      case 'DEFAULT_SUBSET': case 1: return ready.filter((pods) => isMember(pods, subsetSpec.defaultSubset?.values ?? {}));
      default: return ready;
    }
  }

  private checkKeys(subset: { [label: string]: string } | undefined, subsetSpec: any, upstreamId?: string): void {
    if (!subset || !subsetSpec) {
      return;
    }
    if (!subsetSpec.selectors?.length) {
      throw new RejectedRoute(`Upstream ${upstreamId} has a subsetSpec without selectors, so none matches the route's subset`);
    }
    const asked = Object.keys(subset).sort().join(', ');
    const offered = (subsetSpec.selectors ?? []).map((selector: any) => [...(selector.keys ?? [])].sort().join(', '));
    if (!offered.includes(asked)) {
      throw new RejectedRoute(`the subset keys (${asked}) are none of those that Upstream ${upstreamId} offers (${offered.map((keys: string) => `(${keys})`).join(', ') || 'none'})`);
    }
  }

  private upstream(destination: any, namespace: string | undefined) {
    const ref = destination.upstream;
    return ref && this.index.find('gloo.solo.io', 'Upstream', ref.namespace ?? namespace, ref.name);
  }

  private knowsUpstreams(): boolean {
    return this.index.all('gloo.solo.io', 'Upstream').length > 0;
  }

  /** Discovery makes an Upstream `<namespace>-<service>-<port>` in gloo-system of every port of every Service. */
  private discovered(namespace: string | undefined, name: string | undefined): any {
    if (namespace !== undefined && namespace !== 'gloo-system') {
      return undefined;
    }
    for (const service of this.index.all('', 'Service')) {
      const { namespace: own, name: serviceName } = service.metadata ?? {};
      const port = (service.spec?.ports ?? []).find((one: any) => (own === undefined ? name?.endsWith(`-${serviceName}-${one.port}`) : name === `${own}-${serviceName}-${one.port}`));
      if (port) {
        return { serviceName, serviceNamespace: own ?? name!.slice(0, -`-${serviceName}-${port.port}`.length), servicePort: port.port };
      }
    }
    return undefined;
  }
}

/** A destination with an empty subset is one without. */
function hasSubset(destination: any): boolean {
  return Object.keys(destination?.subset?.values ?? {}).length > 0;
}

function sameKeys(keys: string[] = [], subset: { [label: string]: string }): boolean {
  return keys.length === Object.keys(subset).length && keys.every((key) => key in subset);
}

function labelText(labels: { [label: string]: string }): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(', ');
}

/** A pod without a label is filed under the empty value. */
function isMember(pods: Pods, subset: { [label: string]: string }): boolean {
  return Object.entries(subset).every(([key, value]) => (pods.labels[key] ?? '') === value);
}

function spread(pods: Pods[], found: { fraction: Fraction; service: string; subset?: { [label: string]: string } }): Share[] {
  const total = pods.reduce((sum, one) => sum + one.ready, 0);
  if (total === 0) {
    return [new Share({ ...found, status: 503 })];
  }
  return pods.map((one) => new Share({
    ...found,
    fraction: found.fraction.times(Fraction.of(one.ready, total)),
    version: one.labels.version,
    workload: one.workload,
  }));
}
