import { versionsOf, withAge, withoutWeight, withPods, withWeight, workloadsOf } from './experiments';
import { AskedRoute, Ask, RouteVerdict, routesOf, verdictOf } from './route-verdict';
import { HttpRequest } from '../http';
import { Entry, Split, TrafficOptions } from '../readers/engine';
import { objectName } from '../readers/engine/kubernetes-object';
import { RouteConditions } from '../readers/engine/route-conditions';
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
  /** No request is known that it answers. */
  | { readonly kind: 'no request'; readonly workloads: string[] };

/** A route, and what it does with the request. @internal */
export interface ExplainedRoute {
  readonly id: string;
  readonly verdict: RouteVerdict;
  /** Whether it would take what fulfils its conditions if its object were the oldest one. */
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
  const routes = askedRoutes(traffic._conditions(router)).map((asked) => explainedRoute(asked, question, ask));
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

/** Asks each request once. */
function asking(traffic: Traffic, router: string): Ask {
  const known = new Map<string, Split>();
  return (request) => {
    const text = String(request);
    const found = known.get(text) ?? traffic.split(request, undefined, router);
    known.set(text, found);
    return found;
  };
}

/** Routes by id, with all conditions of which one has to hold. */
function askedRoutes(conditions: RouteConditions[]): AskedRoute[] {
  const all = new Map<string, AskedRoute>();
  for (const one of conditions) {
    for (const path of one.paths) {
      if (path.route !== undefined) {
        const { id } = path.route;
        const known = all.get(id) ?? { route: path.route, conditions: [] };
        const route = path.route.asksMore ? path.route : known.route;
        all.set(id, { route, conditions: [...known.conditions, { ...one, paths: [path] }] });
      }
    }
  }
  return [...all.values()];
}

function explainedRoute(asked: AskedRoute, question: Question, ask: Ask): ExplainedRoute {
  const verdict = verdictOf(asked, question.request, ask);
  const { id, holder } = asked.route;
  if (verdict.kind === 'order') {
    const older = asking(trafficOf(question, withAge(question.objects, objectName(holder))), question.router);
    return { id, verdict, isYounger: routesOf(older(verdict.example)).includes(id) };
  }
  const given = verdict.kind === 'takes' ? question.request : verdict.kind === 'parts' ? verdict.example : undefined;
  return { id, verdict, isYounger: false, ...(given === undefined ? {} : { gives: ask(given) }) };
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
