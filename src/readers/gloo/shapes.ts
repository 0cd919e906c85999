import { Shapes } from '../engine/object-index';
import { fields, list, map, Shape } from '../engine/shape';

const REF = fields({ name: 'string', namespace: 'string' });
const EXPRESSIONS = list(fields({ key: 'string', operator: 'integer or string', values: list('string') }));
const SELECTOR = fields({ labels: map('string'), namespaces: list('string'), expressions: EXPRESSIONS });
const OPTION_REFS = fields({ delegateOptions: list(REF) });

const CONDITIONS = list(fields({ name: 'string', value: 'string', regex: 'boolean', invertMatch: 'boolean' }));
const MATCHER = fields({
  prefix: 'string',
  exact: 'string',
  regex: 'string',
  connectMatcher: fields({}),
  caseSensitive: 'boolean',
  headers: CONDITIONS,
  queryParameters: CONDITIONS,
  methods: list('string'),
});

const SUBSET = fields({ values: map('string') });
const DESTINATION = fields({
  upstream: REF,
  kube: fields({ ref: REF, port: 'natural' }),
  consul: fields({ serviceName: 'string' }),
  subset: SUBSET,
});
const DESTINATIONS = list(fields({ destination: DESTINATION, weight: 'natural' }));

const EXPRESSION = fields({ pattern: fields({ regex: 'string' }) });
const TEXT = fields({
  exact: 'string',
  prefix: 'string',
  suffix: 'string',
  safeRegex: fields({ regex: 'string' }),
  ignoreCase: 'boolean',
});
const CSRF = fields({
  filterEnabled: fields({ defaultValue: fields({ numerator: 'natural', denominator: 'integer or string' }) }),
  additionalOrigins: list(TEXT),
});
const SHARED_OPTIONS: { readonly [field: string]: Shape } = {
  cors: fields({ allowOrigin: list('string'), allowOriginRegex: list('string'), disableForRoute: 'boolean' }),
  csrf: CSRF,
  ratelimit: fields({ localRatelimit: fields({}) }),
};
const ROUTE_OPTIONS = fields({
  ...SHARED_OPTIONS,
  faults: fields({
    abort: fields({ percentage: 'number', httpStatus: 'natural' }),
    delay: fields({ percentage: 'number', fixedDelay: 'string' }),
  }),
  prefixRewrite: 'string',
  regexRewrite: EXPRESSION,
  hostRewritePathRegex: EXPRESSION,
});
const HOST_OPTIONS = fields(SHARED_OPTIONS);

const ROUTES = list(
  fields({
    matchers: list(MATCHER),
    inheritableMatchers: 'boolean',
    inheritablePathMatchers: 'boolean',
    delegateAction: fields({ name: 'string', namespace: 'string', ref: REF, selector: SELECTOR }),
    routeAction: fields({
      single: DESTINATION,
      multi: fields({ destinations: DESTINATIONS }),
      upstreamGroup: REF,
      clusterHeader: 'string',
      dynamicForwardProxy: fields({}),
    }),
    redirectAction: fields({
      responseCode: 'integer or string',
      hostRedirect: 'string',
      pathRedirect: 'string',
      prefixRewrite: 'string',
    }),
    directResponseAction: fields({ status: 'natural', body: 'string' }),
    options: ROUTE_OPTIONS,
    optionsConfigRefs: OPTION_REFS,
  }),
);

const SETTINGS = fields({
  stripAnyHostPort: 'boolean',
  normalizePath: 'boolean',
  mergeSlashes: 'boolean',
  useRemoteAddress: 'boolean',
  pathWithEscapedSlashesAction: 'integer or string',
  headersWithUnderscoresAction: 'integer or string',
});
const HTTP_GATEWAY = fields({
  virtualServices: list(REF),
  virtualServiceSelector: map('string'),
  virtualServiceNamespaces: list('string'),
  virtualServiceExpressions: fields({ expressions: EXPRESSIONS }),
  options: fields({
    httpConnectionManagerSettings: SETTINGS,
    healthCheck: fields({ path: 'string' }),
    csrf: CSRF,
    httpLocalRatelimit: fields({ defaultLimit: fields({}) }),
  }),
});
const MATCHER_OF_GATEWAY = fields({
  sslConfig: fields({}),
  sourcePrefixRanges: list(fields({ addressPrefix: 'string', prefixLen: 'natural' })),
});
const GATEWAY = fields({
  ssl: 'boolean',
  bindAddress: 'string',
  bindPort: 'natural',
  proxyNames: list('string'),
  routeOptions: fields({ maxDirectResponseBodySizeBytes: 'natural' }),
  httpGateway: HTTP_GATEWAY,
  hybridGateway: fields({
    matchedGateways: list(fields({ matcher: MATCHER_OF_GATEWAY, httpGateway: HTTP_GATEWAY })),
    delegatedHttpGateways: fields({
      ref: REF,
      selector: SELECTOR,
      sslConfig: fields({}),
      preventChildOverrides: 'boolean',
      httpConnectionManagerSettings: SETTINGS,
    }),
  }),
});

const KUBE = fields({
  serviceName: 'string',
  serviceNamespace: 'string',
  servicePort: 'natural',
  selector: map('string'),
  subsetSpec: fields({
    selectors: list(fields({ keys: list('string'), singleHostPerSubset: 'boolean' })),
    fallbackPolicy: 'integer or string',
    defaultSubset: SUBSET,
  }),
});

/** The objects of Gloo, as far as they are read here (install/helm/gloo/crds of solo-io/gloo). @internal */
export const GLOO_SHAPES: Shapes = {
  'gateway.solo.io/VirtualService': fields({
    spec: fields({
      sslConfig: fields({}),
      virtualHost: fields({
        domains: list('string'),
        routes: ROUTES,
        options: HOST_OPTIONS,
        optionsConfigRefs: OPTION_REFS,
      }),
    }),
  }),
  'gateway.solo.io/RouteTable': fields({ spec: fields({ weight: 'integer', routes: ROUTES }) }),
  'gateway.solo.io/RouteOption': fields({ spec: fields({ options: ROUTE_OPTIONS }) }),
  'gateway.solo.io/VirtualHostOption': fields({ spec: fields({ options: HOST_OPTIONS }) }),
  'gateway.solo.io/Gateway': fields({ spec: GATEWAY }),
  'gateway.solo.io/MatchableHttpGateway': fields({
    spec: fields({ matcher: MATCHER_OF_GATEWAY, httpGateway: HTTP_GATEWAY }),
  }),
  'gloo.solo.io/Upstream': fields({
    spec: fields({
      kube: KUBE,
      sslConfig: fields({ secretRef: REF }),
      outlierDetection: fields({ interval: 'string' }),
      healthChecks: list(fields({})),
    }),
  }),
  'gloo.solo.io/UpstreamGroup': fields({ spec: fields({ destinations: DESTINATIONS }) }),
};
