import { bySpecificity, completed, isPartOf, serviceNamed } from './host-names';
import { Listener } from './listener';
import { IstioRoute } from './routes';
import { Fraction } from '../../fraction';
import { carries, podsOfService } from '../engine/endpoints';
import { idOf, joined, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Share } from '../engine/share';

/** Where Istio is installed, and where its rules for everybody are, by default. */
const ROOT_NAMESPACE = 'istio-system';

interface Labels { readonly [key: string]: string }

/** What DestinationRules say of a host. */
interface Rule {
  readonly subsets: any[];
  /** Why a client keeps to one pod. */
  readonly hash?: string;
  /** A rule that counts for some clients only. */
  readonly elsewhere?: KubernetesObject;
}

/** Who answers what a route sends on. There is no fallback from one destination, or subset, to another. @internal */
export class Destinations {
  constructor(
    private readonly index: ObjectIndex,
    private readonly readiness: PodReadiness,
    private readonly listener: Listener,
    private readonly notes: string[],
  ) {}

  /** A single destination gets everything, whatever its weight; of several, those of 0 get nothing. */
  public shares({ service, spec }: IstioRoute, whole: Fraction): Share[] {
    const routes: any[] = spec.route;
    if (routes.length === 1) {
      return this.of(routes[0].destination, service, whole);
    }
    const total = routes.reduce((sum, { weight = 0 }) => sum + weight, 0);
    return routes
      .filter(({ weight = 0 }) => weight > 0)
      .flatMap(({ destination, weight }) => this.of(destination, service, whole.times(Fraction.of(weight, total))));
  }

  /** All pods of a Service that no VirtualService is about. */
  public ofService(service: KubernetesObject, port: number, fraction: Fraction): Share[] {
    const found = (service.spec?.ports ?? []).find((one: any) => one.port === port);
    return found ? this.pods(service, found, undefined, undefined, fraction) : this.lost(fraction, `Service ${idOf(service)} has no port ${port}`);
  }

  private of({ host, subset: named, port }: any, owner: KubernetesObject, fraction: Fraction): Share[] {
    const subset = named || undefined;
    const name = completed(host, owner.metadata?.namespace);
    const target = serviceNamed(name);
    if (!target) {
      return this.outside(name, fraction);
    }
    const service = this.index.find('', 'Service', target.namespace, target.name);
    const id = joined(service?.metadata?.namespace ?? target.namespace, target.name);
    if (!service && this.index.isRejected('', 'Service', target.namespace, target.name)) {
      return this.lost(fraction, `Service ${id} is not there`);
    }
    const rule = this.ruleOf(name, id, owner);
    const found = rule.subsets.find((one) => one.name === subset);
    if (subset !== undefined && rule.elsewhere) {
      return [this.undetermined(fraction, `DestinationRule ${idOf(rule.elsewhere)} counts for some clients only, those of its namespace or workloadSelector`)];
    }
    if (subset !== undefined && !found) {
      return this.lost(fraction, `no DestinationRule has a subset ${subset} of ${name}`);
    }
    const labels = found && (found.labels ?? {});
    if (!service) {
      this.notes.push(`Service ${id} is not among the objects, so it is taken as there and ready`);
      return [new Share({ fraction, service: id, subset: labels, version: labels?.version })];
    }
    const ports: any[] = service.spec?.ports ?? [];
    const wanted = port?.number ?? (ports.length === 1 ? ports[0].port : this.listener.port);
    const open = ports.find((one) => one.port === wanted);
    return open ? this.pods(service, open, labels, rule.hash, fraction) : this.lost(fraction, `Service ${id} has no port ${wanted}`);
  }

  private pods(service: KubernetesObject, port: any, labels: Labels | undefined, hash: string | undefined, fraction: Fraction): Share[] {
    const id = idOf(service);
    if (service.spec?.type === 'ExternalName') {
      return [this.undetermined(fraction, `Service ${id} leads outside of the cluster`)];
    }
    const all = podsOfService(this.index, service, port, this.readiness);
    if (!all) {
      this.notes.push(`no workload of Service ${id} is among the objects, so its pods are taken as ready`);
      return [new Share({ fraction, service: id, subset: labels, version: labels?.version })];
    }
    const ready = all.filter((one) => one.ready > 0 && carries(one.labels, labels ?? {}));
    if (ready.length === 0) {
      return this.lost(fraction, `no pod of Service ${id}${labels ? ` with the labels ${text(labels)}` : ''} is ready`);
    }
    const isDecisive = new Set(ready.map((one) => one.labels.version ?? one.workload)).size > 1;
    const guessed = ready.find(({ isGuess }) => isGuess);
    if (isDecisive && (hash !== undefined || guessed)) {
      return [this.undetermined(fraction, hash ?? `how many pods ${guessed!.workload} has depends on the cluster's nodes: say how many are ready`)];
    }
    const total = ready.reduce((sum, one) => sum + one.ready, 0);
    return ready.map((one) => new Share({
      fraction: fraction.times(Fraction.of(one.ready, total)),
      version: one.labels.version,
      workload: one.workload,
      service: id,
      subset: labels,
    }));
  }

  /** Envoy looks for rules in the client's namespace, the Service's, and the root namespace, in this order. */
  private ruleOf(host: string, service: string, owner: KubernetesObject): Rule {
    const isAbout = ({ spec, metadata }: KubernetesObject) => spec?.host && isPartOf(host, completed(spec.host, metadata?.namespace));
    const all = this.index.all('networking.istio.io', 'DestinationRule').filter(isAbout);
    const namespaces = [...(this.listener.namespaces ?? []).filter((one) => one !== ROOT_NAMESPACE), service.includes('/') ? service.split('/')[0] : owner.metadata?.namespace, ROOT_NAMESPACE];
    const isIn = (rule: KubernetesObject, namespace?: string) => rule.metadata?.namespace === undefined || rule.metadata.namespace === namespace;
    const found = namespaces.map((namespace) => all.filter((rule) => isIn(rule, namespace))).find((some) => some.length > 0);
    const isAnyClient = this.listener.namespaces === undefined;
    const rules = found ?? [];
    const hosts = rules.map((rule) => completed(rule.spec.host, rule.metadata?.namespace)).sort(bySpecificity);
    const counting = rules.filter((rule) => completed(rule.spec.host, rule.metadata?.namespace) === hosts[0]);
    const hashing = counting.find((rule) => JSON.stringify(rule.spec).includes('"consistentHash"'));
    return {
      elsewhere: all.find((rule) => rule.spec.workloadSelector || (isAnyClient && !rules.includes(rule))),
      subsets: counting.flatMap((rule) => rule.spec.subsets ?? []),
      hash: hashing && `DestinationRule ${idOf(hashing)} has clients stick to pods (consistentHash), and only Envoy knows to which`,
    };
  }

  private outside(name: string, fraction: Fraction): Share[] {
    const hosts: string[] = this.index.all('networking.istio.io', 'ServiceEntry').flatMap(({ spec }) => spec?.hosts ?? []);
    return hosts.some((host) => isPartOf(name, host.toLowerCase()))
      ? [this.undetermined(fraction, `${name} is a ServiceEntry, and what answers there is not known`)]
      : this.lost(fraction, `nothing is called ${name}: Istio takes a name with dots as complete`);
  }

  private undetermined(fraction: Fraction, reason: string): Share {
    this.notes.push(reason);
    return new Share({ fraction, undetermined: reason });
  }

  private lost(fraction: Fraction, reason: string): Share[] {
    this.notes.push(`${reason}, which Envoy answers with 503`);
    return [new Share({ fraction, status: 503 })];
  }
}

function text(labels: Labels): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
}
