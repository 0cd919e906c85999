/**
 * The fields of Gloo's messages: the protos of 1.22 (projects/gateway/api/v1 and projects/gloo/api/v1 of
 * solo-io/gloo). `ANY` stands for what is not looked into.
 *
 * @internal
 */
export type Message = typeof ANY | Values | Fields;

/** An enum: its names in the order of their numbers. */
interface Values {
  readonly values: string[];
}

/** The fields of a message; those of a list are the fields of its items. */
interface Fields {
  readonly fields: { readonly [name: string]: Message };
}

const ANY = 'any';

function message(open: string, fields: { readonly [name: string]: Message } = {}): Fields {
  return {
    fields: {
      ...Object.fromEntries(
        open
          .split(' ')
          .filter((name) => name !== '')
          .map((name) => [name, ANY]),
      ),
      ...fields,
    },
  };
}

/** What a subset does that has no ready pod (FallbackPolicy in subset_spec.proto). @internal */
export const FALLBACK_POLICIES = ['ANY_ENDPOINT', 'DEFAULT_SUBSET', 'NO_FALLBACK'];

/** The response codes of a redirect (RedirectResponseCode in proxy.proto). @internal */
export const REDIRECT_CODES = ['MOVED_PERMANENTLY', 'FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT', 'PERMANENT_REDIRECT'];

const OPERATORS = [
  'Equals',
  'DoubleEquals',
  'NotEquals',
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
  'GreaterThan',
  'LessThan',
];

const REF = message('name namespace');
const EXPRESSION = message('key values', { operator: { values: OPERATORS } });
const SELECTOR = message('namespaces labels', { expressions: EXPRESSION });
const SUBSET = message('values');
const DESTINATION = message('consul destinationSpec', {
  upstream: REF,
  kube: message('port', { ref: REF }),
  subset: SUBSET,
});
const WEIGHTED = message('weight options', { destination: DESTINATION });
const CONDITION = message('name value regex');
const MATCHER = message('prefix exact regex connectMatcher caseSensitive methods', {
  headers: message('name value regex invertMatch'),
  queryParameters: CONDITION,
});

const SHARED_OPTIONS =
  'bufferPerRoute csrf dlp extProc extProcEarly extProcLate extauth extensions headerManipulation jwt jwtStaged ' +
  'rateLimitConfigs rateLimitEarlyConfigs rateLimitRegularConfigs ratelimit ratelimitBasic ratelimitEarly ' +
  'ratelimitRegular rbac retries ' +
  'stagedTransformations transformations waf';
const CORS = message(
  'allowOrigin allowOriginRegex allowMethods allowHeaders exposeHeaders maxAge allowCredentials disableForRoute',
);
const FAULTS = message('', { abort: message('percentage httpStatus'), delay: message('percentage fixedDelay') });

const ROUTE_OPTIONS = message(
  `${SHARED_OPTIONS} ai appendXForwardedHost autoHostRewrite envoyMetadata hostRewrite hostRewriteHeader ` +
  'hostRewritePathRegex idleTimeout ' +
    'jwtProvidersStaged lbHash maxStreamDuration prefixRewrite regexRewrite shadowing timeout tracing upgrades',
  { cors: CORS, faults: FAULTS },
);
const HOST_OPTIONS = message(
  `${SHARED_OPTIONS} corsPolicyMergeSettings includeAttemptCountInResponse includeRequestAttemptCount stats`,
  { cors: CORS },
);

const OPTION_REFS = message('', { delegateOptions: REF });
const ROUTE = message('name inheritableMatchers inheritablePathMatchers graphqlApiRef', {
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

const UPSTREAM_FIELDS =
  'namespacedStatuses discoveryMetadata sslConfig circuitBreakers loadBalancerConfig healthChecks ' +
  'outlierDetection static ' +
  'pipe aws azure consul awsEc2 gcp ai failover connectionConfig protocolSelection useHttp2 ' +
  'initialStreamWindowSize ' +
  'initialConnectionWindowSize maxConcurrentStreams overrideStreamErrorOnInvalidHttpMessage httpProxyHostname ' +
  'httpConnectSslConfig ' +
  'httpConnectHeaders ignoreHealthOnHostRemoval respectDnsTtl dnsRefreshRate proxyProtocolVersion ' +
  'preconnectPolicy disableIstioAutoMtls';

/** The `spec` of each kind that is read, by `group/Kind`. @internal */
export const SPECS: { readonly [kind: string]: Message } = {
  'gateway.solo.io/VirtualService': message('sslConfig displayName namespacedStatuses', {
    virtualHost: message('domains', { routes: ROUTE, options: HOST_OPTIONS, optionsConfigRefs: OPTION_REFS }),
  }),
  'gateway.solo.io/RouteTable': message('weight namespacedStatuses', { routes: ROUTE }),
  'gateway.solo.io/RouteOption': message('namespacedStatuses targetRefs', { options: ROUTE_OPTIONS }),
  'gateway.solo.io/VirtualHostOption': message('namespacedStatuses targetRefs', { options: HOST_OPTIONS }),
  'gloo.solo.io/Upstream': message(UPSTREAM_FIELDS, {
    kube: message('serviceName serviceNamespace servicePort selector serviceSpec', {
      subsetSpec: message('', {
        selectors: message('keys singleHostPerSubset'),
        fallbackPolicy: { values: FALLBACK_POLICIES },
        defaultSubset: SUBSET,
      }),
    }),
  }),
  'gloo.solo.io/UpstreamGroup': message('namespacedStatuses', { destinations: WEIGHTED }),
};

/** What a message does not have: an unknown field, or an unknown name of an enum. @internal */
export interface Misfit {
  readonly field: string;
  readonly reason: string;
}

/** The first misfit of a value, if there is one. @internal */
export function misfitOf(value: any, known: Message, field: string): Misfit | undefined {
  if (known === ANY || value === undefined || value === null) {
    return undefined;
  }
  if ('values' in known) {
    const isKnown = typeof value !== 'string' || known.values.includes(value);
    return isKnown
      ? undefined
      : { field, reason: `${field} is ${value}, which is none of ${known.values.join(', ')}` };
  }
  if (Array.isArray(value)) {
    return first(value.map((item, index) => [item, known, `${field}[${index}]`]));
  }
  if (typeof value !== 'object') {
    return undefined;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(known.fields, name));
  if (unknown !== undefined) {
    return { field: `${field}.${unknown}`, reason: `${field} has no field ${unknown}` };
  }
  return first(Object.entries(value).map(([name, inner]) => [inner, known.fields[name], `${field}.${name}`]));
}

function first(candidates: [any, Message, string][]): Misfit | undefined {
  for (const [value, known, field] of candidates) {
    const misfit = misfitOf(value, known, field);
    if (misfit !== undefined) {
      return misfit;
    }
  }
  return undefined;
}
