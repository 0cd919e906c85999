import { KubernetesObject } from '../../engine/kubernetes-object';

/**
 * Whether an object counts for proxies of a namespace: `*` stands for all, `.` for its own; without anything it is
 * for all (initVirtualServices and IsServiceVisible in pilot/pkg/model/push_context.go of istio/istio).
 *
 * @param exportTo the namespaces as the object names them
 * @internal
 */
export function isVisible(exportTo: string[], own: string, namespace: string): boolean {
  return (
    exportTo.length === 0 || exportTo.includes('*') || exportTo.some((one) => (one === '.' ? own : one) === namespace)
  );
}

/** The namespaces that a VirtualService or DestinationRule is for. @internal */
export function exportOf({ spec }: KubernetesObject): string[] {
  return spec?.exportTo ?? [];
}

/**
 * The namespaces that a Service is for, by its annotation (ConvertService in
 * pilot/pkg/serviceregistry/kube/conversion.go).
 *
 * @internal
 */
export function exportOfService({ metadata, spec, kind }: KubernetesObject): string[] {
  if (kind === 'ServiceEntry') {
    return spec?.exportTo ?? [];
  }
  const written = metadata?.annotations?.['networking.istio.io/exportTo'] ?? '';
  return written
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
