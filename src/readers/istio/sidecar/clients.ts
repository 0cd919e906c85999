import { memoizeByObject } from '../../../caching/memoize-by-object';
import { TextMemo } from '../../../caching/text-memo';
import { Entry } from '../../engine/entry';
import { labelsAskedFor } from '../gateway/gateway-groups';
import { completed, serviceNamed } from '../model/host-names';
import { MESH } from '../model/merged-service';
import { namespaceOf, ROOT_NAMESPACE } from '../model/namespaces';
import { proxy, Proxy } from '../model/proxy';
import { exportOf, exportOfService } from '../model/visibility';
import { World } from '../model/world';

/** A namespace of which no object says anything. */
const ANY_NAMESPACE = 'any-other';

/** More clients that may differ are not asked. */
const MAX_CLIENTS = 48;

/**
 * The clients that may send a request to a host: by their namespaces, which decide what they see and what a short
 * name means, and by their pods' labels, for which matches ask.
 *
 * @param entry namespace and labels of the client, where they are known
 * @internal
 */
export function clientsOf(host: string, { clientNamespace, clientLabels }: Entry, world: World): Proxy[] {
  const namespaces = clientNamespace === undefined ? namespacesFor(host, world) : [clientNamespace];
  return clientLabels === undefined
    ? namespaces.flatMap((one) => clientsIn(one, world)).slice(0, MAX_CLIENTS)
    : namespaces.map((one) => proxy(false, one, clientLabels)).slice(0, MAX_CLIENTS);
}

/** Namespaces beyond this are those that requests make up. */
const MAX_NAMESPACES = 1_000;

/** By namespace. Safe to keep: a world does not change. */
const clients = memoizeByObject((_: World) => new TextMemo<Proxy[]>(MAX_NAMESPACES));

function clientsIn(namespace: string, world: World): Proxy[] {
  return clients(world).of(namespace, () =>
    [{}, ...labelsAskedFor(world)].map((labels) => proxy(false, namespace, labels)),
  );
}

function namespacesFor(host: string, world: World): string[] {
  const [label, ...others] = host.split('.');
  if (others.length === 0) {
    // Only clients of a Service's own namespace call it by its name alone.
    const found = [
      ...world.registry.named(label).map((service) => service.namespace),
      ...assumedNamespaces(label, world),
    ];
    return found.length > 0 ? [...new Set(found)] : [ANY_NAMESPACE];
  }
  return [...new Set([ANY_NAMESPACE, others[0], ...specialNamespaces(world)])];
}

function assumedNamespaces(label: string, { services, index }: World): string[] {
  const hosts = index.isComplete
    ? []
    : services.filter(({ gateways }) => gateways.includes(MESH)).flatMap((service) => service.hosts);
  return hosts
    .flatMap((host) => serviceNamed(host) ?? [])
    .filter(({ name }) => name === label)
    .map(({ namespace }) => namespace);
}

/** Namespaces that see something that others do not. */
const specialNamespaces = memoizeByObject(({ services, registry, index }: World): string[] => {
  const told = (exportTo: string[], own: string) =>
    exportTo.filter((one) => one !== '*').map((one) => (one === '.' ? own : one));
  const sources = services.flatMap(({ routes }) =>
    routes.flatMap(({ matches }) => matches.flatMap(({ sourceNamespace }) => sourceNamespace ?? [])),
  );
  const rules = index.all('networking.istio.io', 'DestinationRule').flatMap((rule) => {
    const own = namespaceOf(rule, index);
    const about = serviceNamed(completed(rule.spec?.host ?? '', own));
    const isForeign = own !== ROOT_NAMESPACE && about?.namespace !== own;
    return [...told(exportOf(rule), own), ...(isForeign || rule.spec?.workloadSelector ? [own] : [])];
  });
  return [
    ...services.flatMap(({ object, namespace }) => told(exportOf(object), namespace)),
    ...registry.services.flatMap(({ object, namespace }) => told(exportOfService(object), namespace)),
    ...sources,
    ...rules,
  ];
});
