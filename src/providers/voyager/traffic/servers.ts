import { VoyagerBackend } from './frontends';
import { Fraction } from '../../../fraction';
import { Pods, podsOfService } from '../../../traffic/endpoints';
import { joined, KubernetesObject, ObjectIndex } from '../../../traffic/object-index';
import { Share } from '../../../traffic/share';
import { World } from '../../../traffic/world';

const WEIGHT = 'ingress.appscode.com/backend-weight';

/** HAProxy refuses a configuration with a weight above this, and goes on with the last one. */
const GREATEST = 256;

/** Who answers what HAProxy forwards: servers by their weights (getEndpoints in pkg/ingress/parser.go). @internal */
export class Servers {
  constructor(private readonly index: ObjectIndex, private readonly world: World, private readonly notes: string[]) {}

  /** Whether a backend becomes part of the configuration: its Service has to be there with the port. */
  public isServed(ingress: KubernetesObject, backend: VoyagerBackend): boolean {
    const { service, id } = this.service(ingress, backend);
    if (service && !portOf(service, backend.port)) {
      this.notes.push(`Service ${id} has no port ${backend.port}, so Voyager leaves the path out`);
      return false;
    }
    return true;
  }

  public shares(ingress: KubernetesObject, backend: VoyagerBackend): Share[] {
    const { service, id } = this.service(ingress, backend);
    if (!service && this.index.isRejected('', 'Service', undefined, id)) {
      return [new Share({ fraction: Fraction.ONE, service: id, status: 503 })];
    }
    if (!service) {
      this.notes.push(`Service ${id} is not among the objects, so it is taken as there and ready`);
      return [new Share({ fraction: Fraction.ONE, service: id })];
    }
    if (backend.spec.backendRules?.length > 0) {
      this.notes.push(`the backend of Service ${id} has rules in HAProxy's own words, which are not read`);
    }
    const pods = podsOfService(this.index, service, portOf(service, backend.port), this.world);
    if (!pods) {
      this.notes.push(`no workload of Service ${id} is among the objects, so its pods are taken as ready`);
      return [new Share({ fraction: Fraction.ONE, service: id })];
    }
    return this.weighted(pods.filter((one) => one.ready > 0), id, backend);
  }

  private weighted(pods: Pods[], service: string, backend: VoyagerBackend): Share[] {
    const weights = pods.map(({ annotations, workload }) => this.weightOf(annotations[WEIGHT], workload));
    const tooGreat = pods.find((_, position) => weights[position] > GREATEST);
    if (tooGreat) {
      return [undetermined(`the pods of ${tooGreat.workload} have the weight ${tooGreat.annotations[WEIGHT]}, and HAProxy takes at most ${GREATEST}: it goes on with its last valid configuration`)];
    }
    const versions = new Set(pods.filter((_, position) => weights[position] > 0).map(({ labels }) => labels.version));
    const balance = backend.spec.loadBalanceOn;
    if (versions.size > 1 && balance && !/^(roundrobin|static-rr|leastconn|random)\b/.test(balance)) {
      return [undetermined(`Service ${service} has pods of several versions, and '${balance}' decides by the request which of them answers`)];
    }
    if (versions.size > 1 && backend.spec.hostNames?.length > 0) {
      return [undetermined(`the backend of Service ${service} picks pods by their host names, which are not read`)];
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

  /** As Go's strconv.Atoi, whose error is thrown away: what is no number is 0. Without a weight, or below 0, HAProxy takes 1. */
  private weightOf(text: string | undefined, workload: string): number {
    if (text === undefined) {
      return 1;
    }
    if (!/^[-+]?\d+$/.test(text)) {
      this.notes.push(`the weight '${text}' of ${workload} is no whole number, so it counts as 0`);
      return 0;
    }
    return Number(text) < 0 ? 1 : Number(text);
  }

  /** A Service of the Ingress's namespace, or `service.namespace`. */
  private service(ingress: KubernetesObject, { service }: VoyagerBackend): { service?: KubernetesObject; id: string } {
    const [name, ...rest] = service.split('.');
    const namespace = rest.length > 0 ? rest.join('.') : ingress.metadata?.namespace;
    const found = this.index.find('', 'Service', namespace, name);
    return { service: found, id: joined(found?.metadata?.namespace ?? namespace, name) };
  }
}

/** By number or name; a number also finds any port without a name (getSpecifiedPort in pkg/ingress/parser.go). */
function portOf(service: KubernetesObject, wanted: number | string): any {
  const ports: any[] = service.spec?.ports ?? [];
  return ports.find(({ port, name = '' }) => port === Number(wanted) || name === (typeof wanted === 'number' ? '' : wanted));
}

function undetermined(reason: string): Share {
  return new Share({ fraction: Fraction.ONE, undetermined: reason });
}
