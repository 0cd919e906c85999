import { KubernetesObject } from '../../engine/kubernetes-object';
import { Verdict } from '../../envoy';
import { Implementation } from '../implementations/implementation';
import { Match, matchesOf, takes } from '../matching';
import { RequestView } from '../requests/request-view';

/** A match with its place among others. @internal */
interface Ranked {
  readonly match: Match;
  readonly rank: readonly number[];
}

/** A match that takes a request, or may take it. @internal */
interface Found extends Ranked {
  readonly verdict: Verdict;
}

/** What may answer a request: one match, or several where the objects do not tell which. @internal */
export interface Choice {
  readonly possible: readonly Match[];
  /** Whether one of them answers; otherwise all of them may leave the request alone. */
  readonly isTaken: boolean;
  readonly hasUnknown: boolean;
}

/**
 * All matches for one hostname, in the order in which they count: over all rules of all routes the most specific match,
 * then the oldest route, then the first by namespace and name, then the first rule (comment of HTTPRouteRule.Matches in
 * apis/v1/httproute_types.go of kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export class VirtualHost {
  private readonly plain: Ranked[];
  /** Paths that are expressions, where their place is left open. */
  private readonly expressions: Ranked[];
  /** Of both, those whose path may take a request: requests ask for few paths. */
  private readonly byPath = new Map<string, { readonly plain: Ranked[]; readonly expressions: Ranked[] }>();

  /** @param hostname empty for every host @param rules the rules of each route, without those that are left out */
  public constructor(
    public readonly hostname: string,
    rules: readonly RouteRules[],
    implementation: Implementation,
  ) {
    const ranked = rules.flatMap(({ route, rules: own }) =>
      own.flatMap(({ rule, place }) => {
        return matchesOf(route, rule, place, implementation.headerKey)
          .flatMap((match) => [match, ...implementation.impliedMatches(match)])
          .map((match): Ranked => ({
            match,
            rank: implementation.rank(match),
          }));
      }),
    );
    const isOpen = ({ match }: Ranked) => implementation.leavesExpressionsOpen && match.path.type === 'expression';
    this.plain = ranked.filter((one) => !isOpen(one)).sort((one, other) => compared(one.rank, other.rank));
    this.expressions = ranked.filter(isOpen);
  }

  /** All matches in their order. */
  public get matches(): readonly Match[] {
    return [...this.plain, ...this.expressions].map(({ match }) => match);
  }

  /** What may take a request. */
  public choose(view: RequestView): Choice {
    const about = this.about(view);
    const expressions = found(about.expressions, view);
    const ahead: Found[] = [];
    let group: Found[] = [];
    for (const one of about.plain) {
      if (group.length > 0 && compared(group[0].rank, one.rank) !== 0) {
        if (group.some(({ verdict }) => verdict === 'yes')) {
          break;
        }
        ahead.push(...group);
        group = [];
      }
      const verdict = takes(one.match, view);
      if (verdict !== 'no') {
        group.push({ ...one, verdict });
      }
    }
    const certain = group.filter(({ verdict }) => verdict === 'yes');
    const first = [...ahead, ...firstOf(group, certain), ...expressions];
    return {
      possible: first.map(({ match }) => match),
      isTaken: certain.length > 0 || expressions.some(({ verdict }) => verdict === 'yes'),
      hasUnknown: first.some(({ verdict }) => verdict === 'unknown'),
    };
  }

  private about(view: RequestView): { readonly plain: Ranked[]; readonly expressions: Ranked[] } {
    const known = this.byPath.get(view.pathKey);
    if (known) {
      return known;
    }
    if (this.byPath.size >= MAX_PATHS) {
      this.byPath.clear();
    }
    const mayTake = ({ match }: Ranked) => view.pathTakes(match.path) !== 'no';
    const made = { plain: this.plain.filter(mayTake), expressions: this.expressions.filter(mayTake) };
    this.byPath.set(view.pathKey, made);
    return made;
  }
}

/** For how many paths a virtual host remembers which matches are about them. */
const MAX_PATHS = 500;

/** The rules of a route that count. @internal */
export interface RouteRules {
  readonly route: KubernetesObject;
  readonly rules: readonly { readonly rule: any; readonly place: number }[];
}

function found(ranked: Ranked[], view: RequestView): Found[] {
  return ranked.map((one) => ({ ...one, verdict: takes(one.match, view) })).filter(({ verdict }) => verdict !== 'no');
}

/** Of matches that are equally specific, those that may be first: nothing certain is before them. */
function firstOf(group: Found[], certain: Found[]): Found[] {
  const firstByRoute = new Map<KubernetesObject, Found>();
  for (const one of certain) {
    const known = firstByRoute.get(one.match.route);
    if (known === undefined || one.match.place < known.match.place) {
      firstByRoute.set(one.match.route, one);
    }
  }
  const firsts = [...firstByRoute.values()];
  const oldest = firsts
    .filter(({ match }) => ageOf(match) !== undefined)
    .sort(({ match: one }, { match: other }) => byAge(one, other))[0];
  const mayLead = ({ match }: Found) =>
    oldest === undefined ||
    oldest.match.route === match.route ||
    ageOf(match) === undefined ||
    byAge(match, oldest.match) < 0;
  return group.filter((one) => {
    const own = firstByRoute.get(one.match.route);
    const isBeforeOwn =
      own === undefined || own === one || (one.verdict === 'unknown' && one.match.place <= own.match.place);
    return isBeforeOwn && mayLead(one);
  });
}

function ageOf({ route }: Match): number | undefined {
  const { creationTimestamp } = route.metadata ?? {};
  return creationTimestamp === undefined ? undefined : Date.parse(creationTimestamp);
}

function byAge(one: Match, other: Match): number {
  const key = ({ route: { metadata } }: Match) => [metadata?.namespace ?? '', metadata?.name ?? ''];
  const [[namespace, name], [otherNamespace, otherName]] = [key(one), key(other)];
  return (ageOf(one) ?? 0) - (ageOf(other) ?? 0) || byText(namespace, otherNamespace) || byText(name, otherName);
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Negative where the first rank counts first. */
function compared(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) {
      return other[index] - one[index];
    }
  }
  return 0;
}
