import { HttpRequest } from '../../http';

/** Where an Envoy stands. @internal */
export enum EnvoyPlace {
  /** At the edge: it knows clients by their address (`use_remote_address`) and trusts none of their headers. */
  EDGE = 'edge',
  /** Beside a client, as its sidecar: what the client says of itself stays. */
  SIDECAR = 'sidecar',
}

/** How Envoy compares a header that is sent in several lines. @internal */
export enum RepeatedLines {
  /** Each line by itself: any that matches is enough. From 1.39 on (`match_headers_individually`). */
  EACH = 'each',
  /** All lines as one value, joined by commas. Before 1.39. */
  JOINED = 'joined',
}

/** What decides which headers routes see. @internal */
export interface HeaderOptions {
  /** At the edge by default. */
  readonly place?: EnvoyPlace;
  /** Undefined where the version is not known: then both ways are asked. */
  readonly repeatedLines?: RepeatedLines;
}

/** What belongs to the request line (RFC 9113, 8.3.1). @internal */
export function pseudoHeader(
  name: string,
  request: HttpRequest,
  path: string,
  options: HeaderOptions,
): string | undefined {
  switch (name) {
    case ':authority':
    case 'host':
      return request.authority;
    case ':method':
      return request.method;
    case ':path':
      return request.query ? `${path}?${request.query}` : path;
    case ':scheme':
      return schemeOf(request, options);
    default:
      return undefined;
  }
}

/** A sidecar believes the scheme that its client says it got the request by (x-forwarded-proto). */
function schemeOf(request: HttpRequest, { place }: HeaderOptions): string {
  const said = request.headerValues('x-forwarded-proto').join(',').toLowerCase();
  return place === EnvoyPlace.SIDECAR && (said === 'http' || said === 'https') ? said : request.scheme;
}

/**
 * The values of a header after Envoy has added and removed what it does before routes are matched
 * (ConnectionManagerUtility::mutateRequestHeaders in source/common/http/conn_manager_utility.cc of envoyproxy/envoy;
 * measured with Envoy 1.40). Where a value is not known, such as an address, some examples stand for it.
 *
 * @param name in lower case
 * @returns one list of values for each way in which the header may be read
 * @internal
 */
export function headerReadings(name: string, request: HttpRequest, options: HeaderOptions): string[][] {
  const lines = request.headerValues(name);
  const isEdge = (options.place ?? EnvoyPlace.EDGE) === EnvoyPlace.EDGE;
  if (REMOVED.has(name) || (isEdge && REMOVED_AT_EDGE.has(name))) {
    return [[]];
  }
  switch (name) {
    case 'x-forwarded-proto':
      return isEdge || lines.length === 0 ? [[request.scheme]] : [[lines.join(',')]];
    case 'x-forwarded-for':
      return isEdge ? ADDRESSES.map((address) => [[...lines, address].join(',')]) : [joined(lines)];
    case 'x-envoy-external-address':
      return isEdge ? ADDRESSES.map((address) => [address]) : [joined(lines)];
    case 'x-request-id':
      return isEdge || lines.join(',') === '' ? REQUEST_IDS.map((id) => [id]) : [joined(lines)];
    case 'te':
      return [lines.some((line) => /(^|[,\s])trailers([,;\s]|$)/i.test(line)) ? ['trailers'] : []];
    default:
      return readings(name, lines, options.repeatedLines);
  }
}

function readings(name: string, lines: string[], repeatedLines: RepeatedLines | undefined): string[][] {
  if (lines.length < 2) {
    return [lines];
  }
  if (INLINE.has(name) || repeatedLines === RepeatedLines.JOINED) {
    return [joined(lines)];
  }
  return repeatedLines === RepeatedLines.EACH ? [lines] : [lines, joined(lines)];
}

function joined(lines: string[]): string[] {
  return lines.length === 0 ? [] : [lines.join(',')];
}

/** What an address of a client may look like. */
const ADDRESSES = ['10.1.2.3', '192.168.77.200', '203.0.113.9', '2001:db8::7'];

/** What the ids that Envoy makes may look like. */
const REQUEST_IDS = [
  '0a9f05fb-52ce-4a57-935d-8ad9f7327e76',
  '45ec6f28-e2d4-96ca-95d0-839938204250',
  'f2c360d6-a9be-4e9b-8827-4160ca3f3b4d',
  'c87b92a6-f3d8-af56-a23e-69131dcb479f',
];

/** Headers about the connection, and those that only Envoys of one's own may send. */
const REMOVED = new Set([
  'connection', 'expect', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade',
  'x-forwarded-client-cert', 'x-envoy-expected-rq-timeout-ms', 'x-envoy-force-trace',
  'x-envoy-hedge-on-per-try-timeout', 'x-envoy-internal', 'x-envoy-ip-tags', 'x-envoy-max-retries',
  'x-envoy-retriable-header-names', 'x-envoy-retriable-status-codes', 'x-envoy-retry-grpc-on', 'x-envoy-retry-on',
  'x-envoy-upstream-alt-stat-name', 'x-envoy-upstream-rq-per-try-timeout-ms',
  'x-envoy-upstream-rq-timeout-alt-response', 'x-envoy-upstream-rq-timeout-ms',
  'x-envoy-upstream-stream-duration-ms',
]);

/** Headers that Envoy also removes from requests of clients outside. */
const REMOVED_AT_EDGE = new Set([
  'x-envoy-decorator-operation', 'x-envoy-downstream-service-cluster', 'x-envoy-downstream-service-node',
  'x-envoy-original-host', 'x-envoy-original-path',
]);

/**
 * Headers whose lines every version joins when it reads them, since it keeps one value of each (INLINE_REQ_HEADERS in
 * envoy/http/header_map.h).
 */
const INLINE = new Set([
  'accept', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method', 'authorization',
  'cache-control', 'content-encoding', 'content-type', 'grpc-accept-encoding', 'grpc-timeout', 'if-match',
  'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'origin', 'pragma', 'referer',
  'user-agent', 'via', 'x-client-trace-id', 'x-envoy-attempt-count', 'x-envoy-decorator-operation',
  'x-envoy-downstream-service-cluster', 'x-envoy-downstream-service-node', 'x-envoy-is-timeout-retry',
  'x-envoy-original-host', 'x-envoy-original-path', 'x-forwarded-host', 'x-forwarded-port',
]);
