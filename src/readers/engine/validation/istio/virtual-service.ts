import { KubernetesObject } from '../../kubernetes-object';
import { milliseconds } from '../durations';
import { each, Refusal, refusal } from '../refusal';
import { ANYTHING, atMostOne, choice, FLAG, INTEGER, list, map, object, TEXT, UNSIGNED, whole } from '../schema';
import { DESTINATION, HEADERS, PERCENT, STRING_MATCH, WEIGHT } from './references';

const MATCHES = map(STRING_MATCH);

const MATCH = object({
  name: TEXT,
  uri: STRING_MATCH,
  scheme: STRING_MATCH,
  method: STRING_MATCH,
  authority: STRING_MATCH,
  headers: MATCHES,
  withoutHeaders: MATCHES,
  queryParams: MATCHES,
  ignoreUriCase: FLAG,
  port: UNSIGNED,
  sourceLabels: map(TEXT),
  sourceNamespace: TEXT,
  gateways: list(TEXT),
  statPrefix: TEXT,
});

const DELAY = object({ fixedDelay: TEXT, exponentialDelay: TEXT, percent: INTEGER, percentage: PERCENT });
const ABORT = object({ httpStatus: INTEGER, grpcStatus: TEXT, http2Error: TEXT, percentage: PERCENT });

const ROUTE = object({
  name: TEXT,
  match: list(MATCH),
  route: list(object({ destination: DESTINATION, weight: WEIGHT, headers: HEADERS }, ['destination'])),
  redirect: atMostOne(
    object({
      uri: TEXT,
      authority: TEXT,
      scheme: TEXT,
      port: UNSIGNED,
      redirectCode: UNSIGNED,
      derivePort: choice('FROM_PROTOCOL_DEFAULT', 'FROM_REQUEST_PORT'),
    }),
    ['port', 'derivePort'],
  ),
  directResponse: object(
    { status: UNSIGNED, body: atMostOne(object({ string: TEXT, bytes: TEXT }), ['string', 'bytes']) },
    ['status'],
  ),
  delegate: object({ name: TEXT, namespace: TEXT }),
  rewrite: object({ uri: TEXT, authority: TEXT, uriRegexRewrite: object({ match: TEXT, rewrite: TEXT }) }),
  timeout: TEXT,
  retries: object({
    attempts: INTEGER,
    perTryTimeout: TEXT,
    retryOn: TEXT,
    retryRemoteLocalities: FLAG,
    retryIgnorePreviousHosts: FLAG,
    backoff: TEXT,
  }),
  fault: object({
    delay: atMostOne(DELAY, ['fixedDelay', 'exponentialDelay']),
    abort: atMostOne(ABORT, ['httpStatus', 'grpcStatus', 'http2Error']),
  }),
  mirror: DESTINATION,
  mirrors: list(object({ destination: DESTINATION, percentage: PERCENT }, ['destination'])),
  mirrorPercent: UNSIGNED,
  mirror_percent: UNSIGNED,
  mirrorPercentage: PERCENT,
  corsPolicy: object({
    allowOrigin: list(TEXT),
    allowOrigins: list(STRING_MATCH),
    allowMethods: list(TEXT),
    allowHeaders: list(TEXT),
    exposeHeaders: list(TEXT),
    maxAge: TEXT,
    allowCredentials: FLAG,
    unmatchedPreflights: choice('UNSPECIFIED', 'FORWARD', 'IGNORE'),
  }),
  headers: HEADERS,
});

/**
 * The VirtualService: kubernetes/customresourcedefinitions.gen.yaml of istio/api. What Istio's webhook refuses is no
 * part of it.
 *
 * @internal
 */
export const VIRTUAL_SERVICE = whole(
  object({
    hosts: list(TEXT),
    gateways: list(TEXT),
    exportTo: list(TEXT),
    http: list(ROUTE),
    tls: list(ANYTHING),
    tcp: list(ANYTHING),
  }),
);

/** Durations are at least a millisecond: the rules in CEL of the same file. @internal */
export function* virtualServiceRefusals({ spec }: KubernetesObject): Generator<Refusal> {
  for (const [route, path] of each(spec?.http, 'spec.http')) {
    yield* durationRefusals({
      [`${path}.timeout`]: route.timeout,
      [`${path}.retries.perTryTimeout`]: route.retries?.perTryTimeout,
      [`${path}.retries.backoff`]: route.retries?.backoff,
      [`${path}.fault.delay.fixedDelay`]: route.fault?.delay?.fixedDelay,
      [`${path}.fault.delay.exponentialDelay`]: route.fault?.delay?.exponentialDelay,
      [`${path}.corsPolicy.maxAge`]: route.corsPolicy?.maxAge,
    });
  }
}

/** @internal */
export function* durationRefusals(durations: { [field: string]: string | undefined }): Generator<Refusal> {
  for (const [field, value] of Object.entries(durations)) {
    if (value !== undefined && !(milliseconds(value) >= 1)) {
      yield refusal(
        field,
        'must be a duration of at least 1ms, such as 0.5s',
        'Write a duration with its unit.',
        value,
      );
    }
  }
}
