import { Implementation } from './implementation';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { servicePort } from '../../engine/service';
import { Destination } from '../backends/destination';
import { openOutcome, Outcome, statusOutcome } from '../backends/outcome';
import { ownShares } from '../backends/pod-shares';
import { commonHostnames } from '../gateways/hostnames';
import { AnyProxyView } from '../requests/any-proxy-view';

/**
 * The standard (Gateway API 1.6, apis/v1 of kubernetes-sigs/gateway-api): where it leaves a choice to implementations,
 * the answer is open.
 *
 * @internal
 */
export const STANDARD: Implementation = {
  controllers: [],
  classes: [],
  leavesExpressionsOpen: true,
  mergesListeners: false,
  nameSuffix: '',
  hasMesh: true,
  view: (request) => new AnyProxyView(request),
  refusal: () => undefined,
  headerKey: (name) => name.toLowerCase(),
  rank: ({ path, method, headers, queryParameters }) => [
    Number(path.type === 'exact'),
    path.type === 'prefix' ? path.value.length : 0,
    Number(method !== undefined),
    headers.length,
    queryParameters.length,
  ],
  hostnames: ({ hostname }, _, hostnames) => commonHostnames(hostname, hostnames),
  listenerFault: () => undefined,
  routeFault: () => undefined,
  impliedMatches: () => [],
  ruleFault: () => undefined,
  configurationFault: () => undefined,
  filterOutcome: ({ filters = [] }: any, route) => {
    const own = filters.find(({ type }: any) => type === 'ExtensionRef' || type === 'ExternalAuth');
    return (
      redirect(filters) ??
      (own &&
        openOutcome(
          open(
            'gateway-api-filter-open',
            [route],
            own.type,
            `HTTPRoute ${idOf(route)} has a filter of the implementation (${own.type}), which is not read`,
          ),
        ))
    );
  },
  preflight: (_, route) =>
    openOutcome(
      open(
        'gateway-api-preflight-open',
        [route],
        'CORS',
        `whether the CORS filter of HTTPRoute ${idOf(route)} answers a preflight request is left to implementations`,
      ),
    ),
  servicePort,
  foreignBackend: ({ kind = 'Service', name }, route, service) => ({
    state: 'open',
    note: service
      ? open('gateway-api-external-name', [service], undefined, `Service ${idOf(service)} leads outside of the cluster`)
      : open(
        'gateway-api-backend-open',
        [route],
        `${kind} ${name}`,
        `HTTPRoute ${idOf(route)} leads to the ${kind} ${name}, which is not read`,
      ),
  }),
  backendFilterFault: (filters, route) =>
    filters.some(({ type }) => !HARMLESS.has(type))
      ? {
        state: 'open',
        note: open(
          'gateway-api-backend-filter-open',
          [route],
          undefined,
          `a backend of HTTPRoute ${idOf(route)} has filters that may answer by themselves, which are not read`,
        ),
      }
      : undefined,
  shares: (destinations) => separately(destinations),
  withoutBackends: ({ backendRefs = [] }: any, route) =>
    openOutcome(
      backendRefs.length === 0
        ? note(
          NoteKind.AMBIGUOUS,
          'gateway-api-no-backends',
          [route],
          `a rule of HTTPRoute ${idOf(route)} has no backends, and implementations answer that in different ways`,
          { fix: 'Write the backends of the rule, or a filter that redirects.', source: SOURCE },
        )
        : note(
          NoteKind.AMBIGUOUS,
          'gateway-api-weights-zero',
          [route],
          `all weights of a rule of HTTPRoute ${idOf(route)} are 0, which the standard does not define`,
          { fix: 'Give one backend a weight above 0.', source: SOURCE },
        ),
    ),
  readsGrant: () => true,
  unreadable: () => undefined,
};

const SOURCE = 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api';

/** Filters that change headers and nothing about who answers. */
const HARMLESS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'URLRewrite', 'RequestMirror', 'CORS']);

function open(code: string, objects: KubernetesObject[], field: string | undefined, message: string): Note {
  return note(NoteKind.UNREAD, code, objects, message, { field });
}

/** What a filter of type RequestRedirect answers; 302 is the default of the API server. @internal */
export function redirect(filters: any[]): Outcome | undefined {
  const filter = filters.find(({ type }: any) => type === 'RequestRedirect');
  return filter && statusOutcome(filter.requestRedirect?.statusCode ?? 302, []);
}

/** Each destination answers its own share: 500 where the reference is invalid, 503 where no pod is ready. @internal */
export function separately(destinations: readonly Destination[]): Outcome {
  const outcomes = destinations.map(ownShares);
  return { shares: outcomes.flatMap(({ shares }) => shares), notes: outcomes.flatMap(({ notes }) => notes) };
}
