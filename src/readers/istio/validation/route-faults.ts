import { matchFault } from './match-faults';
import { isAddress, isLabel, isPort, isWildcardDomain } from './names';
import { Expression } from '../../envoy';

/**
 * Why Istio's webhook refuses a route of a VirtualService (validateHTTPRoute in
 * pkg/config/validation/virtualservice.go of istio/istio).
 *
 * @internal
 */
export function routeFault(written: any, isDelegate: boolean): string | undefined {
  const { route = [], match = [] } = written;
  return (
    actionFault(written, isDelegate) ??
    found(match.map(matchFault)) ??
    faultInjectionFault(written.fault) ??
    mirrorFault(written) ??
    redirectFault(written.redirect, match) ??
    responseFault(written.directResponse) ??
    rewriteFault(written.rewrite) ??
    destinationsFault(route)
  );
}

function found(faults: (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}

/** validateHTTPRouteConflict. */
function actionFault(written: any, isDelegate: boolean): string | undefined {
  const { route, redirect, directResponse, delegate, rewrite, fault, mirror, mirrors = [] } = written;
  if (delegate && !isDelegate) {
    return redirect || route ? 'delegates and routes at once' : undefined;
  }
  if (delegate) {
    return 'delegates, and its VirtualService has no hosts';
  }
  const routes = (route ?? []).length > 0;
  if ([routes, redirect, directResponse].filter(Boolean).length !== 1) {
    return routes || redirect || directResponse
      ? 'has more than one of route, redirect and directResponse'
      : 'has no route, redirect or directResponse';
  }
  const action = redirect ? 'redirect' : 'directResponse';
  if ((redirect || directResponse) && (fault || rewrite)) {
    return fault
      ? `has a fault beside a ${action}`
      : redirect
        ? 'redirects and rewrites'
        : 'answers directly and rewrites';
  }
  return !redirect && !directResponse && mirror && mirrors.length > 0 ? 'has mirror and mirrors' : undefined;
}

const GRPC_STATUSES = new Set([
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS',
  'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED',
  'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
]);

function faultInjectionFault(fault: any): string | undefined {
  if (!fault) {
    return undefined;
  }
  const { abort, delay } = fault;
  if (!abort && !delay) {
    return 'has a fault without abort and delay';
  }
  const percentages = [
    ['aborts', abort?.percentage?.value],
    ['delays', delay?.percentage?.value],
  ];
  const odd = percentages.find(([, value = 0]) => value < 0 || value > 100 || (value > 0 && value < 0.0001));
  if (odd) {
    return `${odd[0]} ${odd[1]} percent, which must be 0, or from 0.0001 to 100`;
  }
  if (abort?.grpcStatus !== undefined && !GRPC_STATUSES.has(abort.grpcStatus)) {
    return `aborts with ${abort.grpcStatus}, which is no status of gRPC`;
  }
  if (abort?.http2Error !== undefined || delay?.exponentialDelay !== undefined) {
    return 'has a fault of a kind that is not supported';
  }
  return abort?.httpStatus === undefined || isStatus(abort.httpStatus)
    ? undefined
    : `aborts with the status ${abort.httpStatus}, which is not from 200 to 600`;
}

/** Up to 600, which Envoy then refuses (validateHTTPStatus). */
function isStatus(status: number): boolean {
  return status >= 200 && status <= 600;
}

function mirrorFault({ mirror, mirrors = [], mirrorPercent = 0, mirrorPercentage }: any): string | undefined {
  const percentages: number[] = [mirrorPercentage, ...mirrors.map(({ percentage }: any) => percentage)].map(
    (one) => one?.value ?? 0,
  );
  const odd = mirrorPercent > 100 ? mirrorPercent : percentages.find((percent) => percent < 0 || percent > 100);
  if (odd !== undefined) {
    return `mirrors ${odd} percent, which is not from 0 to 100`;
  }
  return found(
    [mirror, ...mirrors.map(({ destination }: any) => destination)].map((one) => one && destinationFault(one)),
  );
}

function redirectFault(redirect: any, match: any[]): string | undefined {
  if (!redirect) {
    return undefined;
  }
  const { uri, prefixRewrite, authority, port, derivePort, scheme } = redirect;
  if (uri && prefixRewrite) {
    return 'redirects to a uri and a prefixRewrite';
  }
  if (prefixRewrite && match.some(({ uri: condition }) => condition && condition.prefix === undefined)) {
    return 'has a prefixRewrite and a path that is no prefix';
  }
  if (!uri && !prefixRewrite && !authority && !scheme && port === undefined && derivePort === undefined) {
    return 'redirects to nowhere';
  }
  const code = redirect.redirectCode || 301;
  if (code < 300 || code > 399) {
    return `has the redirectCode ${code}, which is not from 300 to 399`;
  }
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    return `redirects to the scheme ${scheme}, which is neither http nor https`;
  }
  return port !== undefined && port > 0 && !isPort(port) ? `redirects to the port ${port}, which is not from 1 to 65535` : undefined;
}

function responseFault(response: any): string | undefined {
  const status = response?.status ?? 0;
  return response && !isStatus(status) ? `answers with the status ${status}, which is not from 200 to 600` : undefined;
}

function rewriteFault(rewrite: any): string | undefined {
  if (!rewrite) {
    return undefined;
  }
  const { uri, authority, uriRegexRewrite } = rewrite;
  if (uri && uriRegexRewrite) {
    return 'rewrites by uri and uriRegexRewrite';
  }
  if (!uri && !authority && !uriRegexRewrite) {
    return 'rewrites nothing';
  }
  return uriRegexRewrite &&
    (!uriRegexRewrite.match || !uriRegexRewrite.rewrite || !Expression.of(uriRegexRewrite.match).isValid)
    ? 'has a uriRegexRewrite without a valid match and a rewrite'
    : undefined;
}

/** validateHTTPRouteDestinations. */
function destinationsFault(route: any[]): string | undefined {
  const weights: number[] = route.map(({ weight = 0 }) => weight);
  const negative = weights.find((weight) => weight < 0);
  if (negative !== undefined) {
    return `has the negative weight ${negative}`;
  }
  const fault = found(route.map(({ destination = {} }) => destinationFault(destination)));
  // Istio adds in 32 bits, so the sum may overflow to 0.
  const isZero = route.length > 1 && weights.reduce((sum, weight) => sum + weight, 0) % 2 ** 32 === 0;
  return fault ?? (isZero ? 'has a total destination weight of 0' : undefined);
}

function destinationFault({ host = '', subset, port }: any): string | undefined {
  if (host === '*' || (!isWildcardDomain(host) && !isAddress(host))) {
    return `has the destination ${JSON.stringify(host)}, which is no host`;
  }
  if (subset && !isLabel(subset)) {
    return `has the subset ${JSON.stringify(subset)}, which is no valid name`;
  }
  return port && !isPort(port.number) ? `has the port ${port.number} in a destination, which is not from 1 to 65535` : undefined;
}
