import { HttpRequest, Split, Traffic, PodReadiness } from '../../src';

/** Small builders of Kubernetes objects for evaluator tests; none of them uses the library's writers. */

export function deployment(name: string, replicas: number, labels: { [key: string]: string }, namespace = 'echo'): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
}

export function service(name = 'echo', ports: any[] = [{ port: 80, targetPort: 8080 }], namespace = 'echo'): any {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports } };
}

export function ask(
  objects: any[],
  url = '/echo',
  headers: { [name: string]: string } = {},
  readiness?: PodReadiness,
): Split {
  return Traffic.of(objects).split(HttpRequest.to(url, { headers }), readiness);
}
