import { annotation, isTrue } from './annotations';
import { Upstream } from './configuration';
import { Fraction } from '../../fraction';
import { Pods, podsOfService } from '../engine/endpoints';
import { joined, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Share } from '../engine/share';

/** Where an upstream leads. @internal */
export interface Endpoints {
  readonly isEmpty: boolean;
  /** Who answers a part of the traffic that the upstream gets. */
  shares(fraction: Fraction): Share[];
}

/** The endpoints of upstreams (createUpstreams and serviceEndpoints in internal/ingress/controller/controller.go). @internal */
export class UpstreamPods {
  constructor(private readonly index: ObjectIndex, private readonly readiness: PodReadiness, private readonly notes: string[]) {}

  public of(upstream: Upstream): Endpoints {
    const { namespace, service: name, port: wanted } = upstream;
    const service = this.index.find('', 'Service', namespace, name);
    const id = joined(service?.metadata?.namespace ?? namespace, name);
    if (this.index.isRejected('', 'Service', namespace, name)) {
      return NOBODY;
    }
    if (!service) {
      this.notes.push(`Service ${id} is not among the objects, so it is taken as there and ready`);
      return unknown(id);
    }
    const port = portOf(service, wanted);
    if (!port && service.spec?.type !== 'ExternalName') {
      this.notes.push(`Service ${id} has no port ${wanted}, neither as its port or name nor as its targetPort, so there are no endpoints`);
      return NOBODY;
    }
    const protocols: string[] = (service.spec?.ports ?? []).map(({ protocol = 'TCP' }: any) => protocol);
    if (port && !protocols.includes('TCP')) {
      this.notes.push(`Service ${id} has no TCP port, so there are no endpoints`);
      return NOBODY;
    }
    const pods = podsOfService(this.index, service, port, this.readiness);
    if (!pods) {
      this.notes.push(`no workload of Service ${id} is among the objects, so its pods are taken as ready`);
      return unknown(id);
    }
    const ready = pods.filter((one) => one.ready > 0);
    if (ready.length === 0) {
      return isTrue(upstream.ingress, 'service-upstream') ? undetermined(`no pod of Service ${id} is ready, and with service-upstream the controller does not know it`) : NOBODY;
    }
    const versions = new Set(ready.map(({ labels }) => labels.version));
    const decides = annotation(upstream.ingress, 'upstream-hash-by') !== undefined ? 'upstream-hash-by' : annotation(upstream.ingress, 'load-balance') === 'ewma' ? 'load-balance: ewma' : undefined;
    const guessed = ready.find(({ isGuess }) => isGuess);
    if (versions.size > 1 && guessed) {
      return undetermined(`how many pods ${guessed.workload} has depends on the cluster's nodes: say how many are ready`);
    }
    if (versions.size > 1 && decides) {
      return undetermined(`Service ${id} has pods of several versions, and ${decides} chooses by something else than their number`);
    }
    return { isEmpty: false, shares: (fraction) => spread(ready, id, fraction) };
  }

  /** The Service that answers where a main backend is empty: the annotation default-backend, if that Service has ready pods. */
  public fallback(ingress: KubernetesObject | undefined): Endpoints | undefined {
    const name = annotation(ingress, 'default-backend');
    if (name === undefined) {
      return undefined;
    }
    const namespace = ingress?.metadata?.namespace;
    const service = this.index.find('', 'Service', namespace, name);
    const endpoints = this.of({ namespace, service: name, port: service?.spec?.ports?.[0]?.port ?? '', ingress: ingress!, alternatives: [] });
    return endpoints.isEmpty ? undefined : endpoints;
  }
}

const NOBODY: Endpoints = { isEmpty: true, shares: (fraction) => [new Share({ fraction, status: 503 })] };

function unknown(service: string): Endpoints {
  return { isEmpty: false, shares: (fraction) => [new Share({ fraction, service })] };
}

function undetermined(reason: string): Endpoints {
  return { isEmpty: false, shares: (fraction) => [new Share({ fraction, undetermined: reason })] };
}

/** A port is known by its number, its name, or its target. */
function portOf(service: KubernetesObject, wanted: number | string): any {
  const ports: any[] = service.spec?.ports ?? [];
  return ports.find(({ port, targetPort, name }) => [String(port), String(targetPort ?? port), name].includes(String(wanted)));
}

function spread(pods: Pods[], service: string, fraction: Fraction): Share[] {
  const total = pods.reduce((sum, one) => sum + one.ready, 0);
  return pods.map(({ ready, labels, workload }) => new Share({
    fraction: fraction.times(Fraction.of(ready, total)),
    version: labels.version,
    workload,
    service,
  }));
}
