import { completed, serviceNamed } from './model/host-names';
import { Proxy } from './model/proxy';
import { MeshPort, MeshService, PortProtocol } from './model/services';
import { World } from './model/world';
import { Fraction } from '../../fraction';
import { carries, podsOfService } from '../engine/endpoints';
import { idOf, joined, objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { PodReadiness } from '../engine/pod-readiness';
import { isChoice, sharesOf } from '../engine/pod-shares';
import { Share, Unrouted } from '../engine/share';

interface Labels {
  readonly [key: string]: string;
}

/** Where the Envoy of an entry listens. @internal */
export interface Listener {
  readonly proxy: Proxy;
  readonly port: number;
}

const CLUSTERS = 'pilot/pkg/networking/core/cluster.go of istio/istio';

/** Who answers what a route sends on. There is no fallback from one destination, or subset, to another. @internal */
export class Destinations {
  constructor(
    private readonly world: World,
    private readonly listener: Listener,
    private readonly readiness: PodReadiness,
    private readonly notes: Note[],
  ) {}

  /**
   * A single destination gets everything, whatever its weight; of several, those of 0 get nothing
   * (applyHTTPRouteDestination in pilot/pkg/networking/core/route/route.go of istio/istio).
   *
   * @param namespace in which short names are Services
   */
  public shares(routes: any[], namespace: string, whole: Fraction): Share[] {
    if (routes.length === 1) {
      return this.of(routes[0].destination, namespace, whole);
    }
    const total = routes.reduce((sum, { weight = 0 }) => sum + weight, 0);
    return routes
      .filter(({ weight = 0 }) => weight > 0)
      .flatMap(({ destination, weight }) => this.of(destination, namespace, whole.times(Fraction.of(weight, total))));
  }

  /** All pods of a Service, by one of its ports. */
  public ofService(service: MeshService, port: MeshPort, fraction: Fraction): Share[] {
    return this.cluster(service, port, undefined, fraction);
  }

  private of({ host, subset, port }: any, namespace: string, fraction: Fraction): Share[] {
    const name = completed(host, namespace);
    const { registry, index } = this.world;
    const { proxy } = this.listener;
    const service = registry.find(name, proxy.namespace, proxy.isGateway ? namespace : undefined);
    if (service?.alias !== undefined) {
      return this.alias(service, service.alias, port?.number, subset || undefined, fraction);
    }
    if (service !== undefined) {
      const number = port?.number ?? this.impliedPort(service);
      const open = service.ports.find((one) => one.number === number);
      return open
        ? this.cluster(service, open, subset || undefined, fraction)
        : this.lost(
          fraction,
          'istio-service-port-missing',
          service,
          `has no port ${number}${this.portHint(service, port)}`,
        );
    }
    if (registry.has(name)) {
      return this.hidden(name, fraction);
    }
    const target = serviceNamed(name);
    const isMissing =
      index.isComplete ||
      target === undefined ||
      name !== name.toLowerCase() ||
      index.isRejected('', 'Service', target.namespace, target.name);
    return isMissing
      ? this.missing(name, fraction)
      : this.assumed(name, target.namespace, target.name, subset || undefined, fraction);
  }

  /**
   * Gateways know all ports of a Service, and take its only one; sidecars the one that they listen on
   * (GetDestinationCluster).
   */
  private impliedPort({ ports }: MeshService): number {
    return this.listener.proxy.isGateway && ports.length === 1 ? ports[0].number : this.listener.port;
  }

  private portHint({ ports }: MeshService, port: any): string {
    const isImplied = port?.number === undefined && !this.listener.proxy.isGateway && ports.length > 0;
    return isImplied ? ', the port that the client calls: without destination.port a sidecar uses no other one' : '';
  }

  private cluster(service: MeshService, port: MeshPort, subset: string | undefined, fraction: Fraction): Share[] {
    const rule = this.world.rules.of(service.hostname, service.namespace, this.listener.proxy);
    const found = subset === undefined ? undefined : rule?.subsets.get(subset);
    if (subset !== undefined && found === undefined) {
      return this.noSubset(service.hostname, subset, fraction);
    }
    if (port.protocol === PortProtocol.UDP) {
      return this.lost(
        fraction,
        'istio-udp-port',
        service,
        `has the port ${port.number} for UDP, which takes no HTTP`,
      );
    }
    if (service.isExternal) {
      return [
        this.undetermined(
          fraction,
          note(
            NoteKind.UNREAD,
            'istio-service-entry',
            [service.object],
            `${service.hostname} is outside of the cluster, and what answers there is not known`,
          ),
        ),
      ];
    }
    if (service.isHeadless && !this.listener.proxy.isGateway) {
      return [new Share({ fraction, unrouted: Unrouted.PASSTHROUGH })];
    }
    const policies = [found?.trafficPolicy, rule?.trafficPolicy];
    const hashing = policies.some((policy) => JSON.stringify(policy ?? {}).includes('"consistentHash"'))
      ? rule
      : undefined;
    const sticky =
      hashing &&
      note(
        NoteKind.EXPLAINED,
        'istio-consistent-hash',
        hashing.objects,
        `${objectName(hashing.objects[0])} has clients stick to pods (consistentHash), and only Envoy knows to which`,
      );
    return this.pods(service, port, found && (found.labels ?? {}), sticky, fraction);
  }

  private pods(
    service: MeshService,
    port: MeshPort,
    labels: Labels | undefined,
    sticky: Note | undefined,
    fraction: Fraction,
  ): Share[] {
    const { object } = service;
    const all = podsOfService(this.world.index, object, port.written, this.readiness);
    if (!all) {
      return this.podsAssumed(service, labels, fraction);
    }
    const ready = all.filter((one) => one.ready > 0 && carries(one.labels, labels ?? {}));
    if (ready.length === 0) {
      return this.lost(
        fraction,
        'istio-no-ready-pod',
        service,
        `has no ready pod${labels ? ` with the labels ${text(labels)}` : ''}`,
      );
    }
    const guessed = ready.find(({ isGuess }) => isGuess);
    if ((sticky !== undefined || guessed) && isChoice(ready)) {
      return [
        this.undetermined(
          fraction,
          sticky ??
            note(
              NoteKind.UNREAD,
              'daemon-set-pods',
              [guessed!.workload],
              `how many pods ${guessed!.workload} has depends on the cluster's nodes: say how many are ready`,
            ),
        ),
      ];
    }
    return sharesOf(ready, fraction, idOf(object), labels);
  }

  private podsAssumed({ object }: MeshService, labels: Labels | undefined, fraction: Fraction): Share[] {
    this.notes.push(
      note(
        NoteKind.ASSUMED,
        'istio-pods-assumed',
        [object],
        `no workload of ${objectName(object)} is among the objects, so its pods are assumed to be ready`,
      ),
    );
    return [new Share({ fraction, service: idOf(object), subset: labels, version: labels?.version })];
  }

  /** A Service that some other file may hold. */
  private assumed(
    host: string,
    namespace: string,
    name: string,
    subset: string | undefined,
    fraction: Fraction,
  ): Share[] {
    const rule = this.world.rules.of(host, namespace, this.listener.proxy);
    const found = subset === undefined ? undefined : rule?.subsets.get(subset);
    if (subset !== undefined && found === undefined) {
      return this.noSubset(host, subset, fraction);
    }
    const id = this.writtenId(namespace, name);
    this.notes.push(
      note(
        NoteKind.ASSUMED,
        'istio-service-assumed',
        [`Service ${id}`],
        `Service ${id} is not among the objects, so it is assumed to exist and to be ready`,
      ),
    );
    const labels: Labels | undefined = found && (found.labels ?? {});
    return [new Share({ fraction, service: id, subset: labels, version: labels?.version })];
  }

  /** As the objects write it: without a namespace where they have none. */
  private writtenId(namespace: string, name: string): string {
    const isWritten = this.world.services.some(({ object }) => object.metadata?.namespace !== undefined);
    return joined(isWritten ? namespace : undefined, name);
  }

  /** The name that an ExternalName stands for takes its place (GetDestinationCluster in route.go). */
  private alias(
    service: MeshService,
    alias: string,
    port: number | undefined,
    subset: string | undefined,
    fraction: Fraction,
  ): Share[] {
    const { registry } = this.world;
    const concrete = registry.find(alias.replace(/\.$/, ''), this.listener.proxy.namespace);
    const number = port ?? this.impliedPort(service);
    const open = concrete?.alias === undefined ? concrete?.ports.find((one) => one.number === number) : undefined;
    return concrete && open
      ? this.cluster(concrete, open, subset, fraction)
      : this.lost(
        fraction,
        'istio-external-name',
        service,
        `is an ExternalName for ${alias}, for which Istio knows no port ${number}`,
      );
  }

  private noSubset(host: string, subset: string, fraction: Fraction): Share[] {
    const { rules, index } = this.world;
    const isOpen =
      !index.isComplete && !rules.knows(host) && index.rejectedObjects.every(({ kind }) => kind !== 'DestinationRule');
    const message = `no DestinationRule that applies to this proxy has a subset ${subset} of ${host}`;
    if (isOpen && index.all('networking.istio.io', 'DestinationRule').length === 0) {
      return [
        this.undetermined(
          fraction,
          note(
            NoteKind.UNREAD,
            'istio-subset-unknown',
            [named(host)],
            `${message}; none is among the objects, so the pods of the subset are not known`,
            { field: subset },
          ),
        ),
      ];
    }
    this.notes.push(
      note(
        NoteKind.IGNORED,
        'istio-subset-missing',
        [named(host)],
        `${message}, so Envoy answers its share with 503`,
        {
          field: subset,
          fix: `Add the subset ${subset} to the DestinationRule of ${host}, or leave the subset out.`,
          source: CLUSTERS,
        },
      ),
    );
    return [new Share({ fraction, status: 503 })];
  }

  private hidden(host: string, fraction: Fraction): Share[] {
    this.notes.push(
      note(
        NoteKind.IGNORED,
        'istio-service-hidden',
        [named(host)],
        `${host} is not exported to the namespace ${this.listener.proxy.namespace}, so Envoy answers its `
        + 'share with 503',
        {
          fix: `Add ${this.listener.proxy.namespace} to the annotation networking.istio.io/exportTo of the Service.`,
          source: 'pilot/pkg/model/push_context.go of istio/istio',
        },
      ),
    );
    return [new Share({ fraction, status: 503 })];
  }

  private missing(host: string, fraction: Fraction): Share[] {
    this.notes.push(
      note(
        NoteKind.IGNORED,
        'istio-destination-missing',
        [named(host)],
        `no Service or ServiceEntry has the host ${host}, so Envoy answers its share with 503`,
        { fix: 'Write the name of a Service; Istio does not complete a name that has a dot.', source: CLUSTERS },
      ),
    );
    return [new Share({ fraction, status: 503 })];
  }

  private undetermined(fraction: Fraction, reason: Note): Share {
    this.notes.push(reason);
    return new Share({ fraction, undetermined: reason });
  }

  private lost(fraction: Fraction, code: string, { object }: MeshService, reason: string): Share[] {
    const message = `${objectName(object)} ${reason}, so Envoy answers its share with 503`;
    this.notes.push(note(NoteKind.EXPLAINED, code, [object], message, { source: CLUSTERS }));
    return [new Share({ fraction, status: 503 })];
  }
}

function text(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** How notes name what a complete host name stands for. */
function named(host: string): string {
  const service = serviceNamed(host);
  return service === undefined ? `host ${host}` : `Service ${service.namespace}/${service.name}`;
}
