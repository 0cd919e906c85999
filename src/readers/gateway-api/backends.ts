import { Fraction } from '../../fraction';
import { podsOfService } from '../engine/endpoints';
import { idOf, joined, KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn, ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Share } from '../engine/share';

/** Who answers what a rule sends on. @internal */
export class Backends {
  constructor(private readonly index: ObjectIndex, private readonly readiness: PodReadiness, private readonly notes: string[]) {}

  /** Filters that answer come before backends; weights are relative, and all of them 0 is nothing that the standard defines. */
  public shares(rule: any, route: KubernetesObject): Share[] {
    const { filters = [], backendRefs = [] } = rule;
    const redirect = filters.find(({ type }: any) => type === 'RequestRedirect');
    if (redirect) {
      return [new Share({ fraction: Fraction.ONE, status: redirect.requestRedirect?.statusCode ?? 302 })];
    }
    if (filters.some(({ type }: any) => type === 'ExtensionRef')) {
      return [undetermined(Fraction.ONE, `HTTPRoute ${idOf(route)} has a filter of the implementation (ExtensionRef), which is not read`)];
    }
    if (backendRefs.length === 0) {
      return [undetermined(Fraction.ONE, `a rule of HTTPRoute ${idOf(route)} has no backends, and implementations answer that in different ways`)];
    }
    const total = backendRefs.reduce((sum: number, { weight = 1 }: any) => sum + weight, 0);
    if (total === 0) {
      return [undetermined(Fraction.ONE, `all weights of a rule of HTTPRoute ${idOf(route)} are 0, which the standard does not define`)];
    }
    return backendRefs
      .filter(({ weight = 1 }: any) => weight > 0)
      .flatMap((backend: any) => this.of(backend, route, Fraction.of(backend.weight ?? 1, total)));
  }

  /** A reference that leads nowhere is 500 for its share, a Service without ready pods 503. */
  private of({ group = '', kind = 'Service', name, namespace: given, port, filters = [] }: any, route: KubernetesObject, fraction: Fraction): Share[] {
    if (group !== '' || kind !== 'Service') {
      return [undetermined(fraction, `HTTPRoute ${idOf(route)} leads to the ${kind} ${name}, which is not read`)];
    }
    if (filters.some(({ type }: any) => type === 'RequestRedirect' || type === 'ExtensionRef')) {
      return [undetermined(fraction, `a backend of HTTPRoute ${idOf(route)} has filters that answer by themselves, which are not read`)];
    }
    const own = route.metadata?.namespace;
    const namespace = given ?? own;
    const id = joined(namespace, name);
    if (given !== undefined && own !== undefined && given !== own && !this.isGranted(own, given, name)) {
      return this.lost(fraction, 500, `no ReferenceGrant lets HTTPRoute ${idOf(route)} lead to Service ${id}`);
    }
    const service = this.index.find('', 'Service', namespace, name);
    if (!service && this.index.isRejected('', 'Service', namespace, name)) {
      return this.lost(fraction, 500, `Service ${id} is not there`);
    }
    if (!service) {
      this.notes.push(`Service ${id} is not among the objects, so it is taken as there and ready`);
      return [new Share({ fraction, service: id })];
    }
    const open = (service.spec?.ports ?? []).find((one: any) => one.port === port);
    return open ? this.pods(service, open, fraction) : this.lost(fraction, 500, `Service ${id} has no port ${port}`);
  }

  private isGranted(from: string, to: string, name: string): boolean {
    const grants = this.index.all('gateway.networking.k8s.io', 'ReferenceGrant').filter((grant) => mayBeIn(grant, to));
    const isFrom = ({ group, kind, namespace }: any) => group === 'gateway.networking.k8s.io' && kind === 'HTTPRoute' && namespace === from;
    const isTo = ({ group = '', kind, name: only }: any) => group === '' && kind === 'Service' && (only === undefined || only === '' || only === name);
    return grants.some(({ spec }) => (spec?.from ?? []).some(isFrom) && (spec?.to ?? []).some(isTo));
  }

  private pods(service: KubernetesObject, port: any, fraction: Fraction): Share[] {
    const id = idOf(service);
    if (service.spec?.type === 'ExternalName') {
      return [undetermined(fraction, `Service ${id} leads outside of the cluster`)];
    }
    const all = podsOfService(this.index, service, port, this.readiness);
    if (!all) {
      this.notes.push(`no workload of Service ${id} is among the objects, so its pods are taken as ready`);
      const { version } = service.spec?.selector ?? {};
      return [new Share({ fraction, service: id, version })];
    }
    const ready = all.filter((one) => one.ready > 0);
    if (ready.length === 0) {
      return this.lost(fraction, 503, `no pod of Service ${id} is ready`);
    }
    const isDecisive = new Set(ready.map((one) => one.labels.version ?? one.workload)).size > 1;
    const guessed = ready.find(({ isGuess }) => isGuess);
    if (isDecisive && guessed) {
      return [undetermined(fraction, `how many pods ${guessed.workload} has depends on the cluster's nodes: say how many are ready`)];
    }
    const total = ready.reduce((sum, one) => sum + one.ready, 0);
    return ready.map(({ labels, workload, ready: pods }) => {
      return new Share({ fraction: fraction.times(Fraction.of(pods, total)), version: labels.version, workload, service: id });
    });
  }

  private lost(fraction: Fraction, status: number, reason: string): Share[] {
    this.notes.push(`${reason}, which a Gateway answers with ${status}`);
    return [new Share({ fraction, status })];
  }
}

function undetermined(fraction: Fraction, reason: string): Share {
  return new Share({ fraction, undetermined: reason });
}
