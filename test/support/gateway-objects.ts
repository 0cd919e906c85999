import { deployment } from './kubernetes-objects';

/** Small builders of Gateway API objects for evaluator tests; none of them uses the library's writers. */

export function versionService(version: string, extra: any = {}): any[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `echo-${version}`, namespace: 'echo' },
      spec: { selector: { app: 'echo', version }, ports: [{ port: 80, targetPort: 8080 }], ...extra },
    },
    deployment(`echo-${version}`, 1, { app: 'echo', version }),
  ];
}

export const BOTH = [...versionService('v1'), ...versionService('v2')];

export function to(version: string, weight?: number): any {
  return { name: `echo-${version}`, port: 80, weight };
}

export function httpRoute(rules: any[], extra: any = {}, metadata: any = {}): any {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'echo', namespace: 'echo', ...metadata },
    spec: { parentRefs: [{ name: 'public' }], rules, ...extra },
  };
}

export function gateway(listeners: any[], metadata: any = {}): any {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'echo', ...metadata },
    spec: { gatewayClassName: 'any', listeners },
  };
}

export const prefix = (value: string, more: any = {}) => ({ path: { type: 'PathPrefix', value }, ...more });
export const exact = (value: string, more: any = {}) => ({ path: { type: 'Exact', value }, ...more });
export const header = (name: string, value: string, type = 'Exact') => ({ name, value, type });

/** Two routes for everything: the older one leads to v1, the younger one to v2. */
export function oldAndNew(): any[] {
  const route = (name: string, version: string, creationTimestamp: string) =>
    httpRoute([{ backendRefs: [to(version)] }], {}, { name, creationTimestamp });
  return [route('old', 'v1', '2024-01-01T00:00:00Z'), route('new', 'v2', '2024-01-02T00:00:00Z')];
}
