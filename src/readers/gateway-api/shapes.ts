import { Shapes } from '../engine/object-index';
import { fields, list, map, Shape } from '../engine/shape';

const PARENT = fields({ group: 'string', kind: 'string', namespace: 'string', name: 'string', sectionName: 'string', port: 'natural' });
const MATCH = fields({
  path: fields({ type: 'string', value: 'string' }),
  method: 'string',
  headers: list(fields({ name: 'string', type: 'string', value: 'string' })),
  queryParams: list(fields({ name: 'string', type: 'string', value: 'string' })),
});
const FILTER = fields({
  type: 'string',
  requestRedirect: fields({ statusCode: 'natural' }),
  requestMirror: fields({ percent: 'integer', fraction: fields({ numerator: 'integer', denominator: 'integer' }) }),
});
const BACKEND = fields({ group: 'string', kind: 'string', namespace: 'string', name: 'string', port: 'natural', weight: 'natural', filters: list(FILTER) });
const REFERENCE = fields({ group: 'string', kind: 'string', namespace: 'string', name: 'string' });

const GATEWAY: Shape = fields({
  spec: fields({
    listeners: list(fields({
      name: 'string',
      hostname: 'string',
      port: 'natural',
      protocol: 'string',
      tls: fields({ mode: 'string' }),
      allowedRoutes: fields({
        kinds: list(fields({ group: 'string', kind: 'string' })),
        namespaces: fields({ from: 'string', selector: fields({ matchLabels: map('string'), matchExpressions: list('any') }) }),
      }),
    })),
  }),
});

/** Routes, Gateways and grants, as far as they are read here (apis/v1 of kubernetes-sigs/gateway-api). @internal */
export const GATEWAY_API_SHAPES: Shapes = {
  'gateway.networking.k8s.io/HTTPRoute': fields({
    spec: fields({
      parentRefs: list(PARENT),
      hostnames: list('string'),
      rules: list(fields({ matches: list(MATCH), filters: list(FILTER), backendRefs: list(BACKEND) })),
    }),
  }),
  'gateway.networking.k8s.io/Gateway': GATEWAY,
  'gateway.networking.k8s.io/ReferenceGrant': fields({ spec: fields({ from: list(REFERENCE), to: list(REFERENCE) }) }),
};
