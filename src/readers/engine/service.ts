import { KubernetesObject } from './kubernetes-object';
import { mayBeIn, ObjectIndex } from './object-index';

/** Whether a Service stands for a DNS name elsewhere: it has no pods, whatever it selects. @internal */
export function isExternalName(service: KubernetesObject): boolean {
  return service.spec?.type === 'ExternalName';
}

/** Whether clients reach the pods themselves instead of an address of the Service. @internal */
export function isHeadless(service: KubernetesObject): boolean {
  return service.spec?.clusterIP === 'None' && !isExternalName(service);
}

/** Whether HTTP may go to a port of a Service: protocols other than TCP take none. @internal */
export function takesHttp(port: any): boolean {
  return (port?.protocol ?? 'TCP') === 'TCP';
}

/** The port of a Service by its number or its name; of two with one number that of TCP. @internal */
export function servicePort(service: KubernetesObject, wanted: number | string | undefined): any {
  const ports: any[] = service.spec?.ports ?? [];
  const found = ports.filter(({ name, port }) => (typeof wanted === 'string' ? name === wanted : port === wanted));
  return found.find(takesHttp) ?? found[0];
}

/** Whether Kubernetes finds the pods of a Service. @internal */
export function hasSelector({ spec }: KubernetesObject): boolean {
  return Object.keys(spec?.selector ?? {}).length > 0;
}

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

/**
 * Whether somebody else than Kubernetes has written the Endpoints object of a Service. That of a Service with a
 * selector is replaced (pkg/controller/endpoint/endpoints_controller.go of kubernetes/kubernetes).
 *
 * @internal
 */
export function hasWrittenEndpoints(index: ObjectIndex, service: KubernetesObject): boolean {
  const { namespace, name } = service.metadata ?? {};
  return !hasSelector(service) && index.find('', 'Endpoints', namespace, name) !== undefined;
}

/**
 * Whether somebody else has written an EndpointSlice of a Service. Of a Service with a selector Kubernetes replaces
 * its own slices, and those of others count beside them (endpointslice_controller.go and reconciler.go of
 * kubernetes/kubernetes).
 *
 * @internal
 */
export function hasWrittenSlice(index: ObjectIndex, service: KubernetesObject): boolean {
  const { namespace, name } = service.metadata ?? {};
  const isReplaced = (labels: { [label: string]: string }) =>
    hasSelector(service) && labels[MANAGED_BY] === 'endpointslice-controller.k8s.io';
  return index.all('discovery.k8s.io', 'EndpointSlice').some((slice) => {
    const { labels = {} } = slice.metadata ?? {};
    return labels[SERVICE_NAME] === name && mayBeIn(slice, namespace) && !isReplaced(labels);
  });
}
