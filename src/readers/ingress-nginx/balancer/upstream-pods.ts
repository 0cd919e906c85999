import { isIP } from 'node:net';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { Fraction } from '../../../fraction';
import { Pods, podsOfService } from '../../engine/endpoints';
import { joined, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { guessedCount, isChoice, sharesOf } from '../../engine/pod-shares';
import { isExternalName, isHeadless, takesHttp } from '../../engine/service';
import { Share } from '../../engine/share';
import { isTrue, text } from '../annotations/values';
import { Upstream } from '../configuration/configuration';

/** Where an upstream leads. @internal */
export interface Endpoints {
  readonly isEmpty: boolean;
  /** Whether pods of several versions answer, so that it matters which pod is chosen. */
  readonly hasVersions: boolean;
  /** Who answers a part of the traffic that the upstream gets. */
  shares(fraction: Fraction): Share[];
}

/**
 * The endpoints of upstreams (createUpstreams and serviceEndpoints in internal/ingress/controller/controller.go).
 *
 * @internal
 */
export class UpstreamPods {
  constructor(
    private readonly index: ObjectIndex,
    private readonly readiness: PodReadiness,
    private readonly notes: Note[],
  ) {}

  /** The endpoints of an upstream, found once for each readiness: thousands of requests ask for the same ones. */
  public of(upstream: Upstream): Endpoints {
    const known = foundOf(this.index)(this.readiness)(upstream);
    this.notes.push(...known.notes);
    return known.endpoints;
  }

  /** The endpoints of an upstream, found anew. */
  public find(upstream: Upstream): Endpoints {
    const { namespace, service: name, port: wanted, ingress } = upstream;
    const service = this.index.find('', 'Service', namespace, name);
    const id = joined(service?.metadata?.namespace ?? namespace, name);
    if (this.index.isRejected('', 'Service', namespace, name)) {
      return NOBODY;
    }
    if (!service) {
      return this.missing(
        `Service ${id}`,
        id,
        'ingress-nginx-service-missing',
        `Service ${id} is not among the objects`,
      );
    }
    if (isExternalName(service)) {
      return this.external(service, id);
    }
    const port = portOf(service, wanted);
    if (
      !port &&
      isTrue(ingress, 'service-upstream') &&
      typeof wanted === 'number' &&
      !isHeadless(service)
    ) {
      return undetermined(
        note(
          NoteKind.AMBIGUOUS,
          'ingress-nginx-cluster-address-port',
          [service],
          `service-upstream sends requests to port ${wanted} of the cluster address of Service ${id}, which has`
            + ' no such port',
          {
            fix: `Write a port of Service ${id}.`,
            source:
              'getServiceClusterEndpoint in internal/ingress/controller/controller.go of kubernetes/ingress-nginx',
          },
        ),
      );
    }
    if (!port) {
      return this.nobody(
        service,
        'ingress-nginx-port-missing',
        `Service ${id} has no port ${wanted}, neither as its port or name nor as its targetPort, so it has no`
          + ' endpoints',
      );
    }
    // A number as targetPort needs any TCP port of the pods, a name that port itself (getEndpointsFromSlices).
    const isNumber = /^\d+$/.test(String(port.targetPort ?? port.port));
    if (!(isNumber ? ports(service).some(takesHttp) : takesHttp(port))) {
      return this.nobody(
        service,
        'ingress-nginx-no-tcp-port',
        `Service ${id} has no TCP port for ${wanted}, so it has no endpoints`,
      );
    }
    return this.ready(upstream, service, port, id);
  }

  /**
   * The Service that answers where a main backend is empty: the annotation default-backend, if that Service has ready
   * pods.
   */
  public fallback(ingress: KubernetesObject | undefined): Endpoints | undefined {
    const name = text(ingress, 'default-backend');
    const namespace = ingress?.metadata?.namespace;
    const service = name === undefined ? undefined : this.index.find('', 'Service', namespace, name);
    if (name === undefined || (!service && this.index.isComplete) || (service && ports(service).length === 0)) {
      return undefined;
    }
    const port = service ? ports(service)[0].port : '';
    const endpoints = this.of({
      name: '',
      namespace,
      service: name,
      port,
      ingress: { apiVersion: '', kind: '' },
      alternatives: [],
    });
    return endpoints.isEmpty ? undefined : endpoints;
  }

  private ready(upstream: Upstream, service: KubernetesObject, port: any, id: string): Endpoints {
    const pods = podsOfService(this.index, service, port, this.readiness);
    if (!pods) {
      return this.index.isComplete
        ? unknown(id)
        : this.missing(
          service,
          id,
          'ingress-nginx-workload-missing',
          `no workload of Service ${id} is among the objects`,
        );
    }
    const ready = pods.filter((one) => one.ready > 0);
    if (ready.length === 0) {
      return isTrue(upstream.ingress, 'service-upstream') && !isHeadless(service)
        ? undetermined(
          note(
            NoteKind.AMBIGUOUS,
            'ingress-nginx-cluster-address-empty',
            [service],
            `no pod of Service ${id} is ready; with service-upstream the controller does not see that and sends`
                + ' requests to the cluster IP, where the node refuses the connection',
            {
              fix: 'Remove service-upstream, or keep a pod ready.',
              source:
                  'getServiceClusterEndpoint in internal/ingress/controller/controller.go of kubernetes/ingress-nginx',
            },
          ),
        )
        : NOBODY;
    }
    const hasVersions = isChoice(ready);
    const doubt = hasVersions ? choiceNote(upstream, ready, service, id) : undefined;
    return doubt
      ? undetermined(doubt)
      : { isEmpty: false, hasVersions, shares: (fraction) => sharesOf(ready, fraction, id) };
  }

  /** The controller forwards to any name but the node's own, and nginx resolves it. */
  private external(service: KubernetesObject, id: string): Endpoints {
    const name = String(service.spec?.externalName ?? '');
    const isLoopback = name === 'localhost' || /^127\./.test(name) || name === '::1';
    const isName =
      isIP(name) !== 0 || /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\.?$/.test(name);
    if (isLoopback || !isName) {
      return this.nobody(
        service,
        'ingress-nginx-external-name',
        `Service ${id} has the externalName '${name}', which the controller does not forward to`,
      );
    }
    this.notes.push(
      note(
        NoteKind.ASSUMED,
        'ingress-nginx-external-assumed',
        [service],
        `Service ${id} leads to ${name}, which is assumed to exist and to be ready`,
      ),
    );
    return unknown(id);
  }

  private missing(object: KubernetesObject | string, id: string, code: string, what: string): Endpoints {
    const consequence = this.index.isComplete ? 'so it has no endpoints' : 'so it is assumed to exist and to be ready';
    this.notes.push(
      note(this.index.isComplete ? NoteKind.EXPLAINED : NoteKind.ASSUMED, code, [object], `${what}, ${consequence}`),
    );
    return this.index.isComplete ? NOBODY : unknown(id);
  }

  private nobody(service: KubernetesObject, code: string, message: string): Endpoints {
    this.notes.push(note(NoteKind.EXPLAINED, code, [service], message));
    return NOBODY;
  }
}

/** Endpoints, and what is noticed while they are found. */
interface FoundEndpoints {
  readonly endpoints: Endpoints;
  readonly notes: Note[];
}

/** Safe to keep: neither the objects of an index, nor a readiness, nor an upstream that is asked change. */
const foundOf = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((readiness: PodReadiness) =>
    memoizeByObject((upstream: Upstream): FoundEndpoints => {
      const notes: Note[] = [];
      return { endpoints: new UpstreamPods(index, readiness, notes).find(upstream), notes };
    }),
  ),
);

const NOBODY: Endpoints = {
  isEmpty: true,
  hasVersions: false,
  shares: (fraction) => [new Share({ fraction, status: 503 })],
};

function unknown(service: string): Endpoints {
  return { isEmpty: false, hasVersions: false, shares: (fraction) => [new Share({ fraction, service })] };
}

function undetermined(reason: Note): Endpoints {
  return { isEmpty: false, hasVersions: false, shares: (fraction) => [new Share({ fraction, undetermined: reason })] };
}

/** Why the number of pods does not tell the shares of their versions. */
function choiceNote({ ingress }: Upstream, ready: Pods[], service: KubernetesObject, id: string): Note | undefined {
  const guessed = guessedCount(ready, service);
  if (guessed) {
    return guessed;
  }
  const balance = text(ingress, 'load-balance');
  const decides =
    text(ingress, 'upstream-hash-by') !== undefined
      ? 'upstream-hash-by'
      : balance === undefined || balance === 'round_robin' || balance.startsWith('sticky')
        ? undefined
        : `load-balance: ${balance}`;
  return decides === undefined
    ? undefined
    : note(
      NoteKind.AMBIGUOUS,
      'ingress-nginx-balance-by-request',
      [service],
      `Service ${id} has pods of several versions, and with ${decides} the shares do not follow the numbers of pods`,
      {
        fix: `Remove ${decides}, or give every version a Service of its own.`,
        source: 'get_implementation in rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
      },
    );
}

function ports(service: KubernetesObject): any[] {
  return service.spec?.ports ?? [];
}

/** A port is known by its number, its name, or its target. */
function portOf(service: KubernetesObject, wanted: number | string): any {
  return ports(service).find(({ port, targetPort, name }) =>
    [String(port), String(targetPort ?? port), name].includes(String(wanted)),
  );
}
