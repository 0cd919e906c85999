import { Listener } from './listener';
import { joined, KubernetesObject } from '../../engine/kubernetes-object';

const GROUP = 'gateway.networking.k8s.io';

/** The parents of a route that are Gateways. @internal */
export function gatewayParents({ spec }: KubernetesObject): any[] {
  return (spec?.parentRefs ?? []).filter(
    ({ group = GROUP, kind = 'Gateway', name }: any) => group === GROUP && kind === 'Gateway' && name !== undefined,
  );
}

/** The parents of a route that are Services: it counts inside the mesh. @internal */
export function serviceParents({ spec }: KubernetesObject): any[] {
  return (spec?.parentRefs ?? []).filter(
    ({ group, kind, name }: any) => group === '' && kind === 'Service' && name !== undefined,
  );
}

/** The parents that are not read. @internal */
export function unreadParents(route: KubernetesObject): any[] {
  const read = new Set([...gatewayParents(route), ...serviceParents(route)]);
  return (route.spec?.parentRefs ?? []).filter((parent: any) => !read.has(parent));
}

/** A parent as `namespace/name`; by default in the namespace of the route. @internal */
export function parentId({ metadata }: KubernetesObject, parent: any): string {
  return joined(parent.namespace ?? metadata?.namespace, parent.name);
}

/** Whether a parent reference means a listener. @internal */
export function refersTo({ sectionName, port }: any, listener: Listener): boolean {
  return (sectionName === undefined || sectionName === listener.name) && (port === undefined || port === listener.port);
}
