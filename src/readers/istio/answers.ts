import { Destinations, Listener } from './destinations';
import { neededHeaders, pathTestOf, takes } from './matching';
import { MergedRoute } from './model/delegates';
import { World } from './model/world';
import { TranslatedRoute } from './translated-route';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { TextMemo } from '../../caching/text-memo';
import { Fraction } from '../../fraction';
import { HeaderIndex } from '../engine/header-index';
import { objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { sharesRoutedBy } from '../engine/routed';
import { Share } from '../engine/share';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';
import { Expression, isAnsweredPreflight, ReceivedRequest } from '../envoy';

/**
 * The answer of the first route that takes a request. Where it is not known whether a route takes it, the routes
 * after it are asked too: who answers is certain where all of them agree.
 *
 * @internal
 */
export function answerOf(
  routes: TranslatedRoute[],
  request: ReceivedRequest,
  listener: Listener,
  world: World,
  readiness: PodReadiness,
): Split {
  const possible: Split[] = [];
  const reasons: Note[] = [];
  const about = aboutPath(routes).of(request.path, () => forPath(routes, request.path));
  for (const { route, match } of about.of(request.request)) {
    const verdict = takes(match, request, claimsOf(world.index));
    if (verdict === 'no') {
      continue;
    }
    if (route.unknown !== undefined) {
      return undetermined(route.unknown, []);
    }
    possible.push(settled(route, request, listener, world, readiness));
    if (verdict === 'yes') {
      return agreedAnswer(possible, reasons);
    }
    reasons.push(openCondition(route));
  }
  return agreedAnswer([...possible, noRoute(request)], reasons);
}

/** Paths beyond this are those that requests make up. */
const MAX_PATHS = 500;

/** The routes about a path: clients ask for the same paths again and again. Safe to keep: routes do not change. */
const aboutPath = memoizeByObject((_: TranslatedRoute[]) => new TextMemo<HeaderIndex<TranslatedRoute>>(MAX_PATHS));

function forPath(routes: TranslatedRoute[], path: string): HeaderIndex<TranslatedRoute> {
  const tests = pathTests(routes);
  return new HeaderIndex(routes.filter((_, place) => tests[place](path)), ({ match }) => neededHeaders(match));
}

const pathTests = memoizeByObject((routes: TranslatedRoute[]) => routes.map(({ match }) => pathTestOf(match)));

function agreedAnswer([first, ...others]: Split[], reasons: Note[]): Split {
  return others.every((other) => other.isSameTraffic(first)) ? first : undetermined(reasons[0], reasons.slice(1));
}

function openCondition({ origin }: MergedRoute): Note {
  return note(
    NoteKind.UNREAD,
    'istio-open-condition',
    [origin],
    `whether a route of ${objectName(origin)} takes the request depends on the claims of a token, ` +
      "on the client's address, or on how " +
      'this version of Envoy compares a header that is sent in several lines',
    { source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/' },
  );
}

function noRoute({ request }: ReceivedRequest): Split {
  return answered(404, [
    note(
      NoteKind.EXPLAINED,
      'istio-no-route',
      [],
      `no route of ${request.host} takes the request, which Envoy answers with 404`,
      { field: request.host },
    ),
  ]);
}

/** Only a RequestAuthentication makes claims of tokens known (pilot/pkg/security/authn). */
const claimsOf = memoizeByObject((index: ObjectIndex) => ({
  isNone:
    index.isComplete &&
    ['RequestAuthentication', 'EnvoyFilter'].every((kind) => {
      return index.all('security.istio.io', kind).length === 0 && index.all('networking.istio.io', kind).length === 0;
    }),
}));

/** Ports beyond this are made up by clients. */
const MAX_LISTENERS = 256;

/** By listener. Safe to keep: neither routes, nor a world, nor a readiness change. */
const kept = memoizeByObject((_: World) =>
  memoizeByObject((__: PodReadiness) => memoizeByObject((___: MergedRoute) => new TextMemo<Split>(MAX_LISTENERS))),
);

/** What a route answers: the same for all requests, unless preflights are answered otherwise. */
function settled(
  route: MergedRoute,
  received: ReceivedRequest,
  listener: Listener,
  world: World,
  readiness: PodReadiness,
): Split {
  const make = () => routed(route, received, listener, world, readiness);
  return route.spec.corsPolicy === undefined
    ? kept(world)(readiness)(route).of(`${listener.port} ${listener.proxy.key}`, make)
    : make();
}

/**
 * What a route does: faults come first, then preflights, then its own answer (buildHTTPConnectionManager in
 * pilot/pkg/networking/core/listener_builder.go orders the filters). Without a percentage nothing is aborted.
 */
function routed(
  { id, spec, namespace }: MergedRoute,
  received: ReceivedRequest,
  listener: Listener,
  world: World,
  readiness: PodReadiness,
): Split {
  const notes: Note[] = [];
  const { abort } = spec.fault ?? {};
  const isAborted = abort?.httpStatus !== undefined || abort?.grpcStatus !== undefined;
  const percent = isAborted ? Math.min(Math.max(abort.percentage?.value ?? 0, 0), 100) : 0;
  const aborted = Fraction.of(Math.trunc(percent * 10000), 1000000);
  const rest = Fraction.ONE.minus(aborted);
  const shares: Share[] = [];
  if (!aborted.isZero) {
    // A status of gRPC is told in a header of an answer with 200.
    shares.push(new Share({ fraction: aborted, status: abort.httpStatus ?? 200 }));
  }
  const status = ownStatus(spec, received);
  const destinations = new Destinations(world, listener, readiness, notes);
  shares.push(
    ...(status === undefined
      ? destinations.shares(spec.route ?? [], namespace, rest)
      : [new Share({ fraction: rest, status })]),
  );
  return new Split(sharesRoutedBy(shares, id), notes);
}

/** The status that Envoy answers with without asking any pod. */
function ownStatus({ redirect, directResponse, corsPolicy }: any, { request }: ReceivedRequest): number | undefined {
  if (redirect || directResponse) {
    return redirect ? redirect.redirectCode || 301 : directResponse.status;
  }
  if (corsPolicy === undefined) {
    return undefined;
  }
  const origins: any[] = corsPolicy.allowOrigins ?? (corsPolicy.allowOrigin ?? []).map((exact: string) => ({ exact }));
  const allows = (origin: string) =>
    origins.some(({ exact, prefix, regex }) => {
      return exact !== undefined
        ? exact === origin
        : prefix !== undefined
          ? origin.startsWith(prefix)
          : Expression.of(regex ?? '').matches(origin);
    });
  return isAnsweredPreflight(request, allows, corsPolicy.unmatchedPreflights !== 'IGNORE') ? 200 : undefined;
}
