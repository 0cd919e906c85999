import { Answer, answersTo } from './answers';
import { covers } from './coverage';
import { objectName } from '../../readers/engine/kubernetes-object';
import { fulfillingRequests } from '../../readers/engine/request-classes';
import { Alternatives, alternativesOf, ConditionedRoute, RouteConditions } from '../../readers/engine/route-conditions';
import { Traffic } from '../../readers/traffic';
import { Finding, Severity } from '../finding';

/** An answer, given by another route, to a request that fulfils the conditions of a route. */
interface Taken {
  readonly answer: Answer;
  readonly takerId: string;
  /** Undefined where a controller has made it. */
  readonly taker?: Alternatives;
  /** Whether the other route takes every request of these conditions. */
  readonly isCovered: boolean;
}

/**
 * Routes that get none of the requests that they ask for, since another route takes them and leads elsewhere. The
 * reader is asked, so the order of routes is the router's own. A route counts only where requests are known that fulfil
 * all of its conditions.
 *
 * @param answers to the requests that tell the routes apart
 * @param held the names of the objects that are checked; others are made by controllers
 * @param explained names of objects for which another finding says why their routes get no request
 * @internal
 */
export function unreachedRoutes(
  answers: Answer[],
  traffic: Traffic,
  router: string,
  held: ReadonlySet<string>,
  explained: ReadonlySet<string>,
): Finding[] {
  const all = alternativesOf(traffic._conditions(router));
  const reached = new Set(answers.flatMap(({ split }) => split._routes));
  return [...all.values()]
    .filter(({ route }) => !reached.has(route.id) && !route.asksMore)
    .filter(({ route: { holder } }) => held.has(objectName(holder)) && !explained.has(objectName(holder)))
    .flatMap((one) => {
      const taken = one.conditions.map((conditions) => takenFrom(one.route, conditions, all, traffic, router));
      const isKnown = taken.every((other): other is Taken => other !== undefined && !other.taker?.route.isCanary);
      return isKnown ? [unreached(one.route, taken, router)] : [];
    });
}

/** Undefined where the route may get a request of these conditions, or where no other route takes it for certain. */
function takenFrom(
  route: ConditionedRoute,
  conditions: RouteConditions,
  all: ReadonlyMap<string, Alternatives>,
  traffic: Traffic,
  router: string,
): Taken | undefined {
  const answers = sample(fulfillingRequests(conditions)).flatMap((request) => answersTo(request, traffic, router));
  const isOpen = answers.some((one) => !one.split.undetermined.isZero || one.split._routes.includes(route.id));
  const isElsewhere = (id: string) => all.get(id)?.route.action !== route.action;
  const answer = answers.find((one) => one.split._routes.some(isElsewhere));
  if (isOpen || answer === undefined) {
    return undefined;
  }
  const takerId = answer.split._routes.find(isElsewhere)!;
  const taker = all.get(takerId);
  const isCovered =
    taker?.route.asksMore === false && taker.conditions.some((other) => covers(other, conditions));
  return { answer, takerId, taker, isCovered };
}

/** Of so many requests of one route the answers are asked: each of its hosts has been asked before. */
const MAX_SAMPLES = 200;

/** Some of them at even distances. */
function sample<T>(all: T[]): T[] {
  const distance = Math.ceil(all.length / MAX_SAMPLES);
  return all.filter((_, place) => place % distance === 0);
}

function unreached(route: ConditionedRoute, taken: Taken[], router: string): Finding {
  const [{ answer, takerId, taker }] = taken;
  const isCertain = taken.every(({ isCovered }) => isCovered);
  return {
    rule: 'route-without-requests',
    severity: isCertain ? Severity.ERROR : Severity.WARNING,
    message: isCertain
      ? `${route.id} never gets a request: ${takerId} takes all of them`
      : `${route.id} gets none of the evaluated requests that fulfil its conditions: ${takerId} takes them`,
    fix:
      route.fix ??
      `Give ${route.id} conditions that ${takerId} does not match, or write it before that route where the ` +
      'router goes by the order; remove it if it is not needed.',
    source: `the reader of ${router}`,
    objects: [...new Set([route, ...(taker ? [taker.route] : [])].map(({ holder }) => objectName(holder)))],
    request: answer.request,
    ...(answer.entry === undefined ? {} : { entry: String(answer.entry) }),
  };
}
