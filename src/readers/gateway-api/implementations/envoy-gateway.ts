import { answersPreflight } from './cors-origins';
import { envoyGatewayFilters, headerFault } from './envoy-gateway-filters';
import { envoyGatewayRank, envoyGatewayRefusal, preflightMatches } from './envoy-gateway-requests';
import { envoyGatewayShares } from './envoy-gateway-shares';
import { Implementation } from './implementation';
import { repeatedRuleName } from './rule-names';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { takesHttp } from '../../engine/service';
import { Expression, RepeatedLines } from '../../envoy';
import { statusOutcome } from '../backends/outcome';
import { commonHostnames } from '../gateways/hostnames';
import { protocolGroup } from '../gateways/listener';
import { EnvoyView } from '../requests/envoy-view';

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
  nameSuffix: '',
  hasMesh: false,
  view: (request) => new EnvoyView(request, { repeatedLines: RepeatedLines.EACH, mergesSlashes: true }),
  refusal: envoyGatewayRefusal,
  headerKey: (name) => name,
  rank: envoyGatewayRank,
  impliedMatches: preflightMatches,
  hostnames: ({ hostname }, siblings, hostnames) => {
    const others = new Set(siblings.map((sibling) => sibling.hostname));
    return commonHostnames(hostname, hostnames).filter((common) => common === '' || !others.has(common));
  },
  listenerFault: (listener, all) => {
    const kinds: any[] = listener.allowedRoutes?.kinds ?? [];
    const unknown = kinds.find(
      ({ group = GROUP, kind }) => group !== GROUP || !['HTTPRoute', 'GRPCRoute'].includes(kind),
    );
    const conflicting = all.find(
      (other) =>
        other.port === listener.port && protocolGroup(other) !== protocolGroup(listener) && other.protocol !== 'UDP',
    );
    return unknown
      ? `it allows routes of the kind ${unknown.kind}, which it cannot have`
      : conflicting
        ? `listener ${conflicting.name} has another protocol on the same port`
        : undefined;
  },
  routeFault: repeatedRuleName,
  // processHTTPRouteRule in internal/gatewayapi/route.go
  ruleFault: ({ matches = [] }, route) => {
    const expression = matches.flatMap(expressionsOf).find((one: string) => !Expression.of(one).isValid);
    return expression === undefined
      ? undefined
      : note(
        NoteKind.REJECTED,
        'envoy-gateway-expression',
        [route],
        `Envoy Gateway leaves out a rule of HTTPRoute ${idOf(route)}, because '${expression}' is no expression of RE2`,
        {
          field: expression,
          fix: 'Write an expression of RE2, without look-around and back references.',
          source: 'internal/utils/regex/regex.go of envoyproxy/gateway',
        },
      );
  },
  configurationFault: () => undefined,
  filterOutcome: envoyGatewayFilters,
  preflight: (cors, _, request) => (answersPreflight(cors, request, true) ? statusOutcome(200, []) : undefined),
  // validateBackendRefService asks for a port of TCP; processServiceDestinationSetting takes the first of the number.
  servicePort: ({ spec }, number) => {
    const own: any[] = (spec?.ports ?? []).filter(({ port }: any) => port === number);
    return own.some(takesHttp) ? own[0] : undefined;
  },
  // validateBackendRefGroup and validateBackendRefKind in internal/gatewayapi/validate.go
  foreignBackend: ({ group = '', kind = 'Service', name }, route, service) => {
    if (
      !service &&
      ['', 'multicluster.x-k8s.io', 'gateway.envoyproxy.io'].includes(group) &&
      ['ServiceImport', 'Backend'].includes(kind)
    ) {
      return {
        state: 'open',
        note: note(
          NoteKind.UNREAD,
          'envoy-gateway-backend-unread',
          [route],
          `HTTPRoute ${idOf(route)} leads to the ${kind} ${name}, which is not read`,
          { field: `${kind} ${name}` },
        ),
      };
    }
    const what = service ? `Service ${idOf(service)} is of type ExternalName` : `${kind} ${name} is no Service`;
    return {
      state: 'invalid',
      note: note(
        NoteKind.IGNORED,
        'envoy-gateway-backend-kind',
        [route, ...(service ? [service] : [])],
        `${what}, so its share of HTTPRoute ${idOf(route)} gets 500`,
        {
          field: `${kind} ${name}`,
          fix: 'Lead to a Service with pods, or to a Backend of Envoy Gateway with an FQDN endpoint.',
          source: 'internal/gatewayapi/validate.go of envoyproxy/gateway',
        },
      ),
    };
  },
  // validateBackendRefFilters in internal/gatewayapi/validate.go
  backendFilterFault: (filters, route) => {
    const isTaken = ({ type, urlRewrite, extensionRef, ...rest }: any) =>
      type === 'RequestHeaderModifier' || type === 'ResponseHeaderModifier'
        ? headerFault(rest.requestHeaderModifier ?? rest.responseHeaderModifier) === undefined
        : (type === 'URLRewrite' && urlRewrite?.path === undefined) ||
          (type === 'ExtensionRef' && extensionRef?.kind === 'HTTPRouteFilter');
    const odd = filters.find((filter) => !isTaken(filter));
    return (
      odd && {
        state: 'invalid',
        note: note(
          NoteKind.IGNORED,
          'envoy-gateway-backend-filter',
          [route],
          `a backend of HTTPRoute ${idOf(route)} gets 500: Envoy Gateway takes no such ${odd.type} filter there`,
          {
            field: odd.type,
            fix: 'Write the filter at the rule, and a rule for each backend.',
            source: 'internal/gatewayapi/validate.go of envoyproxy/gateway',
          },
        ),
      }
    );
  },
  shares: envoyGatewayShares,
  withoutBackends: (_, route) =>
    statusOutcome(500, [
      note(
        NoteKind.IGNORED,
        'envoy-gateway-no-backends',
        [route],
        `a rule of HTTPRoute ${idOf(route)} has no backend with a weight, so it answers with 500`,
        { fix: 'Give one backend a weight above 0.', source: 'internal/gatewayapi/route.go of envoyproxy/gateway' },
      ),
    ]),
  // The loader of files has no type for version v1; a cluster converts it.
  readsGrant: ({ apiVersion }) => (apiVersion.endsWith('/v1') ? undefined : true),
  unreadable,
};

const GROUP = 'gateway.networking.k8s.io';

function expressionsOf({ path = {}, headers = [], queryParams = [] }: any): string[] {
  return [path, ...headers, ...queryParams]
    .filter(({ type }) => type === 'RegularExpression')
    .map(({ value = '/' }) => value);
}

/** An object that cannot be decoded: the loader of files takes nothing of the file then, a cluster all the others. */
function unreadable(index: ObjectIndex): Note | undefined {
  const core = index.rejectedObjects.filter((one) => !one.apiVersion.includes('gateway.') && isUndecodable(one));
  return core.length === 0
    ? undefined
    : note(
      NoteKind.AMBIGUOUS,
      'envoy-gateway-undecodable',
      core.slice(0, 3),
      'some objects cannot be decoded: from a file Envoy Gateway then loads no object at all, while a cluster ' +
        'accepts the others',
      {
        fix: 'Correct the objects that the API server rejects.',
        source: 'internal/gatewayapi/resource/load.go of envoyproxy/gateway',
      },
    );
}

/** Whether a name or a label is no text, such as `y`, which YAML takes for a truth value. */
function isUndecodable({ metadata = {}, spec = {} }: KubernetesObject): boolean {
  const { name, namespace, labels } = metadata as any;
  const maps = [labels, spec.selector, spec.selector?.matchLabels, spec.template?.metadata?.labels].filter(Boolean);
  const isText = (value: unknown) => typeof value === 'string' || typeof value === 'object';
  return (
    ![name, namespace].every((one) => one === undefined || typeof one === 'string') ||
    maps.some((map) => !Object.values(map).every(isText))
  );
}
