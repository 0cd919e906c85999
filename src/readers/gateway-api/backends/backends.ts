import { Destination } from './destination';
import { Outcome } from './outcome';
import { missingService } from './service-notes';
import { Fraction } from '../../../fraction';
import { podsOfService } from '../../engine/endpoints';
import { idOf, joined, KubernetesObject } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { mayBeIn, ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { isExternalName, takesHttp } from '../../engine/service';
import { Implementation } from '../implementations/implementation';

const GROUP = 'gateway.networking.k8s.io';
const SOURCE = 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api';

/** Who answers what a rule takes. @internal */
export class Backends {
  constructor(
    private readonly index: ObjectIndex,
    private readonly readiness: PodReadiness,
    private readonly implementation: Implementation,
    private readonly needsGrants: boolean = true,
  ) {}

  /** Filters that answer come before backends; weights are relative. */
  public outcome(rule: any, route: KubernetesObject): Outcome {
    const { backendRefs = [] } = rule;
    const answered = this.implementation.filterOutcome(rule, route, this.index, (reference) =>
      this.destination(reference, route),
    );
    if (answered) {
      return answered;
    }
    const weighted: any[] = backendRefs.filter(({ weight = 1 }: any) => weight > 0);
    const total = weighted.reduce((sum: number, { weight = 1 }: any) => sum + weight, 0);
    if (total === 0) {
      return this.implementation.withoutBackends(rule, route);
    }
    const destinations = weighted.map((backend): Destination => {
      const { weight = 1 } = backend;
      return { ...this.destination(backend, route), weight, fraction: Fraction.of(weight, total) };
    });
    const { shares, notes } = this.implementation.shares(destinations);
    return { shares, notes: [...destinations.flatMap(({ note: why }) => why ?? []), ...notes] };
  }

  /** The Service itself, as a client inside the mesh reaches it where no route counts. */
  public ofService(service: KubernetesObject, port: any): Outcome {
    return this.implementation.shares([{ ...this.pods(service, port), weight: 1, fraction: Fraction.ONE }]);
  }

  /** Where a backend reference leads. Faults are checked in this order: filters, kind, grant, Service, port. */
  private destination(backend: any, route: KubernetesObject): Destination {
    const { group = '', kind = 'Service', name, namespace: written, port, filters = [] } = backend;
    const fault = filters.length > 0 ? this.implementation.backendFilterFault(filters, route) : undefined;
    if (fault) {
      return fault;
    }
    const own = route.metadata?.namespace;
    const namespace = written ?? own;
    if (group !== '' || kind !== 'Service') {
      return this.implementation.foreignBackend(backend, route);
    }
    const id = joined(namespace, name);
    const withheld =
      this.needsGrants && written !== undefined && own !== undefined && written !== own
        ? this.withheld(own, written, name, route)
        : undefined;
    if (withheld) {
      return withheld;
    }
    const service = this.index.find('', 'Service', namespace, name);
    if (!service) {
      const isMissing = this.index.isComplete || this.index.isRejected('', 'Service', namespace, name);
      return isMissing
        ? { state: 'invalid', note: missingService(id, route) }
        : { state: 'assumed', service: id, note: assumedService(id) };
    }
    if (isExternalName(service)) {
      return this.implementation.foreignBackend(backend, route, service);
    }
    const open = this.implementation.servicePort(service, port);
    if (!open) {
      return { state: 'invalid', note: missingPort(service, port, route) };
    }
    const isSeparate = filters.length > 0 || service.spec?.trafficDistribution !== undefined;
    return { ...this.pods(service, open), isSeparate };
  }

  private withheld(from: string, to: string, name: string, route: KubernetesObject): Destination | undefined {
    const grants = this.index
      .all(GROUP, 'ReferenceGrant')
      .filter((grant) => mayBeIn(grant, to) && grantsTo(grant, from, name));
    const readings = grants.map((grant) => this.implementation.readsGrant(grant));
    if (readings.includes(true)) {
      return undefined;
    }
    const id = `Service ${joined(to, name)}`;
    return grants.length > 0
      ? { state: 'open', note: unsureGrant(grants[0], route) }
      : {
        state: 'invalid',
        note: note(
          NoteKind.IGNORED,
          'gateway-api-grant-missing',
          [route, id],
          `no ReferenceGrant lets HTTPRoute ${idOf(route)} lead to ${id}, so its share gets 500`,
          {
            fix: `Add a ReferenceGrant to the namespace ${to}, from HTTPRoutes of ${from} to Services.`,
            source: SOURCE,
          },
        ),
      };
  }

  private pods(service: KubernetesObject, port: any): Destination {
    const id = idOf(service);
    if (!takesHttp(port)) {
      return {
        state: 'refused',
        service: id,
        note: note(
          NoteKind.EXPLAINED,
          'gateway-api-udp-port',
          [service],
          `the route leads to port ${port.port} of Service ${id}, a ${port.protocol} port, on which no pod answers HTTP`,
        ),
      };
    }
    const pods = podsOfService(this.index, service, port, this.readiness);
    if (pods) {
      return { state: 'pods', service: id, pods };
    }
    const { version } = service.spec?.selector ?? {};
    return {
      state: 'assumed',
      service: id,
      version,
      note: note(
        NoteKind.ASSUMED,
        'gateway-api-pods-assumed',
        [service],
        `no workload of Service ${id} is among the objects, so its pods are assumed to be ready`,
      ),
    };
  }
}

function grantsTo({ spec }: KubernetesObject, own: string, service: string): boolean {
  const isFrom = ({ group, kind, namespace }: any) => group === GROUP && kind === 'HTTPRoute' && namespace === own;
  const isTo = ({ group = '', kind, name = '' }: any) =>
    group === '' && kind === 'Service' && (name === '' || name === service);
  return (spec?.from ?? []).some(isFrom) && (spec?.to ?? []).some(isTo);
}

function assumedService(id: string) {
  return note(
    NoteKind.ASSUMED,
    'gateway-api-service-assumed',
    [`Service ${id}`],
    `Service ${id} is not among the objects, so it is assumed to exist and to be ready`,
  );
}

function missingPort(service: KubernetesObject, port: unknown, route: KubernetesObject) {
  const ports = (service.spec?.ports ?? []).map((one: any) => one.port).join(', ') || 'none';
  return note(
    NoteKind.IGNORED,
    'gateway-api-port-missing',
    [route, service],
    `Service ${idOf(service)} has no port ${port} for HTTP, so its share of HTTPRoute ${idOf(route)} gets 500`,
    { field: `${port}`, fix: `Write one of its ports: ${ports}.`, source: SOURCE },
  );
}

function unsureGrant(grant: KubernetesObject, route: KubernetesObject) {
  return note(
    NoteKind.AMBIGUOUS,
    'envoy-gateway-grant-version',
    [grant, route],
    `ReferenceGrant ${idOf(grant)} has apiVersion ${grant.apiVersion}, which Envoy Gateway reads in a cluster but ` +
      'not from a file',
    {
      fix: `Write apiVersion: ${GROUP}/v1beta1, which it reads in both.`,
      source: 'internal/gatewayapi/resource/load.go of envoyproxy/gateway',
    },
  );
}
