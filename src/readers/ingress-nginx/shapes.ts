import { Shapes } from '../engine/object-index';
import { fields, list } from '../engine/shape';

const BACKEND = fields({
  service: fields({ name: 'string', port: fields({ name: 'string', number: 'natural' }) }),
  serviceName: 'string',
  servicePort: 'integer or string',
});

const INGRESS = fields({
  spec: fields({
    ingressClassName: 'string',
    defaultBackend: BACKEND,
    backend: BACKEND,
    rules: list(
      fields({
        host: 'string',
        http: fields({ paths: list(fields({ path: 'string', pathType: 'string', backend: BACKEND })) }),
      }),
    ),
    tls: list(fields({ hosts: list('string'), secretName: 'string' })),
  }),
});

/**
 * Ingresses and their classes, as far as they are read here; also Ingresses as they were before Kubernetes 1.22.
 *
 * @internal
 */
export const INGRESS_SHAPES: Shapes = {
  'networking.k8s.io/Ingress': INGRESS,
  'extensions/Ingress': INGRESS,
  'networking.k8s.io/IngressClass': fields({ spec: fields({ controller: 'string' }) }),
};
