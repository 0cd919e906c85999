import { answersPreflight } from './cors-origins';
import { Implementation } from './implementation';
import { expressionFault, istioRouteFault } from './istio-faults';
import { ISTIO_GROUPS, ISTIO_NAME_SUFFIX } from './istio-groups';
import { redirect, separately } from './standard';
import { idOf } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { EnvoyPlace, refusal, RepeatedLines } from '../../envoy';
import { statusOutcome } from '../backends/outcome';
import { commonHostname, isWithin } from '../gateways/hostnames';
import { Listener } from '../gateways/listener';
import { Match } from '../matching';
import { EnvoyView } from '../requests/envoy-view';

/**
 * Istio 1.31 with Envoy 1.40 (pilot/pkg/config/kube/gateway and pilot/pkg/networking/core of istio/istio; measured).
 *
 * @internal
 */
export const ISTIO: Implementation = {
  title: 'Istio',
  controllers: [
    'istio.io/gateway-controller',
    'istio.io/unmanaged-gateway',
    'istio.io/mesh-controller',
    'istio.io/eastwest-controller',
  ],
  classes: ['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west'],
  leavesExpressionsOpen: false,
  mergesListeners: true,
  groupOrder: ISTIO_GROUPS,
  nameSuffix: ISTIO_NAME_SUFFIX,
  hasMesh: true,
  view: (request, isMesh) =>
    new EnvoyView(request, {
      repeatedLines: RepeatedLines.EACH,
      isStarPresence: true,
      place: isMesh ? EnvoyPlace.SIDECAR : EnvoyPlace.EDGE,
    }),
  refusal,
  headerKey: (name) => name,
  rank,
  hostnames: (listener, siblings, hostnames) => [
    ...new Set(
      (hostnames.length > 0 ? hostnames : ['']).flatMap((hostname) => {
        return isKept(hostname, listener, siblings) ? (commonHostname(hostname, listener.hostname ?? '') ?? []) : [];
      }),
    ),
  ],
  listenerFault: (listener, all) => {
    const prior = all.slice(0, all.indexOf(listener)).find((other) => !isDistinct(listener, other));
    return prior
      ? `listener ${prior.name} has the same port and hostname, or another protocol on the port`
      : listener.protocol === 'HTTPS' && listener.tls === undefined
        ? 'it has no tls'
        : undefined;
  },
  routeFault: istioRouteFault,
  impliedMatches: () => [],
  ruleFault: () => undefined,
  configurationFault: (hosts) => hosts.map(expressionFault).find((fault) => fault !== undefined),
  // Mirrors that lead nowhere are left out.
  filterOutcome: ({ filters = [] }: any) => redirect(filters),
  preflight: (cors, _, request) => (answersPreflight(cors, request, false) ? statusOutcome(200, []) : undefined),
  // Ports of UDP have no cluster (pilot/pkg/networking/core/cluster.go).
  servicePort: ({ spec }, number) =>
    spec?.ports?.find(({ port, protocol }: any) => port === number && protocol !== 'UDP'),
  // buildDestination in conversion.go
  foreignBackend: ({ group = '', kind = 'Service', name }, route, service) => {
    if (service || KNOWN_KINDS.has(`${group}/${kind}`)) {
      return {
        state: 'open',
        note: note(
          NoteKind.UNREAD,
          'istio-gateway-api-backend-unread',
          [route, ...(service ? [service] : [])],
          `HTTPRoute ${idOf(route)} leads to the ${kind} ${name}, which is not read`,
          { field: `${kind} ${name}` },
        ),
      };
    }
    return {
      state: 'invalid',
      note: note(
        NoteKind.IGNORED,
        'istio-gateway-api-backend-kind',
        [route],
        `Istio knows no backend of the kind ${kind}, so its share of HTTPRoute ${idOf(route)} gets 500`,
        {
          field: `${kind} ${name}`,
          fix: 'Lead to a Service.',
          source: 'pilot/pkg/config/kube/gateway/conversion.go of istio/istio',
        },
      ),
    };
  },
  backendFilterFault: () => undefined,
  shares: separately,
  withoutBackends: (_, route) =>
    statusOutcome(500, [
      note(
        NoteKind.IGNORED,
        'istio-gateway-api-no-backends',
        [route],
        `a rule of HTTPRoute ${idOf(route)} has no backend with a weight, so it answers with 500`,
        {
          fix: 'Give one backend a weight above 0.',
          source: 'pilot/pkg/config/kube/gateway/conversion.go of istio/istio',
        },
      ),
    ]),
  readsGrant: () => true,
  unreadable: () => undefined,
};

const KNOWN_KINDS = new Set([
  'networking.istio.io/Hostname',
  'multicluster.x-k8s.io/ServiceImport',
  'inference.networking.k8s.io/InferencePool',
  'gateway.networking.x-k8s.io/XBackend',
]);

/** `sortHTTPRoutes` and `getURIRank` in conversion.go. */
function rank({ path, writtenPath, method, headers, queryParameters }: Match): number[] {
  const types = { exact: 3, prefix: 2, expression: 1 };
  const value = path.type === 'prefix' && writtenPath !== '/' ? path.value : writtenPath;
  return [
    types[path.type],
    new TextEncoder().encode(value).length,
    Number(method !== undefined),
    headers.length,
    queryParameters.length,
  ];
}

/**
 * A listener with a wildcard, or without a hostname, leaves hosts to those listeners of the port that are more specific
 * (`hostnameAllowedByIsolation` in conversion.go).
 */
function isKept(hostname: string, { hostname: own = '' }: Listener, siblings: readonly Listener[]): boolean {
  if (own !== '' && !own.startsWith('*')) {
    return true;
  }
  return !siblings.some(
    ({ hostname: other = '' }) =>
      other !== '' && other !== own && own.length <= other.length && hostname !== '' && isWithin(hostname, other),
  );
}

/** `listenersDistinct` in pilot/pkg/config/kube/gatewaycommon/listener_conflict.go. */
function isDistinct(one: Listener, other: Listener): boolean {
  const isPlain = ({ protocol }: Listener) => protocol === 'TCP' || protocol === 'UDP';
  return (
    one.port !== other.port || (isPlain(one) === isPlain(other) && !isPlain(one) && one.hostname !== other.hostname)
  );
}
