import { deployment, service } from './kubernetes-objects';

export * from './kubernetes-objects';

/** Small builders of Gloo objects for evaluator tests; none of them uses the library's writers. */

export function upstream(kube: any = {}, name = 'echo', namespace = 'echo'): any {
  const subsetSpec = { selectors: [{ keys: ['version'] }] };
  return {
    apiVersion: 'gloo.solo.io/v1',
    kind: 'Upstream',
    metadata: { name, namespace },
    spec: {
      kube: {
        serviceName: name,
        serviceNamespace: namespace,
        servicePort: 80,
        selector: { app: name },
        subsetSpec,
        ...kube,
      },
    },
  };
}

export function destination(version?: string, name = 'echo'): any {
  return { upstream: { name, namespace: 'echo' }, ...(version ? { subset: { values: { version } } } : {}) };
}

export function to(version?: string, name = 'echo'): any {
  return { routeAction: { single: destination(version, name) } };
}

export function weighted(weights: { [version: string]: number | null }): any {
  const destinations = Object.entries(weights).map(([version, weight]) => ({
    destination: destination(version),
    weight,
  }));
  return { routeAction: { multi: { destinations } } };
}

export function virtualService(routes: any[], domains: string[] = ['*'], name = 'app', spec: any = {}): any {
  return {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'gloo-system' },
    spec: { ...spec, virtualHost: { domains, routes } },
  };
}

export function routeTable(
  name: string,
  routes: any[],
  spec: any = {},
  labels: any = { apiGroup: 'example' },
  namespace = 'echo',
): any {
  return {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'RouteTable',
    metadata: { name, namespace, labels },
    spec: { ...spec, routes },
  };
}

export function delegating(matchers: any[] = [{ prefix: '/' }], extra: any = {}): any {
  return virtualService([
    { matchers, delegateAction: { selector: { labels: { apiGroup: 'example' }, namespaces: ['*'] } }, ...extra },
  ]);
}

/** Deployments echo-v1 and echo-v2 with these numbers of pods, and their Service. */
export function echo(v1 = 1, v2 = 1): any[] {
  return [
    deployment('echo-v1', v1, { app: 'echo', version: 'v1' }),
    deployment('echo-v2', v2, { app: 'echo', version: 'v2' }),
    service(),
  ];
}
