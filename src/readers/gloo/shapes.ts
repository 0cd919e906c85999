import { Shapes } from '../engine/object-index';
import { fields, list, map } from '../engine/shape';

const REF = fields({ name: 'string', namespace: 'string' });
const EXPRESSIONS = list(fields({ key: 'string', operator: 'string', values: list('string') }));
const CONDITIONS = list(fields({ name: 'string', value: 'string', regex: 'boolean', invertMatch: 'boolean' }));
const DESTINATION = fields({ upstream: REF, kube: fields({ ref: REF, port: 'natural' }), subset: fields({ values: map('string') }), consul: 'any' });
const DESTINATIONS = list(fields({ destination: DESTINATION, weight: 'natural' }));
const MATCHER = fields({
  prefix: 'string',
  exact: 'string',
  regex: 'string',
  caseSensitive: 'boolean',
  headers: CONDITIONS,
  queryParameters: CONDITIONS,
  methods: list('string'),
});
const ROUTES = list(fields({
  matchers: list(MATCHER),
  inheritableMatchers: 'boolean',
  inheritablePathMatchers: 'boolean',
  delegateAction: fields({ name: 'string', namespace: 'string', ref: REF, selector: fields({ labels: map('string'), namespaces: list('string'), expressions: EXPRESSIONS }) }),
  routeAction: fields({ single: DESTINATION, multi: fields({ destinations: DESTINATIONS }), upstreamGroup: REF }),
  redirectAction: fields({ responseCode: 'integer or string', pathRedirect: 'string', prefixRewrite: 'string' }),
  directResponseAction: fields({ status: 'natural' }),
  options: fields({ prefixRewrite: 'string', faults: fields({ abort: fields({ percentage: 'number', httpStatus: 'natural' }) }) }),
}));
const HTTP_GATEWAY = fields({
  virtualServices: list(REF),
  virtualServiceSelector: map('string'),
  virtualServiceNamespaces: list('string'),
  virtualServiceExpressions: fields({ expressions: EXPRESSIONS }),
  options: fields({ httpConnectionManagerSettings: fields({ stripAnyHostPort: 'boolean', normalizePath: 'boolean', mergeSlashes: 'boolean' }) }),
});
const SUBSETS = fields({
  selectors: list(fields({ keys: list('string') })),
  fallbackPolicy: 'integer or string',
  defaultSubset: fields({ values: map('string') }),
});

/** The objects of Gloo, as far as they are read here (install/helm/gloo/crds of solo-io/gloo). @internal */
export const GLOO_SHAPES: Shapes = {
  'gateway.solo.io/VirtualService': fields({ spec: fields({ sslConfig: fields({}), virtualHost: fields({ domains: list('string'), routes: ROUTES }) }) }),
  'gateway.solo.io/RouteTable': fields({ spec: fields({ weight: 'integer', routes: ROUTES }) }),
  'gateway.solo.io/Gateway': fields({ spec: fields({ ssl: 'boolean', httpGateway: HTTP_GATEWAY, hybridGateway: fields({ matchedGateways: list(fields({ matcher: fields({}), httpGateway: HTTP_GATEWAY })) }) }) }),
  'gloo.solo.io/Upstream': fields({ spec: fields({ kube: fields({ serviceName: 'string', serviceNamespace: 'string', servicePort: 'natural', selector: map('string'), subsetSpec: SUBSETS }) }) }),
  'gloo.solo.io/UpstreamGroup': fields({ spec: fields({ destinations: DESTINATIONS }) }),
};
