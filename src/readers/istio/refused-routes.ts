import { MergedRoute } from './model/delegates';
import { TranslatedRoute } from './translated-route';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fault, fault } from '../engine/fault';
import { objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';

/**
 * The codes that Envoy knows for redirects (ApplyRedirect in pilot/pkg/networking/core/route/route.go of
 * istio/istio).
 */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The sum of weights is a number of 32 bits to Envoy. */
const MAX_TOTAL_WEIGHT = 4294967295;

/**
 * Why Envoy refuses a route that Istio's webhook lets pass. It then refuses the whole configuration of the listener,
 * and keeps the one that it has.
 *
 * @internal
 */
export function refusedBy(routes: TranslatedRoute[]): Note | undefined {
  for (const { route } of routes) {
    const { refusal } = refusalIn(route);
    if (refusal !== undefined) {
      return refused(route, refusal);
    }
  }
  return undefined;
}

/** Safe to keep: routes do not change. */
const refusalIn = memoizeByObject((route: MergedRoute) => ({ refusal: refusalOf(route.spec) }));

/** @internal */
export function refusalOf({ redirect, directResponse, fault: injected, route = [] }: any): Fault | undefined {
  const code = redirect?.redirectCode || 301;
  if (redirect && !REDIRECTS.has(code)) {
    return fault(`it redirects with ${code}, which Envoy does not know`, 'Write 301, 302, 303, 307 or 308.');
  }
  const statuses = [injected?.abort?.httpStatus, redirect ? undefined : directResponse?.status];
  if (statuses.includes(600)) {
    return fault('the status 600 is above 599', 'Write a status from 200 to 599.');
  }
  const total = route.length < 2 ? 0 : route.reduce((sum: number, { weight = 0 }: any) => sum + weight, 0);
  return total > MAX_TOTAL_WEIGHT
    ? fault(`its weights sum to ${total}, which is above ${MAX_TOTAL_WEIGHT}`, 'Write smaller weights, such as percentages.')
    : undefined;
}

function refused({ origin }: MergedRoute, { reason, fix }: Fault): Note {
  return note(
    NoteKind.REJECTED,
    'istio-envoy-refuses',
    [origin],
    `Envoy refuses a route of ${objectName(origin)}: ${reason}. A running Envoy keeps its last `
    + 'valid configuration, and a new one gets none',
    {
      fix: `${fix} Until then this listener gets no change of its routes.`,
      source: 'api/envoy/config/route/v3/route_components.proto of envoyproxy/envoy',
    },
  );
}
