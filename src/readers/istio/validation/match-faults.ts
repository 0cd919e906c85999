import { gatewaysFault, isClaim, isLabel, isPort } from './names';
import { Expression } from '../../envoy';

/** Longer expressions are refused, since RE2 may need too much memory for them (validateStringRegexp). */
const MAX_EXPRESSION = 1024;

const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/**
 * Why Istio's webhook refuses an entry of `match` (validateHTTPRouteMatchRequest in
 * pkg/config/validation/virtualservice.go of istio/istio).
 *
 * @internal
 */
export function matchFault(match: any): string | undefined {
  const {
    headers = {},
    withoutHeaders = {},
    queryParams = {},
    uri,
    method,
    authority,
    scheme,
    port,
    sourceNamespace,
    gateways = [],
  } = match;
  const odd = [...Object.keys(headers), ...Object.keys(withoutHeaders)].find((name) => !isHeaderName(name));
  if (odd !== undefined) {
    return `has the header name ${JSON.stringify(odd)}, which is invalid`;
  }
  const written: [string, any][] = [
    ...Object.values(headers).map((text): [string, any] => ['headers', text]),
    ...Object.values<any>(withoutHeaders)
      .filter((text) => text?.regex !== '*')
      .map((text): [string, any] => ['withoutHeaders', text]),
    ...Object.values(queryParams).map((text): [string, any] => ['queryParams', text]),
    ['uri', uri],
    ['method', method],
    ['authority', authority],
    ['scheme', scheme],
  ];
  for (const [where, text] of written) {
    const fault = text && textFault(where, text);
    if (fault) {
      return fault;
    }
  }
  if (port && !isPort(port)) {
    return `matches the port ${port}, which is not from 1 to 65535`;
  }
  if (sourceNamespace && !isLabel(sourceNamespace)) {
    return `matches the namespace ${JSON.stringify(sourceNamespace)}, which is no valid name`;
  }
  const fault = gatewaysFault(gateways);
  return fault && `has a match with a fault: ${fault}`;
}

function isHeaderName(name: string): boolean {
  return isClaim(name) || PSEUDO_HEADERS.has(name) || /^[-_A-Za-z0-9!#$%&'*+.^`|~]+$/.test(name);
}

/** Only a path may begin with nothing. */
function textFault(where: string, { prefix, regex }: any): string | undefined {
  if (prefix === '' && where !== 'uri') {
    return `has an empty prefix in ${where}`;
  }
  if (regex === undefined) {
    return undefined;
  }
  if (regex === '' || regex.length > MAX_EXPRESSION) {
    return regex === ''
      ? `has an empty expression in ${where}`
      : `has an expression of more than ${MAX_EXPRESSION} characters`;
  }
  return Expression.of(regex).isValid ? undefined : `has the expression ${regex}, which RE2 cannot compile`;
}
