import { Destinations } from './destinations/destinations';
import { abortOf } from './filters/abort';
import { isPreflight } from './filters/cors';
import { forbidden } from './filters/csrf';
import { rateLimitOf } from './filters/rate-limit';
import { Listener } from './gateways/listeners';
import { VirtualHost } from './gateways/virtual-host';
import { GlooObjects } from './objects/gloo-objects';
import { redirectStatus } from './routes/envoy-refusals';
import { FlatRoute, flatRouteId, routeField, routeName } from './routes/flat-route';
import { actionKind } from './routes/matchers';
import { reportedFaults } from './routes/reported-faults';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Note, note, NoteKind } from '../engine/note';
import { PodReadiness } from '../engine/pod-readiness';
import { routedBy } from '../engine/routed';
import { Share } from '../engine/share';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

/**
 * Who answers a request that takes a route: the filters of Envoy in their order
 * (projects/gloo/pkg/plugins/staged_filters.go of solo-io/gloo), then the route's action.
 *
 * @internal
 */
export function routeAnswer(
  objects: GlooObjects,
  route: FlatRoute,
  host: VirtualHost,
  listener: Listener,
  request: HttpRequest,
  readiness: PodReadiness,
): Split {
  if (route.unknown !== undefined) {
    return undetermined(route.unknown, [...objects.notes, ...host.notes]);
  }
  const settled = settledIn(objects)(readiness)(host)(route);
  const answer = filtered(settled, { objects, route, host, listener, request, readiness });
  return answer === settled ? answer : routedBy(answer, flatRouteId(route));
}

/** A request that takes a route. */
interface Taken {
  readonly objects: GlooObjects;
  readonly route: FlatRoute;
  readonly host: VirtualHost;
  readonly listener: Listener;
  readonly request: HttpRequest;
  readonly readiness: PodReadiness;
}

/** The answer of filters that look at the request; otherwise the one that is the same for every request. */
function filtered(settled: Split, { objects, route, host, listener, request, readiness }: Taken): Split {
  const header = actionKind(route.route) === 'routeAction' ? route.route.routeAction.clusterHeader : undefined;
  if (header !== undefined && request.headerValues(header).join(',') === '') {
    return answered(503, [...objects.notes, ...host.notes, clusterHeader(route, header)]);
  }
  const limit = rateLimitOf(route, host.options, listener.http.options);
  const refused = forbidden(request, [route.route.options?.csrf, host.options?.csrf, listener.http.options?.csrf]);
  const isAnswered = isPreflight(request, route, host.options);
  if (limit === undefined && refused.isZero && !isAnswered) {
    return settled;
  }
  const abort = abortOf(route);
  const aborted = new Share({ fraction: abort.fraction, status: abort.status });
  const rest = Fraction.ONE.minus(abort.fraction);
  if (isAnswered) {
    return new Split([aborted, new Share({ fraction: rest, status: 200 })], [...settled.notes, preflight(route)]);
  }
  if (limit !== undefined) {
    return new Split([aborted, new Share({ fraction: rest, undetermined: limit })], [...settled.notes, limit]);
  }
  const passed = Fraction.ONE.minus(refused);
  const { shares, notes } = forwardedIn(objects)(readiness)(host)(route);
  const through = shares.map((share) => new Share({ ...share, fraction: share.fraction.times(rest).times(passed) }));
  return new Split(
    [aborted, new Share({ fraction: rest.times(refused), status: 403 }), ...through],
    [...settled.notes, ...notes, otherOrigin(route)],
  );
}

/** What a route answers to requests that no filter answers: the same for every request. */
const settledIn = memoizeByObject((objects: GlooObjects) =>
  memoizeByObject((readiness: PodReadiness) => {
    return memoizeByObject((host: VirtualHost) =>
      memoizeByObject((route: FlatRoute): Split => {
        const abort = abortOf(route);
        const { shares, notes } = forwardedIn(objects)(readiness)(host)(route);
        const rest = Fraction.ONE.minus(abort.fraction);
        const answer = new Split(
          [
            ...shares.map((share) => new Share({ ...share, fraction: share.fraction.times(rest) })),
            new Share({ fraction: abort.fraction, status: abort.status }),
          ],
          [...objects.notes, ...host.notes, ...reportedFaults(route), ...abort.notes, ...notes],
        );
        return routedBy(answer, flatRouteId(route));
      }),
    );
  }),
);

/** What the action of a route answers. */
const forwardedIn = memoizeByObject(({ index }: GlooObjects) =>
  memoizeByObject((readiness: PodReadiness) => {
    return memoizeByObject((host: VirtualHost) =>
      memoizeByObject((flat: FlatRoute): { shares: Share[]; notes: Note[] } => {
        const { route } = flat;
        switch (actionKind(route)) {
          case 'redirectAction':
            return answered(redirectStatus(route.redirectAction.responseCode) ?? 301, []);
          case 'directResponseAction':
            return answered(route.directResponseAction.status ?? 0, []);
          default:
            return new Destinations(index, readiness).answer(host.clusters.get(flat)!);
        }
      }),
    );
  }),
);

function clusterHeader({ holder, position }: FlatRoute, header: string): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-cluster-header',
    [holder],
    `the header ${header} names the destination of ${routeName(holder, position)}: Envoy answers requests ` +
    'without it with 503',
    { field: routeField(holder, position), source: 'projects/gloo/pkg/translator/route_config.go of solo-io/gloo' },
  );
}

function preflight({ holder, position }: FlatRoute): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-cors-preflight',
    [holder],
    `Envoy answers the CORS preflight of ${routeName(holder, position)} itself, with 200`,
    { field: routeField(holder, position), source: 'projects/gloo/pkg/plugins/cors/plugin.go of solo-io/gloo' },
  );
}

function otherOrigin({ holder, position }: FlatRoute): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-csrf',
    [holder],
    `Envoy answers requests of other origins to ${routeName(holder, position)} with 403, since csrf is on`,
    { field: routeField(holder, position), source: 'projects/gloo/pkg/plugins/csrf/plugin.go of solo-io/gloo' },
  );
}
