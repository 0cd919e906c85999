import { choice, FLAG, integer, list, object, pattern, PORT, text, whole } from '../schema';
import { backend, DNS_NAME, EXPERIMENTAL, HOSTNAME, LOCAL_REFERENCE, PARENT, SERVICE_REFERENCE } from './references';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
const HEADER_NAME = pattern(/^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$/, 'the name of a header', 1, 256);
const HEADERS = list(object({ name: HEADER_NAME, value: text(1, 4096) }, ['name', 'value']), 0, 16);
const HEADER_CHANGES = object({ set: HEADERS, add: HEADERS, remove: list({ type: 'string' }, 0, 16) });

const matching = (longest: number) =>
  list(
    object({ type: choice('Exact', 'RegularExpression'), name: HEADER_NAME, value: text(1, longest) }, [
      'name',
      'value',
    ]),
    0,
    16,
  );

const MATCH = object({
  path: object({ type: choice('Exact', 'PathPrefix', 'RegularExpression'), value: text(0, 1024) }),
  method: choice(...METHODS),
  headers: matching(4096),
  queryParams: matching(1024),
});

const NEW_PATH = object(
  {
    type: choice('ReplaceFullPath', 'ReplacePrefixMatch'),
    replaceFullPath: text(0, 1024),
    replacePrefixMatch: text(0, 1024),
  },
  ['type'],
);

const ORIGIN = pattern(
  /(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)/,
  '* or an origin such as https://app.example',
  1,
  253,
);

const FILTER = object(
  {
    type: choice(
      'RequestHeaderModifier',
      'ResponseHeaderModifier',
      'RequestMirror',
      'RequestRedirect',
      'URLRewrite',
      'ExtensionRef',
      'CORS',
    ),
    requestHeaderModifier: HEADER_CHANGES,
    responseHeaderModifier: HEADER_CHANGES,
    requestMirror: object(
      {
        backendRef: SERVICE_REFERENCE,
        percent: integer(0, 100),
        fraction: object({ numerator: integer(0, 2 ** 31 - 1), denominator: integer(1, 2 ** 31 - 1) }, ['numerator']),
      },
      ['backendRef'],
    ),
    requestRedirect: object({
      scheme: choice('http', 'https'),
      hostname: DNS_NAME,
      path: NEW_PATH,
      port: PORT,
      statusCode: { type: 'integer', enum: [301, 302, 303, 307, 308] },
    }),
    urlRewrite: object({ hostname: DNS_NAME, path: NEW_PATH }),
    extensionRef: LOCAL_REFERENCE,
    cors: object({
      allowOrigins: list(ORIGIN, 0, 64),
      allowMethods: list(choice(...METHODS, '*'), 0, 9),
      allowHeaders: list(HEADER_NAME, 0, 64),
      exposeHeaders: list(HEADER_NAME, 0, 64),
      allowCredentials: FLAG,
      maxAge: integer(1, 2 ** 31 - 1),
    }),
    externalAuth: EXPERIMENTAL,
  },
  ['type'],
);

const FILTERS = list(FILTER, 0, 16);
const DURATION = pattern(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/, 'a duration of whole numbers, such as 10s, 500ms or 1m30s');

const RULE = object({
  name: DNS_NAME,
  matches: list(MATCH, 0, 64),
  filters: FILTERS,
  backendRefs: list(backend(FILTERS), 0, 16),
  timeouts: object({ request: DURATION, backendRequest: DURATION }),
  retry: EXPERIMENTAL,
  sessionPersistence: EXPERIMENTAL,
});

/**
 * The HTTPRoute: config/crd/standard/gateway.networking.k8s.io_httproutes.yaml of kubernetes-sigs/gateway-api.
 *
 * @internal
 */
export const HTTP_ROUTE = whole(
  object({
    parentRefs: list(PARENT, 0, 32),
    hostnames: list(HOSTNAME, 0, 16),
    rules: list(RULE, 1, 16),
    useDefaultGateways: EXPERIMENTAL,
  }),
  ['spec'],
);
