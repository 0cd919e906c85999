import { ageOf, byAge } from './ages';
import { GroupOrder, RuleGroup, singleGroup } from './rule-group';
import { byRank, Choice, Ranked, RuleSection } from './rule-section';
import { Implementation } from '../implementations/implementation';
import { Match, matchesOf } from '../matching';
import { RequestView } from '../requests/request-view';

/** What may answer at a hostname. @internal */
export interface HostChoice extends Choice {
  /** Why several may answer, where groups whose order is not known take the request: who orders them. */
  readonly openOrder?: GroupOrder;
}

/**
 * All matches for one hostname, in the order in which they count. They are sorted over all rules of all routes, unless
 * the implementation keeps groups of routes apart: then the groups follow one another, and behind all of them what goes
 * last.
 *
 * @internal
 */
export class VirtualHost {
  private readonly order: GroupOrder | undefined;
  /** All of the first stage come before all of the second. */
  private readonly stages: readonly (readonly RuleSection[])[];
  private readonly precedence = new Map<RuleGroup, Map<RuleGroup, boolean>>();

  /** @param hostname empty for every host @param groups the rules of routes, without those that are left out */
  public constructor(
    public readonly hostname: string,
    groups: readonly RuleGroup[],
    private readonly implementation: Implementation,
  ) {
    this.order = implementation.groupOrder;
    this.stages = this.order ? staged(groups, this.order, implementation) : [[this.sorted(singleGroup(groups))]];
  }

  /** All matches in their order. */
  public get matches(): readonly Match[] {
    return this.stages.flat().flatMap(({ matches }) => matches);
  }

  /** What may take a request. */
  public choose(view: RequestView): HostChoice {
    let before: HostChoice = { possible: [], isTaken: false, hasUnknown: false, hasOpenPlace: false };
    for (const stage of this.stages) {
      before = joined(before, this.chosen(stage, view));
      if (before.isTaken) {
        break;
      }
    }
    return before;
  }

  /** What may come first in one stage: all that no group which surely takes the request is surely before. */
  private chosen(stage: readonly RuleSection[], view: RequestView): HostChoice {
    const takers = stage
      .map(({ group }, index) => ({ group, choice: stage[index].choose(view) }))
      .filter(({ choice }) => choice.possible.length > 0);
    const certain = takers.filter(({ choice }) => choice.isTaken);
    const first = takers.filter((one) =>
      certain.every((other) => other === one || this.mayPrecede(one.group, other.group)),
    );
    const openOrder = first.length > 1 && certain.length > 0 ? this.order : undefined;
    return first.reduce((all: HostChoice, { choice }) => joined(all, choice), { ...NOTHING, openOrder });
  }

  private mayPrecede(one: RuleGroup, other: RuleGroup): boolean {
    const known = this.precedence.get(one) ?? new Map<RuleGroup, boolean>();
    this.precedence.set(one, known);
    const answer = known.get(other) ?? this.order?.mayPrecede(one, other) ?? true;
    known.set(other, answer);
    return answer;
  }

  private sorted(group: RuleGroup): RuleSection {
    const { leavesExpressionsOpen, nameSuffix } = this.implementation;
    const all = rankedOf(group, this.implementation);
    const isOpen = ({ match }: Ranked) => leavesExpressionsOpen && match.path.type === 'expression';
    return new RuleSection(group, all.filter((one) => !isOpen(one)), all.filter(isOpen), nameSuffix);
  }
}

const NOTHING: HostChoice = { possible: [], isTaken: false, hasUnknown: false, hasOpenPlace: false };

function joined(one: HostChoice, other: HostChoice): HostChoice {
  return {
    possible: [...new Set([...one.possible, ...other.possible])],
    isTaken: one.isTaken || other.isTaken,
    hasUnknown: one.hasUnknown || other.hasUnknown,
    hasOpenPlace: one.hasOpenPlace || other.hasOpenPlace,
    openOrder: one.openOrder ?? other.openOrder,
  };
}

/** The matches of a group, the most specific first. */
function rankedOf({ routes }: RuleGroup, implementation: Implementation): Ranked[] {
  return routes
    .flatMap(({ route, rules }) =>
      rules.flatMap(({ rule, place }) => {
        return matchesOf(route, rule, place, implementation.headerKey)
          .flatMap((match) => [match, ...implementation.impliedMatches(match)])
          .map((match): Ranked => ({ match, rank: implementation.rank(match) }));
      }),
    )
    .sort((one, other) => byRank(one.rank, other.rank));
}

/** First what each group has before a match that goes last, then those matches. */
function staged(groups: readonly RuleGroup[], order: GroupOrder, implementation: Implementation): RuleSection[][] {
  const { nameSuffix } = implementation;
  const parts = groups.map((group) => {
    const all = rankedOf(group, implementation);
    const last = all.filter(({ match }) => order.isLast(match));
    const others = all
      .filter(({ match }) => !order.isLast(match))
      .flatMap((one): Ranked[] => {
        const ends = last.map((end) => isBefore(end, one, all, nameSuffix));
        return ends.includes(true) ? [] : [{ ...one, isDoubtful: ends.includes(undefined) }];
      });
    return { group, last, others };
  });
  return [
    parts.map(({ group, others }) => new RuleSection(group, others, [], nameSuffix)),
    parts.map(({ group, last }) => new RuleSection(group, last, [], nameSuffix)),
  ];
}

/**
 * Whether a match comes before another one of its group; undefined where their ages do not tell.
 *
 * @param all those of the group, sorted by rank
 */
function isBefore(one: Ranked, other: Ranked, all: readonly Ranked[], nameSuffix: string): boolean | undefined {
  const difference = byRank(one.rank, other.rank);
  if (difference !== 0) {
    return difference < 0;
  }
  const [{ route }, { route: otherRoute }] = [one.match, other.match];
  if (route === otherRoute) {
    return all.indexOf(one) < all.indexOf(other);
  }
  const areAgesTold = ageOf(route) !== undefined && ageOf(otherRoute) !== undefined;
  return areAgesTold ? byAge(route, otherRoute, nameSuffix) < 0 : undefined;
}
