import { serviceGroups, ServiceRoute } from './service-groups';
import { isHttpPort, serviceHost } from './service-host';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { joined, KubernetesObject } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { Share, Unrouted } from '../../engine/share';
import { Split } from '../../engine/split';
import { answered, undetermined } from '../../engine/whole-split';
import { parentId, serviceParents } from '../gateways/parents';
import { RouteRules, RuleGroup } from '../gateways/rule-group';
import { VirtualHost } from '../gateways/virtual-host';
import { Implementation } from '../implementations/implementation';
import { answerOf } from '../routing/answers';
import { RuleOutcomes } from '../routing/rule-outcomes';

/**
 * What a client inside the mesh gets: an HTTPRoute with a Service as parent divides the requests to that Service.
 * Requests that no rule takes get 404. A route in another namespace than its Service counts for clients of its own
 * namespace only, and before others. References to other namespaces need no grant (GAMMA, geps/gep-1426 of
 * kubernetes-sigs/gateway-api; extractParentReferenceInfo in pilot/pkg/config/kube/gateway/conversion.go and
 * separateVSHostsAndServices in pilot/pkg/networking/core/route/route.go of istio/istio).
 *
 * @internal
 */
export class MeshView {
  private readonly byService = new Map<string, ServiceRoute[]>();
  private readonly outcomes: RuleOutcomes;
  private readonly hosts = new Map<string, VirtualHost>();

  public constructor(
    rules: readonly RouteRules[],
    private readonly index: ObjectIndex,
    private readonly implementation: Implementation,
  ) {
    this.outcomes = new RuleOutcomes(index, implementation, false);
    for (const own of rules) {
      for (const parent of serviceParents(own.route)) {
        const id = parentId(own.route, parent);
        this.byService.set(id, [
          ...(this.byService.get(id) ?? []),
          { rules: own, namespace: own.route.metadata?.namespace, port: parent.port },
        ]);
      }
    }
  }

  /** Whether some route is about the host of a request. */
  public knows(request: HttpRequest): boolean {
    return this.candidates(request, undefined).some(({ id }) => this.byService.has(id));
  }

  /** @param clientNamespace undefined where any client is meant */
  public answer(request: HttpRequest, readiness: PodReadiness, clientNamespace?: string): Split {
    const refused = this.implementation.refusal(request);
    if (refused) {
      return refused;
    }
    const candidates = this.candidates(request, clientNamespace);
    if (candidates.length === 0) {
      return passthrough(`${request.host} is no Service that is known here, so the sidecar lets the request through`);
    }
    return agreed(
      candidates.flatMap(({ id, service }) =>
        this.clients(id, clientNamespace).map((client) => {
          return this.answerFor(id, service, request, readiness, client);
        }),
      ),
    );
  }

  /** The Services that a host may mean: the name alone means one of the client's namespace. */
  private candidates(
    request: HttpRequest,
    clientNamespace: string | undefined,
  ): { id: string; service?: KubernetesObject }[] {
    const host = serviceHost(request.host.toLowerCase());
    if (host === undefined) {
      return [];
    }
    const namespace = host.namespace ?? clientNamespace;
    const known = namespace === undefined ? undefined : this.index.find('', 'Service', namespace, host.name);
    const services =
      namespace !== undefined
        ? known
          ? [known]
          : []
        : this.index.all('', 'Service').filter(({ metadata }) => metadata?.name === host.name);
    const found = services.map((service) => ({
      id: joined(service.metadata?.namespace, service.metadata?.name),
      service,
    }));
    const isNamed = (id: string) =>
      namespace === undefined ? id.split('/').pop() === host.name : id === joined(namespace, host.name);
    const missing = this.index.isComplete
      ? []
      : [...this.byService.keys()].filter((id) => isNamed(id) && !found.some((one) => one.id === id));
    return [...found, ...missing.map((id) => ({ id }))];
  }

  /** Namespaces of clients that routes tell apart; undefined stands for all others. */
  private clients(id: string, clientNamespace: string | undefined): (string | undefined)[] {
    const own = id.includes('/') ? id.split('/')[0] : undefined;
    const others = (this.byService.get(id) ?? []).flatMap(({ namespace }) =>
      namespace !== undefined && namespace !== own ? [namespace] : [],
    );
    return clientNamespace !== undefined ? [clientNamespace] : [undefined, ...new Set(others)];
  }

  private answerFor(
    id: string,
    service: KubernetesObject | undefined,
    request: HttpRequest,
    readiness: PodReadiness,
    client: string | undefined,
  ): Split {
    const number = request.port;
    const port = (service?.spec?.ports ?? []).find((one: any) => one.port === number && one.protocol !== 'UDP');
    if (service && !port) {
      return passthrough(`Service ${id} has no port ${number}, so the sidecar lets the request through`);
    }
    const routes = port === undefined || isHttpPort(port) ? this.routesFor(id, number, client) : [];
    if (routes.length === 0) {
      return service
        ? this.outcomes.ofService(service, port, readiness)
        : passthrough(`no route of Service ${id} is for port ${number}`);
    }
    const view = this.implementation.view(request, true);
    return agreed(
      serviceGroups(id, routes, this.implementation).map((group) => {
        const host = this.hostOf(`${id} ${number} ${client} ${group.key}`, group);
        const fault = this.implementation.configurationFault([host.matches]);
        return fault
          ? undetermined(fault, [])
          : (answerOf(host, { request, view, readiness }, this.outcomes) ??
              answered(404, [
                note(
                  NoteKind.EXPLAINED,
                  'gateway-api-no-rule',
                  [`Service ${id}`],
                  `no rule for Service ${id} takes the request, so the mesh answers with 404`,
                ),
              ]));
      }),
    );
  }

  private routesFor(id: string, number: number, client: string | undefined): ServiceRoute[] {
    const own = id.includes('/') ? id.split('/')[0] : undefined;
    const all = (this.byService.get(id) ?? []).filter(({ port }) => port === undefined || port === number);
    const consumer = client === undefined || client === own ? [] : all.filter(({ namespace }) => namespace === client);
    return consumer.length > 0
      ? consumer
      : all.filter(({ namespace }) => namespace === undefined || own === undefined || namespace === own);
  }

  private hostOf(key: string, group: RuleGroup): VirtualHost {
    const known = this.hosts.get(key) ?? new VirtualHost('', [group], this.implementation);
    this.hosts.set(key, known);
    return known;
  }
}

function agreed([first, ...others]: Split[]): Split {
  return others.every((other) => other.isSameTraffic(first))
    ? first
    : undetermined(
      note(
        NoteKind.AMBIGUOUS,
        'gateway-api-client-open',
        [],
        `the answer depends on the client's namespace, or on the ages of routes: ${[first, ...others].join('; ')}`,
        { fix: 'Say in which namespace the client is, and let the routes of a Service all name a port or none.' },
      ),
      [],
    );
}

function passthrough(message: string): Split {
  return new Split(
    [new Share({ fraction: Fraction.ONE, unrouted: Unrouted.PASSTHROUGH })],
    [note(NoteKind.EXPLAINED, 'gateway-api-passthrough', [], message)],
  );
}
