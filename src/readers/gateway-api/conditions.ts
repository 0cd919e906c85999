import { gatewayParents, serviceParents } from './gateways/parents';
import { isHttpPort } from './mesh/service-host';
import { ruleId } from './routing/rule-outcomes';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { ANY_PATH, ConditionedRoute, NamedCondition, RouteConditions, TextCondition } from '../engine/route-conditions';

const GROUP = 'gateway.networking.k8s.io';

/** What the rules of an HTTPRoute ask for: at its Gateways, and inside the mesh for Services as parents. @internal */
export function conditionsOf(route: KubernetesObject, index: ObjectIndex): RouteConditions[] {
  const places = [...gatewayPlaces(route, index), ...meshPlaces(route, index)];
  return (route.spec?.rules ?? [{}]).flatMap((rule: any, position: number) => {
    const { matches = [] } = rule;
    const reached = conditionedRoute(route, rule, position);
    return (matches.length > 0 ? matches : [{}]).flatMap((match: any) =>
      places.map((place): RouteConditions => ({
        ...place,
        paths: [{ ...(match.path === undefined ? ANY_PATH : pathOf(match.path)), route: reached }],
        headers: named(match.headers),
        queryParameters: named(match.queryParams),
        methods: match.method === undefined ? [] : [match.method],
      })),
    );
  });
}

function conditionedRoute(holder: KubernetesObject, rule: any, position: number): ConditionedRoute {
  const { backendRefs = [], filters = [] } = rule;
  const redirects = filters.filter(({ type }: any) => type === 'RequestRedirect');
  return {
    id: ruleId(holder, position),
    holder,
    action: JSON.stringify([holder.metadata?.namespace, backendRefs, redirects]),
    asksMore: false,
  };
}

/** Where requests come in: hosts and schemes. */
type Place = Pick<RouteConditions, 'hosts' | 'schemes'>;

function gatewayPlaces(route: KubernetesObject, index: ObjectIndex): Place[] {
  const parents = gatewayParents(route);
  if (parents.length === 0 && serviceParents(route).length > 0) {
    return [];
  }
  const listeners: any[] = parents.flatMap(({ namespace, name, sectionName }: any) => {
    const found = index.find(GROUP, 'Gateway', namespace ?? route.metadata?.namespace, name);
    return (found?.spec?.listeners ?? []).filter(
      (listener: any) => sectionName === undefined || listener?.name === sectionName,
    );
  });
  const written: string[] = route.spec?.hostnames ?? [];
  const hosts = written.length > 0 ? written : [...new Set<string>(listeners.map(({ hostname = '' }) => hostname))];
  const schemes = ['HTTP', 'HTTPS'].filter((protocol) => listeners.some((listener) => listener.protocol === protocol));
  const places = schemes.map((protocol): Place => ({
    hosts: index.isComplete
      ? atPorts(
        hosts,
        listeners.filter((listener) => listener.protocol === protocol),
        protocol === 'HTTP' ? 80 : 443,
      )
      : hosts,
    schemes: [protocol.toLowerCase()],
  }));
  return listeners.length === 0 ? [{ hosts, schemes: ['http'] }] : places;
}

/** Hosts with a port, where none of the listeners has the one of the scheme. */
function atPorts(hosts: string[], listeners: any[], usual: number): string[] {
  const ports = listeners.map(({ port }) => port);
  return ports.includes(usual) ? hosts : hosts.map((host) => `${host || 'any.example'}:${ports[0]}`);
}

function meshPlaces(route: KubernetesObject, index: ObjectIndex): Place[] {
  return serviceParents(route).map((parent): Place => {
    const namespace = parent.namespace ?? route.metadata?.namespace;
    const service = index.find('', 'Service', namespace, parent.name);
    const ports: number[] = (service?.spec?.ports ?? []).filter(isHttpPort).map(({ port }: any) => port);
    const port = parent.port ?? (ports.length === 0 || ports.includes(80) ? 80 : ports[0]);
    const host = namespace === undefined ? parent.name : `${parent.name}.${namespace}`;
    return { hosts: [port === 80 ? host : `${host}:${port}`], schemes: ['http'] };
  });
}

function pathOf({ type = 'PathPrefix', value = '/' }: any): TextCondition {
  return { comparison: type === 'Exact' ? 'exact' : type === 'PathPrefix' ? 'prefix' : 'regex', text: value };
}

function named(conditions: any[] = []): NamedCondition[] {
  return conditions
    .filter(({ name }) => typeof name === 'string')
    .map(({ name, type = 'Exact', value = '' }) => {
      return { name, comparison: type === 'Exact' ? 'exact' : 'regex', text: value };
    });
}
