import { FlatRoute, routeField, routeName } from './flat-route';
import { actionKind, Matcher, pathKind } from './matchers';
import { Note, note, NoteKind } from '../../engine/note';
import { Expression } from '../../envoy';
import { REDIRECT_CODES } from '../objects/messages';

/** Why Envoy refuses a route, and with it all routes of the listener. @internal */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly fix: string;
  /** The message of Envoy's API that says so. */
  readonly source: string;
}

/** What a refusal comes to: routes of a listener are one configuration. @internal */
export const REFUSES_ALL =
  'Envoy refuses the whole configuration of the listener. On a first apply nothing listens; a proxy that runs ' +
  'already keeps its last valid configuration';

const ROUTES = 'api/envoy/config/route/v3/route_components.proto of envoyproxy/envoy';

/** The note of a refused route. @internal */
export function refusalNote({ holder, position }: FlatRoute, { code, reason, fix, source }: Refusal): Note {
  const message = `${routeName(holder, position)}: ${reason}. ${REFUSES_ALL}`;
  return note(NoteKind.REJECTED, code, [holder], message, { field: routeField(holder, position), fix, source });
}

/** Why Envoy refuses a route for what is written in it, its destinations aside. @internal */
export function refusalOf({ route, matchers }: FlatRoute): Refusal | undefined {
  const byMatcher = matchers.map(matcherRefusal).find((one) => one !== undefined);
  if (byMatcher !== undefined) {
    return byMatcher;
  }
  switch (actionKind(route)) {
    case 'directResponseAction':
      return statusRefusal(route.directResponseAction.status ?? 0);
    case 'redirectAction':
      return redirectRefusal(route.redirectAction.responseCode);
    case 'routeAction':
      return rewriteRefusal(route.options);
    default:
      return undefined;
  }
}

/** Why Envoy refuses the body of a direct response. @param limit in bytes @internal */
export function bodyRefusal({ route }: FlatRoute, limit: number): Refusal | undefined {
  const body = actionKind(route) === 'directResponseAction' ? route.directResponseAction.body : undefined;
  const size = typeof body === 'string' ? Buffer.byteLength(body) : 0;
  return size <= limit
    ? undefined
    : {
      code: 'gloo-direct-response-body',
      reason: `its direct response has ${size} bytes, more than ${limit}`,
      fix: `Shorten the body to ${limit} bytes, or set routeOptions.maxDirectResponseBodySizeBytes of the Gateway.`,
      source: 'api/envoy/config/route/v3/route.proto of envoyproxy/envoy',
    };
}

/**
 * The HTTP status of a redirect, by the name or the number of its response code; undefined for an unknown number.
 *
 * @internal
 */
export function redirectStatus(responseCode: unknown = 0): number | undefined {
  const number = typeof responseCode === 'string' ? REDIRECT_CODES.indexOf(responseCode) : responseCode;
  return [301, 302, 303, 307, 308][number as number];
}

function matcherRefusal(matcher: Matcher): Refusal | undefined {
  if (pathKind(matcher) === undefined) {
    return refusal('gloo-matcher-without-path', 'a matcher has no path', 'Add prefix: / to the matcher.');
  }
  const conditions: any[] = [...(matcher.headers ?? []), ...(matcher.queryParameters ?? [])];
  if (conditions.some(({ name }) => !name)) {
    return refusal(
      'gloo-condition-without-name',
      'a condition on a header or query parameter has no name',
      'Add the name.',
    );
  }
  if (pathKind(matcher) === 'regex' && matcher.regex === '') {
    return refusal(
      'gloo-expression-empty',
      'the expression for its path is empty',
      'Write regex: .* for every path, or a prefix.',
    );
  }
  const methods = (matcher.methods ?? []).join('|');
  const expressions = [
    ...conditions.filter(({ regex, value }) => regex && value).map(({ value }) => value),
    ...(methods === '' ? [] : [methods]),
  ];
  const broken = expressions.find((expression) => !Expression.of(expression).isValid);
  return broken === undefined
    ? undefined
    : {
      code: 'gloo-condition-expression-invalid',
      reason: `'${broken}' is no RE2 expression`,
      fix: 'Correct the expression: RE2 has no lookaheads and no backreferences.',
      source: 'api/envoy/type/matcher/v3/regex.proto of envoyproxy/envoy',
    };
}

function statusRefusal(status: number): Refusal | undefined {
  return status >= 200 && status < 600
    ? undefined
    : refusal(
      'gloo-direct-response-status',
      `its direct response has the status ${status}`,
      'Write a status from 200 to 599.',
    );
}

function redirectRefusal(responseCode: unknown): Refusal | undefined {
  return redirectStatus(responseCode) !== undefined
    ? undefined
    : refusal(
      'gloo-redirect-code',
      `its redirect has the response code ${String(responseCode)}`,
      'Write a name such as FOUND: a number is a place in the list of names, no HTTP status.',
    );
}

function rewriteRefusal(options: any): Refusal | undefined {
  const { prefixRewrite, regexRewrite } = options ?? {};
  return !prefixRewrite || regexRewrite === undefined
    ? undefined
    : refusal('gloo-rewrites', 'it has both a prefixRewrite and a regexRewrite', 'Keep one of them.');
}

function refusal(code: string, reason: string, fix: string): Refusal {
  return { code, reason, fix, source: ROUTES };
}
