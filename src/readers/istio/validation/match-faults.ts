import { gatewaysFault, isClaim, isLabel, isPort } from './names';
import { Fault, fault, within } from '../../engine/fault';
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
export function matchFault(match: any): Fault | undefined {
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
    return fault(`has the header name ${JSON.stringify(odd)}, which is invalid`, 'Write a name of letters, digits and hyphens.');
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
    const found = text && textFault(where, text);
    if (found) {
      return found;
    }
  }
  if (port && !isPort(port)) {
    return fault(`matches the port ${port}, which is not from 1 to 65535`, 'Write a port from 1 to 65535.');
  }
  if (sourceNamespace && !isLabel(sourceNamespace)) {
    return fault(`matches the namespace ${JSON.stringify(sourceNamespace)}, which is no valid name`, 'Write the name of a namespace.');
  }
  return within('has a match in which', gatewaysFault(gateways));
}

function isHeaderName(name: string): boolean {
  return isClaim(name) || PSEUDO_HEADERS.has(name) || /^[-_A-Za-z0-9!#$%&'*+.^`|~]+$/.test(name);
}

/** Only a path may begin with nothing. */
function textFault(where: string, { prefix, regex }: any): Fault | undefined {
  if (prefix === '' && where !== 'uri') {
    return fault(`has an empty prefix in ${where}`, 'Write a prefix, or regex: .+ for any value.');
  }
  if (regex === undefined) {
    return undefined;
  }
  if (regex === '' || regex.length > MAX_EXPRESSION) {
    return regex === ''
      ? fault(`has an empty expression in ${where}`, 'Write an expression, such as .+ for any value.')
      : fault(
        `has an expression of more than ${MAX_EXPRESSION} characters`,
        'Write a shorter expression, or several entries of match.',
      );
  }
  return Expression.of(regex).isValid
    ? undefined
    : fault(`has the expression ${regex}, which RE2 cannot compile`, 'Write an expression in the syntax of RE2.');
}
