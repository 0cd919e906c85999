export * from './kubernetes-objects';

/** Small builders of Ingresses for evaluator tests; none of them uses the library's writers. */

export interface IngressParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly service?: string;
  readonly port?: number | string;
  /** Annotations of ingress-nginx, without their prefix. */
  readonly nginx?: { [name: string]: string };
  readonly annotations?: { [name: string]: string };
  readonly className?: string | null;
  readonly created?: string;
  readonly spec?: any;
}

export function backend(service: string, port: number | string = 80): any {
  return { service: { name: service, port: typeof port === 'number' ? { number: port } : { name: port } } };
}

export function ingress(parts: IngressParts = {}): any {
  const {
    name = 'echo',
    namespace = 'echo',
    host = 'a.example',
    path = '/',
    pathType = 'Prefix',
    service = 'echo',
    port,
    nginx = {},
    className = 'nginx',
  } = parts;
  const annotations = {
    ...parts.annotations,
    ...Object.fromEntries(Object.entries(nginx).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value])),
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations, creationTimestamp: parts.created },
    spec: {
      ingressClassName: className,
      rules: [
        {
          host: host === '' ? undefined : host,
          http: { paths: [{ path, pathType, backend: backend(service, port) }] },
        },
      ],
      ...parts.spec,
    },
  };
}

/** A canary Ingress called `echo-canary` that leads to the Service `echo-canary`. */
export function canary(nginx: { [name: string]: string }, parts: IngressParts = {}): any {
  return ingress({ name: 'echo-canary', service: 'echo-canary', ...parts, nginx: { canary: 'true', ...nginx } });
}
