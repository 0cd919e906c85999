import { completed } from './model/host-names';
import { MergedService, MESH } from './model/merged-service';
import { namespaceOf } from './model/namespaces';
import { validServices, World, worldOf } from './model/world';
import { refusalOf } from './refused-routes';
import { WEBHOOK, webhookRejections } from './validation/webhook-rejections';
import { Fault } from '../engine/fault';
import { KubernetesObject, objectName } from '../engine/kubernetes-object';
import { NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

const PRACTICES = 'https://istio.io/latest/docs/ops/best-practices/traffic-management/';

/** What goes wrong with Istio's objects. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const world = worldOf(index);
  const valid = validServices(index);
  return [
    ...rejected(index),
    ...valid.flatMap(refusedRoutes),
    ...missingSubsets(valid, index),
    ...delegations(world),
    ...unchained(world),
    ...stickyWeights(world),
    ...unroutedSubsets(world),
  ];
}

function rejected(index: ObjectIndex): Pitfall[] {
  return webhookRejections(index).map(({ object, fault }) => ({
    rule: 'istio-rejected',
    severity: 'error',
    objects: [object],
    message: `Istio's webhook rejects ${objectName(object)}: ${fault.reason}`,
    fix: fault.fix,
    source: WEBHOOK,
  }));
}

function refusedRoutes(service: KubernetesObject): Pitfall[] {
  const faults: Fault[] = (service.spec?.http ?? []).flatMap((route: any) => refusalOf(route) ?? []);
  return faults.slice(0, 1).map(({ reason, fix }) => ({
    rule: 'istio-envoy-refuses',
    severity: 'error',
    objects: [service],
    message: `Envoy refuses a route: ${reason}. Its listener keeps its last valid configuration, and gets no `
      + 'change of its routes',
    fix,
    source: 'api/envoy/config/route/v3/route_components.proto of envoyproxy/envoy',
  }));
}

function missingSubsets(services: KubernetesObject[], index: ObjectIndex): Pitfall[] {
  const byHost = new Map<string, KubernetesObject[]>();
  for (const rule of index
    .all('networking.istio.io', 'DestinationRule')
    .filter(({ spec }) => typeof spec?.host === 'string')) {
    for (const key of new Set([rule.spec.host, `${firstLabel(rule.spec.host)}.`])) {
      byHost.set(key, [...(byHost.get(key) ?? []), rule]);
    }
  }
  return services.flatMap((service) =>
    destinationsOf(service)
      .filter(({ subset, host }) => subset && host)
      .flatMap(({ host, subset }): Pitfall[] => {
        const about = [...new Set([...(byHost.get(host) ?? []), ...(byHost.get(`${firstLabel(host)}.`) ?? [])])];
        const isThere = about.some(({ spec }) => (spec?.subsets ?? []).some(({ name }: any) => name === subset));
        return about.length === 0 || isThere
          ? []
          : [
            {
              rule: 'istio-missing-subset',
              severity: 'error',
              objects: [service, ...about],
              message:
                  `a route leads to the subset ${subset} of ${host}, which no DestinationRule has ` +
                    `(${about.map(objectName).join(', ')}): ` +
                  'Envoy answers its share with 503',
              fix: 'Add the subset to the DestinationRule first, and route to it in a later stage.',
              source: PRACTICES,
            },
          ];
      }),
  );
}

function firstLabel(host: string): string {
  return host.split('.')[0];
}

function destinationsOf({ spec }: KubernetesObject): any[] {
  return (spec?.http ?? []).flatMap(({ route = [] }: any) => route.map(({ destination = {} }: any) => destination));
}

/** What Istio leaves out of a VirtualService that delegates. */
function delegations({ services, index }: World): Pitfall[] {
  return services.flatMap(({ object, notes }) =>
    notes
      .filter(({ kind }) => kind === NoteKind.IGNORED)
      .map((one): Pitfall => ({
        rule: one.code,
        severity: 'warning',
        objects: [
          object,
          ...index
            .all('networking.istio.io', 'VirtualService')
            .filter((other) => one.objects.slice(1).includes(objectName(other))),
        ],
        message: one.message,
        fix: one.fix!,
        source: one.source!,
      })),
  );
}

/** A gateway's route leads to a Service, whatever another VirtualService says of it for the mesh. */
function unchained({ services, byGateway }: World): Pitfall[] {
  const split = new Map(
    (byGateway.get(MESH) ?? [])
      .filter(({ routes }) => routes.some(({ spec }) => (spec.route ?? []).length > 1 || spec.match))
      .flatMap((service) => service.hosts.map((host) => [host, service])),
  );
  const atGateways = services.filter(({ gateways }) => gateways.some((name) => name !== MESH));
  return atGateways.flatMap((service) => {
    const hosts = service.routes.flatMap(({ spec, namespace }) =>
      (spec.route ?? [])
        .filter(({ destination }: any) => !destination?.subset)
        .map(({ destination }: any) => completed(destination?.host ?? '', namespace)),
    );
    const others = [...new Set(hosts)].flatMap((host) => split.get(host) ?? []).filter((other) => other !== service);
    return others.slice(0, 1).map((other): Pitfall => ({
      rule: 'istio-unchained',
      severity: 'warning',
      objects: [service.object, other.object],
      message:
        `a gateway route of ${objectName(service.object)} leads to a host of ${objectName(other.object)}, ` +
          'whose routes apply in the mesh only: ' +
        'the gateway sends its requests to all pods of the Service',
      fix: `Write the destinations of ${objectName(other.object)} into the gateway's route, or delegate both to `
        + 'one VirtualService.',
      source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    }));
  });
}

/** Each destination has its own ring: the choice between them is made first, for every request anew. */
function stickyWeights({ services, index }: World): Pitfall[] {
  const sticky = new Map(
    index
      .all('networking.istio.io', 'DestinationRule')
      .filter(({ spec }) => JSON.stringify(spec ?? {}).includes('"consistentHash"'))
      .map((rule) => [completed(rule.spec.host ?? '', namespaceOf(rule, index)), rule]),
  );
  return sticky.size === 0
    ? []
    : services.flatMap(({ object, routes }) => {
      const weighted = routes.filter(
        ({ spec }) => (spec.route ?? []).filter(({ weight = 0 }: any) => weight > 0).length > 1,
      );
      const rules = weighted.flatMap(({ spec, namespace }) =>
        spec.route.flatMap(({ destination }: any) => {
          return sticky.get(completed(destination?.host ?? '', namespace)) ?? [];
        }),
      );
      return [...new Set<KubernetesObject>(rules)].slice(0, 1).map((rule): Pitfall => ({
        rule: 'istio-sticky-weights',
        severity: 'note',
        objects: [object, rule],
        message:
            'weights choose a destination for every request anew: consistentHash keeps a client on a pod of that '
            + 'destination, not on one version',
        fix: 'Route testers by a header or cookie of their own in a match, where they have to stay on one version.',
        source: 'https://github.com/istio/istio/issues/9764',
      }));
    });
}

/** Subsets split requests to the hosts of the routes that name them, and to no other host. */
function unroutedSubsets({ services, index, registry, byGateway }: World): Pitfall[] {
  const hosts = new Set(services.flatMap((service) => service.hosts));
  const targets = (all: MergedService[]) =>
    new Set(
      all.flatMap(({ routes }) =>
        routes.flatMap(({ spec, namespace }) => {
          return (spec.route ?? []).map(({ destination }: any) => completed(destination?.host ?? '', namespace));
        }),
      ),
    );
  const routed = targets(services);
  const routedForOthers = targets(
    (byGateway.get(MESH) ?? []).filter((service) => service.hosts.every((host) => registry.has(host))),
  );
  return index.all('networking.istio.io', 'DestinationRule').flatMap((rule): Pitfall[] => {
    const host = completed(rule.spec?.host ?? '', namespaceOf(rule, index));
    const isOpen =
      services.length > 0 && (rule.spec?.subsets ?? []).length > 1 && registry.has(host) && !hosts.has(host);
    return !isOpen || (routed.has(host) && !routedForOthers.has(host))
      ? []
      : [
        {
          rule: 'istio-subsets-unrouted',
          severity: 'note',
          objects: [rule],
          message: `${objectName(rule)} has subsets of ${host}, and no VirtualService has this host: requests to it go to all pods of `
            + 'the Service',
          fix: `Write a VirtualService whose host is ${host}, with routes to the subsets, or leave the subsets out.`,
          source: PRACTICES,
        },
      ];
  });
}
