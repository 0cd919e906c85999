/** A Service as the host of a request names it. @internal */
export interface ServiceHost {
  readonly name: string;
  /** Undefined where the host is the name alone, which means the namespace of the client. */
  readonly namespace?: string;
}

/**
 * `name`, `name.namespace`, `name.namespace.svc` and `name.namespace.svc.cluster.local`; undefined for other hosts.
 *
 * @internal
 */
export function serviceHost(host: string): ServiceHost | undefined {
  const [, name, namespace] = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?\.?$/.exec(host) ?? [];
  return name === undefined ? undefined : { name, namespace };
}

/**
 * Whether the mesh takes a port of a Service for HTTP: by `appProtocol`, or else by the part of its name before the
 * first dash; without either it finds out (pkg/config/kube/conversion.go of istio/istio).
 *
 * @internal
 */
export function isHttpPort({ name = '', appProtocol, protocol = 'TCP' }: any): boolean {
  if (protocol === 'UDP') {
    return false;
  }
  const told = String(appProtocol ?? String(name).split('-')[0]).toLowerCase();
  return !['tcp', 'tls', 'https', 'mongo', 'redis', 'mysql', 'udp'].includes(told);
}
