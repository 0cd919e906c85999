import { answersPreflight } from './cors-origins';
import { envoyGatewayFilters, headerFault } from './envoy-gateway-filters';
import { envoyGatewayShares } from './envoy-gateway-shares';
import { Implementation } from './implementation';
import { repeatedRuleName } from './rule-names';
import { statusOutcome } from '../backends/outcome';
import { commonHostnames } from '../gateways/hostnames';
import { protocolGroup } from '../gateways/listener';
import { Match } from '../matching';
import { EnvoyView } from '../requests/envoy-view';
import { compiledExpression, hasEscapedSlash, normalizedPath, RepeatedLines, refusal as envoyRefusal } from '../../envoy';
import { idOf } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { Split } from '../../engine/split';
import { answered } from '../../engine/whole-split';
import { HttpRequest } from '../../../http';

/**
 * Envoy Gateway 1.9 with Envoy 1.40 (internal/gatewayapi and internal/xds/translator of envoyproxy/gateway; measured
 * with 1.9.1).
 *
 * @internal
 */
export const ENVOY_GATEWAY: Implementation = {
  title: 'Envoy Gateway',
  controllers: ['gateway.envoyproxy.io/gatewayclass-controller'],
  classes: ['eg', 'envoy-gateway'],
  leavesExpressionsOpen: false,
  mergesListeners: true,
  hasMesh: false,
  view: (request) => new EnvoyView(request, { repeatedLines: RepeatedLines.EACH, mergesSlashes: true }),
  refusal,
  headerKey: (name) => name,
  rank,
  hostnames: ({ hostname }, siblings, hostnames) => {
    const others = new Set(siblings.map((sibling) => sibling.hostname));
    return commonHostnames(hostname, hostnames).filter((common) => common === '' || !others.has(common));
  },
  listenerFault: (listener, all) => {
    const kinds: any[] = listener.allowedRoutes?.kinds ?? [];
    const unknown = kinds.find(({ group = GROUP, kind }) => group !== GROUP || !['HTTPRoute', 'GRPCRoute'].includes(kind));
    const conflicting = all.find((other) => other.port === listener.port && protocolGroup(other) !== protocolGroup(listener) && other.protocol !== 'UDP');
    return unknown ? `it allows routes of the kind ${unknown.kind}, which it cannot have`
      : conflicting ? `listener ${conflicting.name} has another protocol on the same port` : undefined;
  },
  routeFault: repeatedRuleName,
  // processHTTPRouteRule in internal/gatewayapi/route.go
  ruleFault: ({ matches = [] }, route) => {
    const expression = matches.flatMap(expressionsOf).find((one: string) => compiledExpression(one) === undefined);
    return expression === undefined ? undefined : note(
      NoteKind.REJECTED, 'envoy-gateway-expression', [route],
      `Envoy Gateway leaves out a rule of HTTPRoute ${idOf(route)}, because '${expression}' is no expression of RE2`,
      { field: expression, fix: 'Write an expression of RE2, without look-around and back references.', source: 'internal/utils/regex/regex.go of envoyproxy/gateway' },
    );
  },
  configurationFault: () => undefined,
  filterOutcome: envoyGatewayFilters,
  preflight: (cors, _, request) => (answersPreflight(cors, request, true) ? statusOutcome(200, []) : undefined),
  // validateBackendRefService asks for a port of TCP; processServiceDestinationSetting takes the first of the number.
  servicePort: (ports, number) => {
    const own = ports.filter(({ port }) => port === number);
    return own.some(({ protocol = 'TCP' }) => protocol === 'TCP') ? own[0] : undefined;
  },
  // validateBackendRefGroup and validateBackendRefKind in internal/gatewayapi/validate.go
  foreignBackend: ({ group = '', kind = 'Service', name }, route, service) => {
    if (!service && ['', 'multicluster.x-k8s.io', 'gateway.envoyproxy.io'].includes(group) && ['ServiceImport', 'Backend'].includes(kind)) {
      return { state: 'open', note: note(NoteKind.UNREAD, 'envoy-gateway-backend-unread', [route],
        `HTTPRoute ${idOf(route)} leads to the ${kind} ${name}, which is not read`, { field: `${kind} ${name}` }) };
    }
    const what = service ? `Service ${idOf(service)} is of type ExternalName` : `${kind} ${name} is no Service`;
    return { state: 'invalid', note: note(
      NoteKind.IGNORED, 'envoy-gateway-backend-kind', [route, ...(service ? [service] : [])],
      `${what}, so its share of HTTPRoute ${idOf(route)} gets 500`,
      { field: `${kind} ${name}`, fix: 'Lead to a Service with pods, or to a Backend of Envoy Gateway with an FQDN endpoint.', source: 'internal/gatewayapi/validate.go of envoyproxy/gateway' },
    ) };
  },
  // validateBackendRefFilters in internal/gatewayapi/validate.go
  backendFilterFault: (filters, route) => {
    const isTaken = ({ type, urlRewrite, extensionRef, ...rest }: any) => type === 'RequestHeaderModifier' || type === 'ResponseHeaderModifier'
      ? headerFault(rest.requestHeaderModifier ?? rest.responseHeaderModifier) === undefined
      : (type === 'URLRewrite' && urlRewrite?.path === undefined) || (type === 'ExtensionRef' && extensionRef?.kind === 'HTTPRouteFilter');
    const odd = filters.find((filter) => !isTaken(filter));
    return odd && { state: 'invalid', note: note(
      NoteKind.IGNORED, 'envoy-gateway-backend-filter', [route],
      `Envoy Gateway takes no such filter (${odd.type}) at a backend of HTTPRoute ${idOf(route)}, so the backend's share gets 500`,
      { field: odd.type, fix: 'Write the filter at the rule, and a rule for each backend.', source: 'internal/gatewayapi/validate.go of envoyproxy/gateway' },
    ) };
  },
  shares: envoyGatewayShares,
  withoutBackends: (_, route) => statusOutcome(500, [note(
    NoteKind.IGNORED, 'envoy-gateway-no-backends', [route], `a rule of HTTPRoute ${idOf(route)} has no backend with a weight, so it answers with 500`,
    { fix: 'Give one backend a weight above 0.', source: 'internal/gatewayapi/route.go of envoyproxy/gateway' },
  )]),
  // The loader of files has no type for version v1; a cluster converts it.
  readsGrant: ({ apiVersion }) => (apiVersion.endsWith('/v1') ? undefined : true),
  unreadable,
};

const GROUP = 'gateway.networking.k8s.io';

/**
 * `sort.go`: the type of the path, its length (0 for `/`, with the slash at the end of others), headers (the method is
 * one of them), those that are exact, then the same of parameters.
 */
function rank({ path, writtenPath, method, headers, queryParameters }: Match): number[] {
  const types = { exact: 2, expression: 1, prefix: 0 };
  const exact = (conditions: Match['headers']) => conditions.filter(({ expression }) => expression === undefined).length;
  const methods = Number(method !== undefined);
  return [
    types[path.type], path.type === 'prefix' && writtenPath === '/' ? 0 : bytes(writtenPath),
    headers.length + methods, exact(headers) + methods, queryParameters.length, exact(queryParameters),
  ];
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function expressionsOf({ path = {}, headers = [], queryParams = [] }: any): string[] {
  return [path, ...headers, ...queryParams].filter(({ type }) => type === 'RegularExpression').map(({ value = '/' }) => value);
}

/** `buildHeadersWithUnderscoresAction` and `translateEscapePath` in internal/xds/translator/listener.go. */
function refusal(request: HttpRequest): Split | undefined {
  const refused = envoyRefusal(request);
  if (refused) {
    return refused;
  }
  const underscored = request.headerNames.find((name) => name.includes('_'));
  if (underscored !== undefined) {
    return answered(400, [explained('envoy-gateway-underscore', `Envoy Gateway answers with 400 to a request whose header ${underscored} has an underscore`)]);
  }
  return hasEscapedSlash(normalizedPath(request.path))
    ? answered(307, [explained('envoy-gateway-escaped-slash', 'Envoy Gateway answers a path with an escaped slash or backslash with 307, to the path with slashes')])
    : undefined;
}

function explained(code: string, message: string): Note {
  return note(NoteKind.EXPLAINED, code, [], message, { source: 'internal/xds/translator/listener.go of envoyproxy/gateway' });
}

/** An object that cannot be decoded: the loader of files takes nothing of the file then, a cluster all the others. */
function unreadable(index: ObjectIndex): Note | undefined {
  const core = index.rejectedObjects.filter(({ apiVersion }) => !apiVersion.includes('gateway.'));
  return core.length === 0 ? undefined : note(
    NoteKind.AMBIGUOUS, 'envoy-gateway-undecodable', core.slice(0, 3),
    'some objects cannot be decoded: Envoy Gateway takes nothing from a file that has one, and a cluster takes the others',
    { fix: 'Correct the objects that the API server rejects.', source: 'internal/gatewayapi/resource/load.go of envoyproxy/gateway' },
  );
}
