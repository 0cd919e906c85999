/** An Envoy whose configuration Istio makes: of a gateway, or beside a client in the mesh. @internal */
export interface Proxy {
  readonly isGateway: boolean;
  readonly namespace: string;
  /** The labels of its pod. */
  readonly labels: { readonly [key: string]: string };
  /** What tells proxies apart. */
  readonly key: string;
}

/** @internal */
export function proxy(isGateway: boolean, namespace: string, labels: { readonly [key: string]: string }): Proxy {
  const key = JSON.stringify([
    isGateway,
    namespace,
    Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);
  return { isGateway, namespace, labels, key };
}
