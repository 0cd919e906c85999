import { KubernetesObject } from '../../engine/kubernetes-object';

/**
 * Where a VirtualService is that a Rollout calls `name` or `name.namespace` (GetVirtualServiceNamespaceName in
 * utils/istio/istio.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function virtualServiceKey(
  text: string,
  { metadata }: KubernetesObject,
): { readonly name: string; readonly namespace: string | undefined } {
  const [name, namespace] = text.split('.');
  return { name, namespace: namespace || metadata?.namespace };
}
