import { versionsOf, withAge, withoutWeight, withPods, withWeight, workloadsOf } from './experiments';
import { Ask, RouteVerdict, verdictOf } from './route-verdict';
import { HttpRequest } from '../http';
import { Entry, Split, TrafficOptions } from '../readers/engine';
import { KubernetesObject, objectName, textOfValue } from '../readers/engine/kubernetes-object';
import { Alternatives, alternativesOf } from '../readers/engine/route-conditions';
import { Traffic } from '../readers/traffic';

/** What is asked. @internal */
export interface Question {
  readonly objects: any[];
  readonly reading: TrafficOptions;
  readonly request: HttpRequest;
  /** The version that somebody misses; undefined for none in particular. */
  readonly version?: string;
  readonly router: string;
  readonly entry?: Entry;
}

/** Why a version gets nothing of a request. @internal */
export type VersionVerdict =
  /** It gets some of it. */
  | { readonly kind: 'answers' }
  /** No workload has pods of this version. */
  | { readonly kind: 'no workload'; readonly known: string[] }
  /** Routes that take the request lead to it, but its workloads have no pods, or it has a weight of 0 there. */
  | { readonly kind: 'no share'; readonly emptyWorkloads: string[]; readonly weightIn?: string }
  /** Routes that lead to it do not take the request. */
  | { readonly kind: 'other routes' }
  /** The objects do not tell who answers. */
  | { readonly kind: 'undetermined' }
  /** No request is known that it answers. */
  | { readonly kind: 'no request'; readonly workloads: string[] };

/** A route, and what it does with the request. @internal */
export interface ExplainedRoute {
  readonly id: string;
  readonly verdict: RouteVerdict;
  /** Whether it would take what fulfils its conditions if its object were older than the one that takes it. */
  readonly isYounger: boolean;
  /** What it does with the requests that it takes; undefined where none is known. */
  readonly gives?: Split;
}

/** Who answers a request, and what every route has to do with it. @internal */
export interface Explanation {
  readonly request: HttpRequest;
  readonly split: Split;
  readonly version?: VersionVerdict;
  /** In the order in which the router's reader lists them. */
  readonly routes: ExplainedRoute[];
}

/**
 * Explains the answer to a request. Everything is found by asking the router's reader again, about other requests or
 * about objects that are changed in one point.
 *
 * @internal
 */
export function explained(question: Question): Explanation {
  const { objects, request, version, router } = question;
  const traffic = trafficOf(question, objects);
  const ask = asking(traffic, router);
  const split = ask(request);
  const asked = [...alternativesOf(traffic._conditions(router)).values()];
  const holders = new Map(asked.map(({ route: { id, holder } }) => [id, holder]));
  let ages = 0;
  const isYounger = (id: string, verdict: RouteVerdict) => {
    return verdict.kind === 'order' && ages++ < MOST_AGES && losesByAge(id, verdict, holders, question);
  };
  const takers = split._routes;
  const ofTakers = new Set(takers.flatMap((id) => holders.get(id) ?? []).map(objectName));
  // Without the objects of the routes that take the request, others may take it: they lose to these, and lack nothing.
  const others = objects.filter((object) => !ofTakers.has(objectName(object)));
  const isLeft = ofTakers.size > 0 && mayBeAsked(question, Traffic.of(others, question.reading));
  const isNextIn = isLeft ? asking(trafficOf(question, others), router)(request)._routes : [];
  const routes = asked.map((one) =>
    isNextIn.includes(one.route.id) && !takers.includes(one.route.id)
      ? beaten(one.route.id, { kind: 'order', takers, example: request }, isYounger)
      : explainedRoute(one, request, ask, isYounger),
  );
  return {
    request,
    split,
    ...(version === undefined ? {} : { version: versionVerdict(question, version, split, routes) }),
    routes,
  };
}

function trafficOf({ reading, entry }: Question, objects: any[]): Traffic {
  const traffic = Traffic.of(objects, reading);
  return entry === undefined ? traffic : traffic.at(entry);
}

/** Of so many routes it is tried whether they lose by the age of their object: objects are read again for each. */
const MOST_AGES = 20;

/** More requests are not asked. */
const MOST_REQUESTS = 20_000;

/** Asks each request once. */
function asking(traffic: Traffic, router: string): Ask {
  const known = new Map<string, Split>();
  const ask = (request: HttpRequest) => {
    const text = String(request);
    const found = known.get(text) ?? traffic.split(request, undefined, router);
    known.set(text, found);
    return found;
  };
  return Object.defineProperty(ask, 'mayGoOn', { get: () => known.size < MOST_REQUESTS }) as Ask;
}

/** Whether a route takes its own example once its object is the oldest, and another one's object is older now. */
function losesByAge(
  id: string,
  { takers, example }: Extract<RouteVerdict, { kind: 'order' }>,
  holders: ReadonlyMap<string, KubernetesObject>,
  question: Question,
): boolean {
  const ageOf = (route: string) => textOfValue((holders.get(route)?.metadata as any)?.creationTimestamp ?? '');
  const isOlder = takers.some((taker) => ageOf(taker) !== '' && ageOf(taker) < ageOf(id));
  const changed = withAge(question.objects, objectName(holders.get(id)!));
  return isOlder && asking(trafficOf(question, changed), question.router)(example)._routes.includes(id);
}

/** Whether objects of which some were taken away still have routes of the router at the entry. */
function mayBeAsked({ router, entry }: Question, traffic: Traffic): boolean {
  return (
    traffic.routers.includes(router) &&
    (entry === undefined || traffic.entries(undefined, router).some((one) => entry.includes(one)))
  );
}

function beaten(
  id: string,
  verdict: RouteVerdict,
  isYounger: (id: string, verdict: RouteVerdict) => boolean,
): ExplainedRoute {
  return { id, verdict, isYounger: isYounger(id, verdict) };
}

function explainedRoute(
  asked: Alternatives,
  request: HttpRequest,
  ask: Ask,
  isYounger: (id: string, verdict: RouteVerdict) => boolean,
): ExplainedRoute {
  const verdict = verdictOf(asked, request, ask);
  const { id } = asked.route;
  const given = verdict.kind === 'takes' ? request : verdict.kind === 'parts' ? verdict.example : undefined;
  return { id, verdict, isYounger: isYounger(id, verdict), ...(given === undefined ? {} : { gives: ask(given) }) };
}

function versionVerdict(
  question: Question,
  version: string,
  split: Split,
  routes: readonly ExplainedRoute[],
): VersionVerdict {
  const { objects, request } = question;
  const gets = (one: Split) => one.shares.some((share) => share.version === version);
  const workloads = workloadsOf(objects, version).map(objectName);
  if (gets(split)) {
    return { kind: 'answers' };
  }
  if (workloads.length === 0) {
    return { kind: 'no workload', known: versionsOf(objects) };
  }
  if (!split.undetermined.isZero) {
    return { kind: 'undetermined' };
  }
  const isAnswering = (changed: any[]) => gets(asking(trafficOf(question, changed), question.router)(request));
  const manned = withPods(objects, version);
  const weightless = (among: any[]) =>
    withoutWeight(among).slice(0, MOST_OBJECTS).find((object) => isAnswering(withWeight(among, object)));
  const emptyWorkloads = workloadsOf(objects, version).filter(({ spec }) => spec?.replicas === 0).map(objectName);
  if (emptyWorkloads.length > 0 && isAnswering(manned)) {
    return { kind: 'no share', emptyWorkloads };
  }
  const [here, there] = [weightless(objects), emptyWorkloads.length > 0 ? weightless(manned) : undefined];
  if (here !== undefined) {
    return { kind: 'no share', emptyWorkloads: [], weightIn: objectName(here) };
  }
  if (there !== undefined) {
    return { kind: 'no share', emptyWorkloads, weightIn: objectName(there) };
  }
  const isElsewhere = routes.some(({ gives }) => gives !== undefined && gets(gives));
  return isElsewhere ? { kind: 'other routes' } : { kind: 'no request', workloads };
}

/** Of so many objects with a weight of 0 it is tried whether it decides. */
const MOST_OBJECTS = 100;
