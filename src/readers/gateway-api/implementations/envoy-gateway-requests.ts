import { HttpRequest } from '../../../http';
import { Note, note, NoteKind } from '../../engine/note';
import { Split } from '../../engine/split';
import { answered } from '../../engine/whole-split';
import { Expression, hasEscapedSlash, normalizedPath, refusal } from '../../envoy';
import { Match } from '../matching';

/**
 * `sort.go`: the type of the path, its length (0 for `/`, with the slash at the end of others), headers (the method is
 * one of them), those that are exact, then the same of parameters (internal/gatewayapi of
 * envoyproxy/gateway).
 *
 * @internal
 */
export function envoyGatewayRank({ path, writtenPath, method, headers, queryParameters }: Match): number[] {
  const types = { exact: 2, expression: 1, prefix: 0 };
  const exact = (conditions: Match['headers']) =>
    conditions.filter(({ expression }) => expression === undefined).length;
  const methods = Number(method !== undefined);
  return [
    types[path.type],
    path.type === 'prefix' && writtenPath === '/' ? 0 : bytes(writtenPath),
    headers.length + methods,
    exact(headers) + methods,
    queryParameters.length,
    exact(queryParameters),
  ];
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * A rule with a CORS filter that asks for a method takes the preflight requests for it too (processHTTPRouteRule in
 * internal/gatewayapi/route.go).
 *
 * @internal
 */
export function preflightMatches(match: Match): Match[] {
  const hasCors = (match.rule.filters ?? []).some(({ type }: any) => type === 'CORS');
  const isThere = (name: string) => ({ name, value: '.*', expression: Expression.of('.*') });
  const headers = [...match.headers, isThere('origin'), isThere('access-control-request-method')];
  return hasCors && match.method !== undefined && match.method !== 'OPTIONS'
    ? [{ ...match, method: 'OPTIONS', headers, isPreflight: true }]
    : [];
}

/** `buildHeadersWithUnderscoresAction` and `translateEscapePath` in internal/xds/translator/listener.go. @internal */
export function envoyGatewayRefusal(request: HttpRequest): Split | undefined {
  const refused = refusal(request);
  if (refused) {
    return refused;
  }
  const underscored = request.headerNames.find((name) => name.includes('_'));
  if (underscored !== undefined) {
    return answered(400, [
      explained(
        'envoy-gateway-underscore',
        `Envoy Gateway answers with 400 to a request whose header ${underscored} has an underscore`,
      ),
    ]);
  }
  return hasEscapedSlash(normalizedPath(request.path))
    ? answered(307, [
      explained(
        'envoy-gateway-escaped-slash',
        'Envoy Gateway answers a path with an escaped slash or backslash with 307, to the path with slashes',
      ),
    ])
    : undefined;
}

function explained(code: string, message: string): Note {
  return note(NoteKind.EXPLAINED, code, [], message, {
    source: 'internal/xds/translator/listener.go of envoyproxy/gateway',
  });
}
