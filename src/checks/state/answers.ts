import { HttpRequest } from '../../http';
import { Entry, Split } from '../../readers/engine';
import { Traffic } from '../../readers/traffic';

/** Who answers a request at an entry. @internal */
export interface Answer {
  readonly request: HttpRequest;
  /** Where the request comes in, where there are several entries. */
  readonly entry?: Entry;
  readonly split: Split;
}

/** The answers to every class of requests, at each entry that knows its host. @internal */
export function answersOf(traffic: Traffic, router: string): Answer[] {
  return traffic.requests(router).flatMap((request) => answersTo(request, traffic, router));
}

/** The answers to a request, at each entry that knows its host. @internal */
export function answersTo(request: HttpRequest, traffic: Traffic, router: string): Answer[] {
  const entries = traffic.entries(request, router);
  return entries.length < 2
    ? [{ request, split: traffic.split(request, undefined, router) }]
    : entries.map((entry) => ({ request, entry, split: traffic.at(entry).split(request, undefined, router) }));
}
