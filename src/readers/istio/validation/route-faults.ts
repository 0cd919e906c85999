import { matchFault } from './match-faults';
import { isAddress, isLabel, isPort, isWildcardDomain } from './names';
import { Fault, fault, first } from '../../engine/fault';
import { Expression } from '../../envoy';

/**
 * Why Istio's webhook refuses a route of a VirtualService (validateHTTPRoute in
 * pkg/config/validation/virtualservice.go of istio/istio).
 *
 * @internal
 */
export function routeFault(written: any, isDelegate: boolean): Fault | undefined {
  const { route = [], match = [] } = written;
  return (
    actionFault(written, isDelegate) ??
    first(match.map(matchFault)) ??
    faultInjectionFault(written.fault) ??
    mirrorFault(written) ??
    redirectFault(written.redirect, match) ??
    responseFault(written.directResponse) ??
    rewriteFault(written.rewrite) ??
    destinationsFault(route)
  );
}

/** validateHTTPRouteConflict. */
function actionFault(written: any, isDelegate: boolean): Fault | undefined {
  const { route, redirect, directResponse, delegate, rewrite, fault: injected, mirror, mirrors = [] } = written;
  if (delegate && !isDelegate) {
    return redirect || route
      ? fault('delegates and routes at once', 'Write delegate alone, or route or redirect without it.')
      : undefined;
  }
  if (delegate) {
    return fault('delegates, and its VirtualService has no hosts', 'Write the routes themselves: a delegate must not delegate.');
  }
  const routes = (route ?? []).length > 0;
  if ([routes, redirect, directResponse].filter(Boolean).length !== 1) {
    return routes || redirect || directResponse
      ? fault('has more than one of route, redirect and directResponse', 'Write one of them.')
      : fault('has no route, redirect or directResponse', 'Write a route with a destination.');
  }
  const action = redirect ? 'redirect' : 'directResponse';
  if ((redirect || directResponse) && (injected || rewrite)) {
    return injected
      ? fault(`has a fault beside a ${action}`, `Write fault in a route without ${action}.`)
      : fault(redirect ? 'redirects and rewrites' : 'answers directly and rewrites', 'Leave rewrite out.');
  }
  return !redirect && !directResponse && mirror && mirrors.length > 0
    ? fault('has mirror and mirrors', 'Write mirrors alone.')
    : undefined;
}

const GRPC_STATUSES = new Set([
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS',
  'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED',
  'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
]);

function faultInjectionFault(injected: any): Fault | undefined {
  if (!injected) {
    return undefined;
  }
  const { abort, delay } = injected;
  if (!abort && !delay) {
    return fault('has a fault without abort and delay', 'Write abort or delay, or leave fault out.');
  }
  const percentages = [
    ['aborts', abort?.percentage?.value],
    ['delays', delay?.percentage?.value],
  ];
  const odd = percentages.find(([, value = 0]) => value < 0 || value > 100 || (value > 0 && value < 0.0001));
  if (odd) {
    return fault(`${odd[0]} ${odd[1]} percent, which must be 0, or from 0.0001 to 100`, 'Write a percentage from 0.0001 to 100.');
  }
  if (abort?.grpcStatus !== undefined && !GRPC_STATUSES.has(abort.grpcStatus)) {
    return fault(`aborts with ${abort.grpcStatus}, which is no status of gRPC`, 'Write a status such as UNAVAILABLE.');
  }
  if (abort?.http2Error !== undefined || delay?.exponentialDelay !== undefined) {
    return fault('has a fault of a kind that is not supported', 'Write httpStatus or grpcStatus, and fixedDelay.');
  }
  return abort?.httpStatus === undefined || isStatus(abort.httpStatus)
    ? undefined
    : fault(`aborts with the status ${abort.httpStatus}, which is not from 200 to 600`, 'Write a status from 200 to 599.');
}

/** Up to 600, which Envoy then refuses (validateHTTPStatus). */
function isStatus(status: number): boolean {
  return status >= 200 && status <= 600;
}

function mirrorFault({ mirror, mirrors = [], mirrorPercent = 0, mirrorPercentage }: any): Fault | undefined {
  const percentages: number[] = [mirrorPercentage, ...mirrors.map(({ percentage }: any) => percentage)].map(
    (one) => one?.value ?? 0,
  );
  const odd = mirrorPercent > 100 ? mirrorPercent : percentages.find((percent) => percent < 0 || percent > 100);
  if (odd !== undefined) {
    return fault(`mirrors ${odd} percent, which is not from 0 to 100`, 'Write a percentage from 0 to 100.');
  }
  return first(
    [mirror, ...mirrors.map(({ destination }: any) => destination)].map((one) => one && destinationFault(one)),
  );
}

function redirectFault(redirect: any, match: any[]): Fault | undefined {
  if (!redirect) {
    return undefined;
  }
  const { uri, prefixRewrite, authority, port, derivePort, scheme } = redirect;
  if (uri && prefixRewrite) {
    return fault('redirects to a uri and a prefixRewrite', 'Write one of uri and prefixRewrite.');
  }
  if (prefixRewrite && match.some(({ uri: condition }) => condition && condition.prefix === undefined)) {
    return fault('has a prefixRewrite and a path that is no prefix', 'Match the path by prefix, or redirect to a uri.');
  }
  if (!uri && !prefixRewrite && !authority && !scheme && port === undefined && derivePort === undefined) {
    return fault('redirects to nowhere', 'Write uri, authority, scheme or port.');
  }
  const code = redirect.redirectCode || 301;
  if (code < 300 || code > 399) {
    return fault(`has the redirectCode ${code}, which is not from 300 to 399`, 'Write 301, 302, 303, 307 or 308.');
  }
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    return fault(`redirects to the scheme ${scheme}, which is neither http nor https`, 'Write http or https.');
  }
  return port !== undefined && port > 0 && !isPort(port)
    ? fault(`redirects to the port ${port}, which is not from 1 to 65535`, 'Write a port from 1 to 65535.')
    : undefined;
}

function responseFault(response: any): Fault | undefined {
  const status = response?.status ?? 0;
  return response && !isStatus(status)
    ? fault(`answers with the status ${status}, which is not from 200 to 600`, 'Write a status from 200 to 599.')
    : undefined;
}

function rewriteFault(rewrite: any): Fault | undefined {
  if (!rewrite) {
    return undefined;
  }
  const { uri, authority, uriRegexRewrite } = rewrite;
  if (uri && uriRegexRewrite) {
    return fault('rewrites by uri and uriRegexRewrite', 'Write one of uri and uriRegexRewrite.');
  }
  if (!uri && !authority && !uriRegexRewrite) {
    return fault('rewrites nothing', 'Write uri or authority, or leave rewrite out.');
  }
  return uriRegexRewrite &&
    (!uriRegexRewrite.match || !uriRegexRewrite.rewrite || !Expression.of(uriRegexRewrite.match).isValid)
    ? fault('has a uriRegexRewrite without a valid match and a rewrite', 'Write match in the syntax of RE2, and rewrite.')
    : undefined;
}

/** validateHTTPRouteDestinations. */
function destinationsFault(route: any[]): Fault | undefined {
  const weights: number[] = route.map(({ weight = 0 }) => weight);
  const negative = weights.find((weight) => weight < 0);
  if (negative !== undefined) {
    return fault(`has the negative weight ${negative}`, 'Write a weight of at least 0.');
  }
  const found = first(route.map(({ destination = {} }) => destinationFault(destination)));
  // Istio adds in 32 bits, so the sum may overflow to 0.
  const isZero = route.length > 1 && weights.reduce((sum, weight) => sum + weight, 0) % 2 ** 32 === 0;
  return found ?? (isZero ? fault('has a total destination weight of 0', 'Give one destination a weight above 0.') : undefined);
}

function destinationFault({ host = '', subset, port }: any): Fault | undefined {
  if (host === '*' || (!isWildcardDomain(host) && !isAddress(host))) {
    return fault(`has the destination ${JSON.stringify(host)}, which is no host`, 'Write the name of a Service, or a domain name.');
  }
  if (subset && !isLabel(subset)) {
    return fault(`has the subset ${JSON.stringify(subset)}, which is no valid name`, 'Name the subset with letters, digits and hyphens.');
  }
  return port && !isPort(port.number)
    ? fault(`has the port ${port.number} in a destination, which is not from 1 to 65535`, 'Write a port from 1 to 65535.')
    : undefined;
}
