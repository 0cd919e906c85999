import { VoyagerBackend } from './frontends';
import { annotation } from './ingress-annotations';
import { Fraction } from '../../fraction';
import { Pods, podsOfService } from '../engine/endpoints';
import { joined, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Share } from '../engine/share';

const WEIGHT = 'ingress.appscode.com/backend-weight';

/** HAProxy refuses a configuration with a weight above this, and goes on with the last one. */
const GREATEST = 256;

/** Who answers what HAProxy forwards: servers by their weights (getEndpoints in pkg/ingress/parser.go). @internal */
export class Servers {
  constructor(private readonly index: ObjectIndex, private readonly readiness: PodReadiness, private readonly notes: string[]) {}

  /** Whether a backend becomes part of the configuration: its Service has to be there with the port. */
  public isServed(ingress: KubernetesObject, backend: VoyagerBackend): boolean {
    const { service, id } = this.service(ingress, backend);
    if (service && !isExternal(service) && !portOf(service, backend.port)) {
      this.notes.push(`Service ${id} has no port ${backend.port}, so Voyager leaves the path out`);
      return false;
    }
    if (!service && this.index.isRejected('', 'Service', undefined, id)) {
      return false;
    }
    return true;
  }

  /** A weight that makes HAProxy refuse the whole configuration, told in a sentence. */
  public tooGreatWeight(ingress: KubernetesObject, backend: VoyagerBackend): string | undefined {
    const pods = this.readyPods(ingress, backend) ?? [];
    const odd = pods.find(({ annotations }) => weightOf(annotations[WEIGHT]) > GREATEST);
    return odd && `the pods of ${odd.workload} have the weight ${odd.annotations[WEIGHT]}, and HAProxy takes at most ${GREATEST}`;
  }

  /** The Service of a backend, for what its annotations decide. */
  public serviceOf(ingress: KubernetesObject, backend: VoyagerBackend): KubernetesObject | undefined {
    return this.service(ingress, backend).service;
  }

  public shares(ingress: KubernetesObject, backend: VoyagerBackend): Share[] {
    const { service, id } = this.service(ingress, backend);
    const hasRules = backend.spec.backendRules?.length > 0;
    if (!service) {
      this.notes.push(`Service ${id} is not among the objects, so it is taken as there and ready`);
      return [new Share({ fraction: Fraction.ONE, service: id })];
    }
    if (isExternal(service)) {
      const isForwarded = annotation(service, 'use-dns-resolver') === 'true' || hasRules;
      return isForwarded ? [this.undetermined(`Service ${id} leads outside of the cluster`)] : [new Share({ fraction: Fraction.ONE, service: id, status: 301 })];
    }
    if (hasRules) {
      this.notes.push(`the backend of Service ${id} has rules in HAProxy's own words, which are not read`);
    }
    if (backend.spec.hostNames?.length > 0) {
      return [this.undetermined(`the backend of Service ${id} picks pods by their host names, which are not read`)];
    }
    const pods = this.readyPods(ingress, backend);
    if (!pods) {
      this.notes.push(`no workload of Service ${id} is among the objects, so its pods are taken as ready`);
      return [new Share({ fraction: Fraction.ONE, service: id })];
    }
    return this.weighted(pods, id, backend);
  }

  private weighted(pods: Pods[], service: string, backend: VoyagerBackend): Share[] {
    const weights = pods.map(({ annotations, workload }) => {
      const text = annotations[WEIGHT];
      if (text !== undefined && !/^[-+]?\d+$/.test(text)) {
        this.notes.push(`the weight '${text}' of ${workload} is no whole number, so it counts as 0`);
      }
      if (text?.startsWith('-')) {
        this.notes.push(`the weight '${text}' of ${workload} is below 0, so HAProxy is told none and takes 1`);
      }
      return weightOf(text);
    });
    const answering = pods.filter((_, position) => weights[position] > 0);
    const isDecisive = new Set(answering.map(({ labels, workload }) => labels.version ?? workload)).size > 1;
    const balance = backend.spec.loadBalanceOn;
    if (isDecisive && balance && !/^(roundrobin|static-rr|leastconn|random)\b/.test(balance)) {
      return [this.undetermined(`Service ${service} has pods of several versions, and '${balance}' decides by the request which of them answers`)];
    }
    const guessed = answering.find(({ isGuess }) => isGuess);
    if (isDecisive && guessed) {
      return [this.undetermined(`how many pods ${guessed.workload} has depends on the cluster's nodes: say how many are ready`)];
    }
    const total = pods.reduce((sum, { ready }, position) => sum + ready * weights[position], 0);
    return total === 0
      ? [new Share({ fraction: Fraction.ONE, service, status: 503 })]
      : pods.map(({ labels, workload, ready }, position) => new Share({
        fraction: Fraction.of(ready * weights[position], total),
        version: labels.version,
        workload,
        service,
      }));
  }

  private undetermined(reason: string): Share {
    this.notes.push(reason);
    return new Share({ fraction: Fraction.ONE, undetermined: reason });
  }

  private readyPods(ingress: KubernetesObject, backend: VoyagerBackend): Pods[] | undefined {
    const { service } = this.service(ingress, backend);
    return service && podsOfService(this.index, service, portOf(service, backend.port), this.readiness)?.filter((one) => one.ready > 0);
  }

  /** A Service of the Ingress's namespace, or `service.namespace`. */
  private service(ingress: KubernetesObject, { service }: VoyagerBackend): { service?: KubernetesObject; id: string } {
    const [name, ...rest] = service.split('.');
    const namespace = rest.length > 0 ? rest.join('.') : ingress.metadata?.namespace;
    const found = this.index.find('', 'Service', namespace, name);
    return { service: found, id: joined(found?.metadata?.namespace ?? namespace, name) };
  }
}

function isExternal(service: KubernetesObject): boolean {
  return service.spec?.type === 'ExternalName';
}

/** As Go's strconv.Atoi, whose error is thrown away: what is no number is 0. Without a weight, or below 0, HAProxy takes 1. */
function weightOf(text: string | undefined): number {
  return text === undefined ? 1 : !/^[-+]?\d+$/.test(text) ? 0 : Number(text) < 0 ? 1 : Number(text);
}

/** By number or name; a number also finds any port without a name (getSpecifiedPort in pkg/ingress/parser.go). */
function portOf(service: KubernetesObject, wanted: number | string): any {
  const ports: any[] = service.spec?.ports ?? [];
  const number = typeof wanted === 'number' ? wanted : /^[-+]?\d+$/.test(wanted) ? Number(wanted) : 0;
  return ports.find(({ port, name = '' }) => port === number || name === (typeof wanted === 'number' ? '' : wanted));
}
