import { Entry, PodReadiness, Split } from './engine';
import { Traffic } from './traffic';
import { HttpRequest } from '../http';

/** What two states answer to one request. @internal */
export interface AnswerPair {
  readonly request: HttpRequest;
  /** Where the request comes in; undefined where there is one entry only. */
  readonly entry?: Entry;
  readonly from: Split;
  readonly to: Split;
  /** Whether both sides have the same router. */
  readonly isOneRouter: boolean;
}

/**
 * The answers of two states to every request that the routes of either tell apart, at every entry where there are
 * several.
 *
 * @internal
 */
export function sideBySide(from: Traffic, to: Traffic, readiness?: PodReadiness): AnswerPair[] {
  return routerPairs(from, to).flatMap(([old, now]) => {
    const requests = [...requestsOf(from, old), ...requestsOf(to, now)];
    const distinct = [...new Map(requests.map((request) => [String(request), request])).values()];
    return (distinct.length === 0 ? [ANY_REQUEST] : distinct).flatMap((request) => {
      const answers = (entry?: Entry): AnswerPair => ({
        request,
        entry,
        from: splitOf(from, request, old, entry, readiness),
        to: splitOf(to, request, now, entry, readiness),
        isOneRouter: old === now,
      });
      const entries = distinctEntries([...entriesOf(from, request, old), ...entriesOf(to, request, now)]);
      return entries.length < 2 || old !== now ? [answers()] : entries.map(answers);
    });
  });
}

/** Stands for all requests where no route tells any apart. @internal */
export const ANY_REQUEST = HttpRequest.to('http://any.example/');

/** Clients stay with their router, unless each side has exactly one and they differ: then clients move. */
function routerPairs(from: Traffic, to: Traffic): [string, string][] {
  const [old, now] = [from.routers, to.routers];
  if (old.length === 1 && now.length === 1) {
    return [[old[0], now[0]]];
  }
  return [...new Set([...old, ...now])].map((router) => [router, router]);
}

function requestsOf(traffic: Traffic, router: string): HttpRequest[] {
  return traffic.routers.includes(router) ? traffic.requests(router) : [];
}

function entriesOf(traffic: Traffic, request: HttpRequest, router: string): Entry[] {
  return traffic.routers.includes(router) ? traffic.entries(request, router) : [];
}

function distinctEntries(entries: Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [String(entry), entry])).values()];
}

/** An empty split where the router, or the entry, does not exist. */
function splitOf(
  traffic: Traffic,
  request: HttpRequest,
  router: string,
  entry: Entry | undefined,
  readiness?: PodReadiness,
): Split {
  if (!traffic.routers.includes(router)) {
    return new Split([]);
  }
  if (entry === undefined) {
    return traffic.split(request, readiness, router);
  }
  return traffic.entries(undefined, router).some((one) => entry.includes(one))
    ? traffic.at(entry).split(request, readiness, router)
    : new Split([]);
}
