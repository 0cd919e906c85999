export * from './kubernetes-objects';

/** Small builders of Voyager's objects for evaluator tests; none of them uses the library's writers. */

/** A Deployment whose pods have a weight; undefined for pods without one. */
export function weightedDeployment(version: string, replicas: number, weight?: string): any {
  const labels = { app: 'httpd', version };
  const annotations = weight === undefined ? {} : { 'ingress.appscode.com/backend-weight': weight };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `httpd-${version}`, namespace: 'httpd' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
}

export function voyager(spec: any, name = 'httpd', apiVersion = 'v1', annotations: any = {}): any {
  return {
    apiVersion: `voyager.appscode.com/${apiVersion}`,
    kind: 'Ingress',
    metadata: { name, namespace: 'httpd', annotations },
    spec,
  };
}

export function to(service = 'httpd', port: number | string = 80): any {
  return { service: { name: service, port: typeof port === 'number' ? { number: port } : { name: port } } };
}
