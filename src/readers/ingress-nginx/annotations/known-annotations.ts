import {
  anything, BASIC, bool, compact, EXPRESSION, EXTENDED, HEADERS, int, networks, oneOf, ORIGINS, PATH_WITH_GROUPS, serverName, serverNames, SIZE,
  URL_CHARACTERS, URL_WITH_VARIABLES, Validator, VARIABLES, verbatim,
} from './validators';

/** What the controller knows of an annotation. @internal */
export interface KnownAnnotation {
  readonly accepts: Validator;
  /** Older names. */
  readonly aliases?: string[];
  /** Whether its risk is above the controller's default level, High. */
  readonly isCritical?: boolean;
}

const basic = compact(BASIC);
const url = compact(URL_CHARACTERS);
const size = compact(SIZE);
const onOff = compact(/^(on|off)$/);

const VALIDATORS: { readonly [name: string]: Validator } = {
  'affinity': oneOf(['cookie']),
  'affinity-canary-behavior': oneOf(['sticky', 'legacy']),
  'affinity-mode': oneOf(['balanced', 'persistent']),
  'app-root': verbatim(PATH_WITH_GROUPS),
  'auth-always-set-cookie': bool,
  'auth-cache-duration': verbatim(EXTENDED),
  'auth-cache-key': compact(VARIABLES),
  'auth-keepalive': int,
  'auth-keepalive-requests': int,
  'auth-keepalive-share-vars': bool,
  'auth-keepalive-timeout': int,
  'auth-method': compact(/^(GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)$/),
  'auth-proxy-set-headers': basic,
  'auth-realm': verbatim(/^[-._~a-zA-Z0-9/: ]*$/),
  'auth-request-redirect': url,
  'auth-response-headers': compact(HEADERS),
  'auth-secret': basic,
  'auth-secret-type': compact(/auth-file|auth-map/),
  'auth-signin': compact(URL_WITH_VARIABLES),
  'auth-signin-redirect-param': url,
  'auth-tls-error-page': compact(/^(@[A-Za-z0-9_-]+|((https?:\/\/)?[A-Za-z0-9\-.]+(:\d+)?)?(\/[A-Za-z0-9\-_.]+)*\/?)$/),
  'auth-tls-match-cn': (value) => value.startsWith('CN='),
  'auth-tls-pass-certificate-to-upstream': bool,
  'auth-tls-secret': basic,
  'auth-tls-verify-client': compact(/^(on|off|optional|optional_no_ca)$/),
  'auth-tls-verify-depth': int,
  'auth-type': compact(/basic|digest/),
  'auth-url': compact(URL_WITH_VARIABLES),
  'backend-protocol': oneOf(['auto_http', 'http', 'https', 'grpc', 'grpcs', 'fcgi'], true),
  'canary': bool,
  'canary-by-cookie': basic,
  'canary-by-header': basic,
  'canary-by-header-pattern': verbatim(EXPRESSION),
  'canary-by-header-value': basic,
  'canary-weight': int,
  'canary-weight-total': int,
  'client-body-buffer-size': size,
  'connection-proxy-header': compact(/^(close|keep-alive)$/),
  'cors-allow-credentials': bool,
  'cors-allow-headers': compact(HEADERS),
  'cors-allow-methods': compact(/^[A-Za-z][A-Za-z,\s]*$/),
  'cors-allow-origin': compact(ORIGINS),
  'cors-expose-headers': compact(/^[A-Za-z0-9\-_*][A-Za-z0-9\-_*,\s]*$/),
  'cors-max-age': int,
  'custom-headers': basic,
  'custom-http-errors': compact(/^(?:[4,5]\d{2},?)*$/),
  'default-backend': (value) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
  'denylist-source-range': networks,
  'disable-proxy-intercept-errors': bool,
  'enable-access-log': bool,
  'enable-cors': bool,
  'enable-global-auth': bool,
  'enable-modsecurity': bool,
  'enable-opentelemetry': bool,
  'enable-owasp-core-rules': bool,
  'enable-rewrite-log': bool,
  'fastcgi-index': compact(/^[A-Za-z0-9.\-_]+$/),
  'fastcgi-params-configmap': basic,
  'force-ssl-redirect': bool,
  'from-to-www-redirect': bool,
  'http2-push-preload': bool,
  'limit-burst-multiplier': int,
  'limit-connections': int,
  'limit-rate': int,
  'limit-rate-after': int,
  'limit-rpm': int,
  'limit-rps': int,
  'load-balance': oneOf(['round_robin', 'chash', 'chashsubset', 'sticky_balanced', 'sticky_persistent', 'ewma']),
  'mirror-host': serverName,
  'mirror-request-body': onOff,
  'mirror-target': serverName,
  'modsecurity-transaction-id': compact(VARIABLES),
  'opentelemetry-operation-name': compact(/^[A-Za-z0-9_-]*$/),
  'opentelemetry-trust-incoming-span': bool,
  'permanent-redirect': verbatim(URL_CHARACTERS),
  'permanent-redirect-code': int,
  'preserve-trailing-slash': bool,
  'proxy-body-size': size,
  'proxy-buffer-size': size,
  'proxy-buffering': oneOf(['on', 'off']),
  'proxy-buffers-number': int,
  'proxy-busy-buffers-size': size,
  'proxy-connect-timeout': int,
  'proxy-cookie-domain': verbatim(/^(off|[-._~a-zA-Z0-9/:]+\s+[-._~a-zA-Z0-9/:]+)$/),
  'proxy-cookie-path': url,
  'proxy-http-version': oneOf(['1.0', '1.1']),
  'proxy-max-temp-file-size': size,
  'proxy-next-upstream': verbatim(
    /^((error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)\s?)+$/,
  ),
  'proxy-next-upstream-timeout': int,
  'proxy-next-upstream-tries': int,
  'proxy-read-timeout': int,
  'proxy-redirect-from': url,
  'proxy-redirect-to': url,
  'proxy-request-buffering': oneOf(['on', 'off']),
  'proxy-send-timeout': int,
  'proxy-ssl-ciphers': compact(/^[A-Za-z0-9+:_\-!]*$/),
  'proxy-ssl-name': serverName,
  'proxy-ssl-protocols': compact(/^(TLSv1\.2|TLSv1\.3| )*$/),
  'proxy-ssl-secret': basic,
  'proxy-ssl-server-name': onOff,
  'proxy-ssl-verify': onOff,
  'proxy-ssl-verify-depth': int,
  'relative-redirects': bool,
  'rewrite-target': verbatim(PATH_WITH_GROUPS),
  'satisfy': oneOf(['any', 'all']),
  'server-alias': serverNames,
  'service-upstream': bool,
  'session-cookie-change-on-failure': bool,
  'session-cookie-conditional-samesite-none': bool,
  'session-cookie-domain': basic,
  'session-cookie-expires': compact(/(^0|-?[1-9]\d*$)/),
  'session-cookie-max-age': verbatim(/(^0|-?[1-9]\d*$)/),
  'session-cookie-name': basic,
  'session-cookie-path': url,
  'session-cookie-samesite': oneOf(['none', 'lax', 'strict'], true),
  'session-cookie-secure': bool,
  'ssl-ciphers': compact(/^(?:[A-Za-z0-9!:+\-_]|@STRENGTH|@SECLEVEL=[0-5])*$/),
  'ssl-passthrough': bool,
  'ssl-prefer-server-ciphers': bool,
  'ssl-redirect': bool,
  'temporal-redirect': verbatim(URL_CHARACTERS),
  'temporal-redirect-code': int,
  'upstream-hash-by': compact(VARIABLES),
  'upstream-hash-by-subset': bool,
  'upstream-hash-by-subset-size': int,
  'upstream-vhost': serverName,
  'use-port-in-redirects': bool,
  'use-regex': bool,
  'x-forwarded-prefix': compact(PATH_WITH_GROUPS),
};

/** Texts of nginx's configuration: the controller does not validate them, so their risk is Critical. */
const SNIPPETS = ['auth-snippet', 'configuration-snippet', 'modsecurity-snippet', 'server-snippet', 'stream-snippet'];

/**
 * Every annotation that the controller reads, with its validator (`internal/ingress/annotations` of
 * kubernetes/ingress-nginx, one folder each).
 *
 * @internal
 */
export const KNOWN_ANNOTATIONS: { readonly [name: string]: KnownAnnotation } = Object.assign(Object.create(null), {
  ...Object.fromEntries(Object.entries(VALIDATORS).map(([name, accepts]) => [name, { accepts }])),
  ...Object.fromEntries(SNIPPETS.map((name) => [name, { accepts: anything, isCritical: true }])),
  'allowlist-source-range': { accepts: networks, aliases: ['whitelist-source-range'] },
  'limit-allowlist': { accepts: networks, aliases: ['limit-whitelist'] },
});

/**
 * Annotations that earlier releases read, or that only tell of a certificate: the controller does nothing with them, and
 * they are no misspellings (deprecatedAnnotations in internal/ingress/controller/controller.go; Changelog.md).
 *
 * @internal
 */
export const FORMER_ANNOTATIONS: ReadonlySet<string> = new Set([
  'add-base-url', 'base-url-scheme', 'enable-dynamic-certificates', 'enable-influxdb', 'enable-opentracing', 'enable-rewrite-log',
  'grpc-backend', 'influxdb-host', 'influxdb-measurement', 'influxdb-port', 'influxdb-server-name', 'lua-resty-waf',
  'opentracing-trust-incoming-span', 'secure-backends', 'secure-verify-ca-secret', 'server-tokens', 'session-cookie-hash',
  'upstream-fail-timeout', 'upstream-max-fails', 'global-rate-limit', 'global-rate-limit-window', 'global-rate-limit-key',
  'global-rate-limit-ignored-cidrs', 'limit-rate-limit-whitelist', 'whitelist-source-range', 'limit-whitelist',
]);
