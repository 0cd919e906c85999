import { Cluster, Clusters } from './clusters';
import { isSingleHost, pickedPods } from './subsets';
import { KubeTarget } from './upstreams';
import { Fraction } from '../../../fraction';
import { carries, Pods, podsOfService, podsWithLabels } from '../../engine/endpoints';
import { idOf, joined, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { isChoice, sharesOf } from '../../engine/pod-shares';
import { hasWrittenEndpoints, isExternalName } from '../../engine/service';
import { Share } from '../../engine/share';

const EDS = 'projects/gloo/pkg/plugins/kubernetes/eds.go of solo-io/gloo, since 1.12';

/** What all shares of one destination have in common. */
interface Found {
  readonly fraction: Fraction;
  readonly service: string;
  readonly subset?: { [label: string]: string };
}

/** Who answers what a route forwards: the ready pods behind its destinations. @internal */
export class Destinations {
  private readonly notes: Note[] = [];

  public constructor(
    private readonly index: ObjectIndex,
    private readonly readiness: PodReadiness,
  ) {}

  /** The shares of a route's destinations, which sum to one, and what explains them. */
  public answer({ clusters, notes, atRunTime }: Clusters): { shares: Share[]; notes: Note[] } {
    if (atRunTime !== undefined) {
      return { shares: [new Share({ fraction: Fraction.ONE, undetermined: atRunTime })], notes: [atRunTime] };
    }
    const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
    const shares = clusters.flatMap((cluster) => this.sharesOf(cluster, Fraction.of(cluster.weight, total)));
    return { shares, notes: [...notes, ...this.notes] };
  }

  private sharesOf(cluster: Cluster, fraction: Fraction): Share[] {
    const { target, subset } = cluster;
    if (fraction.isZero) {
      return [];
    }
    const reason = target.missing ?? target.assumed ?? target.unknown;
    if (reason !== undefined) {
      this.notes.push(reason);
    }
    if (target.unknown !== undefined) {
      return [new Share({ fraction, undetermined: target.unknown })];
    }
    if (target.kube === undefined) {
      return [
        target.assumed === undefined
          ? new Share({ fraction, status: 503 })
          : new Share({ fraction, version: subset?.version, subset }),
      ];
    }
    return this.fromService(cluster, target.kube, fraction);
  }

  private fromService(cluster: Cluster, kube: KubeTarget, fraction: Fraction): Share[] {
    const { serviceName, serviceNamespace = '', servicePort } = kube;
    const { target, subset } = cluster;
    if (serviceNamespace === '' || !serviceName) {
      this.report(
        'gloo-upstream-without-service',
        cluster,
        `${target.name} names no Service with its namespace`,
        'Add serviceName and serviceNamespace.',
      );
      return [new Share({ fraction, subset, status: 503 })];
    }
    const service = this.index.find('', 'Service', serviceNamespace, serviceName);
    const found = {
      fraction,
      service: joined(service?.metadata?.namespace ?? serviceNamespace, serviceName),
      subset,
    };
    const port = service?.spec?.ports?.find((one: any) => one.port === servicePort);
    if (service !== undefined && isExternalName(service)) {
      this.report(
        'gloo-external-name',
        cluster,
        `Service ${idOf(service)} is an ExternalName`,
        'Write an Upstream of the type static with the host.',
        service,
      );
      return [new Share({ ...found, status: 503 })];
    }
    if (service !== undefined && port === undefined) {
      const ports = (service.spec?.ports ?? []).map((one: any) => one.port).join(', ');
      const message = `${target.name} has the servicePort ${servicePort}, and Service ${idOf(service)} has ` +
        `${ports || 'no ports'}`;
      this.report(
        'gloo-upstream-port',
        cluster,
        message,
        `Write servicePort: ${(service.spec?.ports ?? [])[0]?.port ?? '(a port of the Service)'}.`,
        service,
      );
      return [new Share({ ...found, status: 503 })];
    }
    if (service === undefined && this.index.isComplete) {
      this.report(
        'gloo-service-missing',
        cluster,
        `there is no Service ${found.service} for ${target.name}`,
        'Add the Service, or name one that is there.',
      );
      return [new Share({ ...found, status: 503 })];
    }
    const pods = this.podsOf(service, port, kube, found.service);
    // Gloo reads Endpoints objects only (eds.go), and no EndpointSlices.
    const isOpen = !this.index.isComplete || (service !== undefined && hasWrittenEndpoints(this.index, service));
    if (!isOpen && (pods ?? []).length === 0) {
      return this.withoutPods(cluster, found);
    }
    return pods === undefined ? this.assumedPods(found) : this.fromPods(cluster, kube, found, pods);
  }

  private fromPods(cluster: Cluster, kube: KubeTarget, found: Found, pods: Pods[]): Share[] {
    const ready = pods.filter((one) => one.ready > 0 && carries(one.labels, kube.selector ?? {}));
    const picked = pickedPods(ready, cluster, kube, this.notes);
    const isOpen =
      isSingleHost(cluster, kube) &&
      picked.reduce((sum, one) => sum + one.ready, 0) > 1 &&
      isChoice(picked);
    if (isOpen) {
      return [this.singleHost(cluster, found, picked)];
    }
    const shares = sharesOf(picked, found.fraction, found.service, found.subset);
    return shares.length > 0 ? shares : [new Share({ ...found, status: 503 })];
  }

  /** Undefined where the pods are somewhere else. */
  private podsOf(service: KubernetesObject | undefined, port: any, kube: KubeTarget, id: string): Pods[] | undefined {
    if (service === undefined) {
      this.notes.push(
        note(
          NoteKind.ASSUMED,
          'gloo-service-assumed',
          [`Service ${id}`],
          `Service ${id} is not among the objects: it is assumed to be there, with port ${kube.servicePort}`,
        ),
      );
      return kube.selector && podsWithLabels(this.index, kube.serviceNamespace, kube.selector, this.readiness);
    }
    return podsOfService(this.index, service, port, this.readiness);
  }

  private withoutPods(cluster: Cluster, found: Found): Share[] {
    this.report(
      'gloo-no-pods',
      cluster,
      `no workload makes pods for Service ${found.service}`,
      'Add the workload, or correct the selector of the Service.',
    );
    return [new Share({ ...found, status: 503 })];
  }

  private assumedPods(found: Found): Share[] {
    this.notes.push(
      note(
        NoteKind.ASSUMED,
        'gloo-pods-assumed',
        [`Service ${found.service}`],
        `no workload of Service ${found.service} is among the objects, so its pods are assumed to be ready`,
      ),
    );
    return [new Share({ ...found, version: found.subset?.version })];
  }

  private singleHost({ target }: Cluster, { fraction, service, subset }: Found, picked: Pods[]): Share {
    const why = note(
      NoteKind.AMBIGUOUS,
      'gloo-single-host',
      [target.name],
      `${target.name} keeps one pod for each subset, and which of ` +
      `${picked.map((one) => one.workload).join(', ')} it is, is not defined`,
      {
        fix: 'Leave singleHostPerSubset out, or pick subsets of one workload each.',
        source: 'api/envoy/config/cluster/v3/cluster.proto of envoyproxy/envoy',
      },
    );
    this.notes.push(why);
    return new Share({ fraction, service, subset, undetermined: why });
  }

  /** There are no endpoints. */
  private report(code: string, { target }: Cluster, reason: string, fix: string, service?: KubernetesObject): void {
    const objects = [
      ...(target.upstream === undefined ? [] : [target.upstream]),
      ...(service === undefined ? [] : [service]),
    ];
    this.notes.push(
      note(
        NoteKind.IGNORED,
        code,
        objects.length === 0 ? [target.name] : objects,
        `${reason}: there are no endpoints, and requests are answered with 503`,
        { fix, source: EDS },
      ),
    );
  }
}
