import { Shapes } from '../engine/object-index';
import { fields, list, map, Shape } from '../engine/shape';

const PARENT = fields({
  group: 'string',
  kind: 'string',
  namespace: 'string',
  name: 'string',
  sectionName: 'string',
  port: 'natural',
});
const MATCH = fields({
  path: fields({ type: 'string', value: 'string' }),
  method: 'string',
  headers: list(fields({ name: 'string', type: 'string', value: 'string' })),
  queryParams: list(fields({ name: 'string', type: 'string', value: 'string' })),
});
const REFERENCE = fields({ group: 'string', kind: 'string', namespace: 'string', name: 'string', port: 'natural' });
const HEADERS = list(fields({ name: 'string', value: 'string' }));
const MODIFIER = fields({ add: HEADERS, set: HEADERS, remove: list('string') });
const PATH = fields({ type: 'string', replaceFullPath: 'string', replacePrefixMatch: 'string' });
const FILTER = fields({
  type: 'string',
  requestHeaderModifier: MODIFIER,
  responseHeaderModifier: MODIFIER,
  requestRedirect: fields({ scheme: 'string', hostname: 'string', port: 'natural', statusCode: 'natural', path: PATH }),
  requestMirror: fields({
    backendRef: REFERENCE,
    percent: 'integer',
    fraction: fields({ numerator: 'integer', denominator: 'integer' }),
  }),
  urlRewrite: fields({ hostname: 'string', path: PATH }),
  cors: fields({ allowOrigins: list('string'), allowMethods: list('string') }),
  extensionRef: fields({ group: 'string', kind: 'string', name: 'string' }),
  externalAuth: fields({}),
});
const BACKEND = fields({
  group: 'string',
  kind: 'string',
  namespace: 'string',
  name: 'string',
  port: 'natural',
  weight: 'natural',
  filters: list(FILTER),
});
const GRANT = fields({ group: 'string', kind: 'string', namespace: 'string', name: 'string' });
const EXPRESSION = fields({ key: 'string', operator: 'string', values: list('string') });

const GATEWAY: Shape = fields({
  spec: fields({
    gatewayClassName: 'string',
    listeners: list(
      fields({
        name: 'string',
        hostname: 'string',
        port: 'natural',
        protocol: 'string',
        tls: fields({ mode: 'string', certificateRefs: list(REFERENCE), options: map('string') }),
        allowedRoutes: fields({
          kinds: list(fields({ group: 'string', kind: 'string' })),
          namespaces: fields({
            from: 'string',
            selector: fields({ matchLabels: map('string'), matchExpressions: list(EXPRESSION) }),
          }),
        }),
      }),
    ),
  }),
});

/**
 * Routes, Gateways, their classes and grants, as far as they are read here (apis/v1 of kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export const GATEWAY_API_SHAPES: Shapes = {
  'gateway.networking.k8s.io/HTTPRoute': fields({
    spec: fields({
      parentRefs: list(PARENT),
      hostnames: list('string'),
      rules: list(
        fields({
          name: 'string',
          matches: list(MATCH),
          filters: list(FILTER),
          backendRefs: list(BACKEND),
          timeouts: fields({ request: 'string', backendRequest: 'string' }),
        }),
      ),
    }),
  }),
  'gateway.networking.k8s.io/Gateway': GATEWAY,
  'gateway.networking.k8s.io/GatewayClass': fields({ spec: fields({ controllerName: 'string' }) }),
  'gateway.networking.k8s.io/ReferenceGrant': fields({ spec: fields({ from: list(GRANT), to: list(GRANT) }) }),
};
