import { Backends } from './backends';
import { conditionsOf } from './conditions';
import { GatewayEntry, entries } from './entries';
import { compared, Precedence, precedenceOf, takes, Verdict } from './matching';
import { pitfallsOf } from './pitfalls';
import { rejectionOf } from './rejections';
import { GATEWAY_API_SHAPES } from './shapes';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Split } from '../engine/split';
import { agreed, answered, undetermined } from '../engine/whole-split';

/**
 * Reads HTTPRoutes, Gateways and ReferenceGrants as the standard defines them (Gateway API 1.6, apis/v1/httproute_types.go of
 * kubernetes-sigs/gateway-api). What it leaves to implementations is undetermined.
 *
 * @internal
 */
export class GatewayApiReader implements RouterReader {
  public readonly router = 'Gateway API';
  public readonly shapes = GATEWAY_API_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return index.all('gateway.networking.k8s.io', 'HTTPRoute').length > 0;
  }

  public entries(): Entry[] {
    return [Entry.gateway()];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return index.all('gateway.networking.k8s.io', 'HTTPRoute').filter((route) => isValid(route, [])).flatMap((route) => conditionsOf(route, index));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
    const notes: string[] = [];
    const routes = index.all('gateway.networking.k8s.io', 'HTTPRoute').filter((route) => isValid(route, notes));
    const answers = entries(routes, index, request).map((entry) => ({ entry, split: splitAt(entry, index, request, readiness) }));
    const knowing = answers.filter(({ entry }) => entry.routes.length > 0);
    const ways = (knowing.length > 0 ? knowing : answers).map(({ entry, split }) => ({ name: entry.gateway, split }));
    return ways.length === 0
      ? answered(404, [...notes, 'no Gateway listens for the request with any route, and one that does answers with 404'])
      : agreed(ways, 'it depends on the Gateway where the request comes in', notes);
  }
}

function isValid(route: KubernetesObject, notes: string[]): boolean {
  const rejection = rejectionOf(route);
  if (rejection) {
    notes.push(`HTTPRoute ${idOf(route)} is left out, because the API server rejects it: ${rejection}`);
  }
  const others = (route.spec?.parentRefs ?? []).filter(({ kind = 'Gateway' }: any) => kind !== 'Gateway');
  notes.push(...others.map(({ kind, name }: any) => `HTTPRoute ${idOf(route)} is for the ${kind} ${name} too, which is not read`));
  return rejection === undefined;
}

/** One way to match, of one rule. */
interface Candidate {
  readonly route: KubernetesObject;
  readonly rule: any;
  /** The rule's place in its route. */
  readonly place: number;
  readonly precedence: Precedence;
  readonly verdict: Verdict;
}

function splitAt({ routes, hasOthers, notes: given }: GatewayEntry, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const notes = [...given];
  const groups = routes.map((group) => answerOf(group, index, request, readiness));
  const [own, ...wider] = groups;
  if (!own) {
    return hasOthers
      ? undetermined('the listener of the most specific hostname has no route for the request, and whether another one takes it is left to implementations', notes)
      : answered(404, [...notes, `no HTTPRoute is about ${request.host}, which a Gateway answers with 404`]);
  }
  if (own !== 'nothing') {
    return new Split(own.shares, [...notes, ...own.notes]);
  }
  // A Gateway may keep the routes of each hostname by themselves, or go on with those of a wider one.
  return wider.some((answer) => answer !== 'nothing')
    ? undetermined('routes of the most specific hostname do not take the request, and whether those of a wider one do is left to implementations', notes)
    : answered(404, [...notes, `no rule for ${request.host} takes the request, which a Gateway answers with 404`]);
}

/** What the routes of one hostname do with a request; nothing where none takes it. */
function answerOf(routes: KubernetesObject[], index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split | 'nothing' {
  const candidates = routes.flatMap(candidatesOf(request)).filter(({ verdict }) => verdict !== 'no');
  if (candidates.length === 0) {
    return 'nothing';
  }
  const answer = ({ rule, route }: Candidate) => {
    const notes: string[] = [];
    return new Split(new Backends(index, readiness, notes).shares(rule, route), notes);
  };
  const certain = candidates.filter(({ verdict }) => verdict === 'yes');
  // What may be first: nothing certain is before it.
  const possible = candidates.filter((one) => certain.every((other) => !isBefore(other, one)));
  const [first, ...others] = possible.map(answer);
  if (possible.some(({ verdict }) => verdict === 'yes') && others.every((other) => other.isSameTraffic(first))) {
    return first;
  }
  const isUnknown = possible.some(({ verdict }) => verdict === 'unknown');
  const reason = isUnknown
    ? 'whether a rule takes the request depends on how an implementation reads expressions, paths or repeated headers'
    : possible.some(({ precedence }) => precedence.isExpression)
      ? 'several rules take the request, and the place of a path that is an expression is left to implementations'
      : `several HTTPRoutes take the request alike (${[...new Set(possible.map(({ route }) => idOf(route)))].join(', ')}), and the oldest counts, whose age they do not tell`;
  return undetermined(reason, []);
}

function candidatesOf(request: HttpRequest): (route: KubernetesObject) => Candidate[] {
  return (route) => (route.spec?.rules ?? [{}]).flatMap((rule: any, place: number) => {
    const matches: any[] = (rule.matches ?? []).length > 0 ? rule.matches : [{}];
    return matches.map((match): Candidate => ({ route, rule, place, precedence: precedenceOf(match), verdict: takes(match, request) }));
  });
}

/** Whether one certainly counts before another one: more specific, then older, then by name, then by place. */
function isBefore(one: Candidate, other: Candidate): boolean {
  if (one.precedence.isExpression !== other.precedence.isExpression) {
    return false;
  }
  const specific = compared(one.precedence, other.precedence);
  if (specific !== 0) {
    return specific < 0;
  }
  if (one.route === other.route) {
    return one.place < other.place;
  }
  const [age, otherAge] = [one, other].map(({ route }) => route.metadata?.creationTimestamp);
  if (age === undefined || otherAge === undefined) {
    return false;
  }
  const [time, otherTime] = [Date.parse(age), Date.parse(otherAge)];
  return time !== otherTime ? time < otherTime : idOf(one.route) < idOf(other.route);
}
