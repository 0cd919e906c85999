import { Message, message, partly } from './message';

/**
 * The values of `fallbackPolicy` by their numbers: where requests go whose subset has no ready pod (FallbackPolicy in
 * subset_spec.proto).
 *
 * @internal
 */
export const FALLBACK_POLICIES = ['ANY_ENDPOINT', 'DEFAULT_SUBSET', 'NO_FALLBACK'];

/** The response codes of a redirect (RedirectResponseCode in proxy.proto). @internal */
export const REDIRECT_CODES = ['MOVED_PERMANENTLY', 'FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT', 'PERMANENT_REDIRECT'];

const OPERATORS = [
  'Equals', 'DoubleEquals', 'NotEquals', 'In', 'NotIn', 'Exists', 'DoesNotExist', 'GreaterThan', 'LessThan',
];

const REF = message('name namespace');
const SELECTOR = message('namespaces labels', {
  expressions: message('key values', { operator: { values: OPERATORS } }),
});
const SUBSET = message('values');
const DESTINATION = message('consul destinationSpec', {
  upstream: REF, kube: message('port', { ref: REF }), subset: SUBSET,
});
const WEIGHTED = message('weight options', { destination: DESTINATION });
const MATCHER = message('prefix exact regex connectMatcher caseSensitive methods', {
  headers: message('name value regex invertMatch'),
  queryParameters: message('name value regex'),
});

const CORS = message(
  'allowOrigin allowOriginRegex allowMethods allowHeaders exposeHeaders maxAge allowCredentials disableForRoute',
);
const SHARED_OPTIONS: { readonly [name: string]: Message } = {
  ...message(
    'bufferPerRoute csrf dlp extProc extProcEarly extProcLate extauth extensions headerManipulation jwt jwtStaged '
    + 'rateLimitConfigs rateLimitEarlyConfigs rateLimitRegularConfigs ratelimit ratelimitBasic ratelimitEarly '
    + 'ratelimitRegular rbac stagedTransformations transformations waf',
  ).fields,
  cors: CORS,
  retries: partly({ perTryTimeout: 'duration' }),
};
const ROUTE_OPTIONS = message(
  'ai appendXForwardedHost autoHostRewrite envoyMetadata hostRewrite hostRewriteHeader hostRewritePathRegex '
  + 'jwtProvidersStaged lbHash prefixRewrite regexRewrite shadowing tracing upgrades',
  {
    ...SHARED_OPTIONS,
    faults: message('', {
      abort: message('percentage httpStatus'), delay: message('percentage', { fixedDelay: 'duration' }),
    }),
    idleTimeout: 'duration',
    maxStreamDuration: partly({ maxStreamDuration: 'duration' }),
    timeout: 'duration',
  },
);
const HOST_OPTIONS = message(
  'corsPolicyMergeSettings includeAttemptCountInResponse includeRequestAttemptCount stats', SHARED_OPTIONS,
);

const OPTION_REFS = message('', { delegateOptions: REF });
const ROUTE = message('name inheritableMatchers inheritablePathMatchers', {
  matchers: MATCHER,
  routeAction: message('clusterHeader dynamicForwardProxy', {
    single: DESTINATION,
    multi: message('', { destinations: WEIGHTED }),
    upstreamGroup: REF,
  }),
  redirectAction: message(
    'hostRedirect pathRedirect prefixRewrite regexRewrite httpsRedirect stripQuery portRedirect',
    { responseCode: { values: REDIRECT_CODES } },
  ),
  directResponseAction: message('status body'),
  delegateAction: message('name namespace', { ref: REF, selector: SELECTOR }),
  options: ROUTE_OPTIONS,
  optionsConfigRefs: OPTION_REFS,
});

const UPSTREAM = message(
  'namespacedStatuses discoveryMetadata sslConfig circuitBreakers loadBalancerConfig static pipe aws azure consul '
  + 'awsEc2 gcp ai failover connectionConfig protocolSelection useHttp2 initialStreamWindowSize '
  + 'initialConnectionWindowSize maxConcurrentStreams overrideStreamErrorOnInvalidHttpMessage httpProxyHostname '
  + 'httpConnectSslConfig httpConnectHeaders ignoreHealthOnHostRemoval respectDnsTtl proxyProtocolVersion '
  + 'preconnectPolicy disableIstioAutoMtls',
  {
    dnsRefreshRate: 'duration',
    healthChecks: partly({ timeout: 'duration', interval: 'duration' }),
    outlierDetection: partly({ interval: 'duration', baseEjectionTime: 'duration' }),
    kube: message('serviceName serviceNamespace servicePort selector serviceSpec', {
      subsetSpec: message('', {
        selectors: message('keys singleHostPerSubset'),
        fallbackPolicy: { values: FALLBACK_POLICIES },
        defaultSubset: SUBSET,
      }),
    }),
  },
);

/**
 * The `spec` of each kind that is read, by `group/Kind`: the protos of 1.22 (projects/gateway/api/v1 and
 * projects/gloo/api/v1 of solo-io/gloo).
 *
 * @internal
 */
export const SPECS: { readonly [kind: string]: Message } = {
  'gateway.solo.io/VirtualService': message('sslConfig displayName namespacedStatuses', {
    virtualHost: message('domains', { routes: ROUTE, options: HOST_OPTIONS, optionsConfigRefs: OPTION_REFS }),
  }),
  'gateway.solo.io/RouteTable': message('weight namespacedStatuses', { routes: ROUTE }),
  'gateway.solo.io/RouteOption': message('namespacedStatuses targetRefs', { options: ROUTE_OPTIONS }),
  'gateway.solo.io/VirtualHostOption': message('namespacedStatuses targetRefs', { options: HOST_OPTIONS }),
  'gloo.solo.io/Upstream': UPSTREAM,
  'gloo.solo.io/UpstreamGroup': message('namespacedStatuses', { destinations: WEIGHTED }),
};
