export * from './kubernetes-objects';

/** Small builders of Istio's objects for evaluator tests; none of them uses the library's writers. */

export function virtualService(spec: any, name = 'echo', metadata: any = {}): any {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'echo', ...metadata },
    spec,
  };
}

export function destinationRule(
  host: string,
  subsets: { [name: string]: { [label: string]: string } },
  namespace = 'echo',
  extra: any = {},
): any {
  const all = Object.entries(subsets).map(([name, labels]) => ({ name, labels }));
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `${host.replace('*.', 'any-')}-rule`, namespace },
    spec: { host, subsets: all, ...extra },
  };
}

export function gateway(servers: any[], name = 'web', selector: any = { istio: 'ingressgateway' }): any {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'echo' },
    spec: { selector, servers },
  };
}

export function server(hosts: string[], number = 80, protocol = 'HTTP', tls?: any): any {
  return { hosts, port: { number, protocol, name: `${protocol}-${number}`.toLowerCase() }, tls };
}

export function to(host = 'echo', subset?: string, weight?: number, port?: number): any {
  return { destination: { host, subset, port: port && { number: port } }, weight };
}
