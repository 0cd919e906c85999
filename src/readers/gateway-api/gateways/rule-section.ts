import { ageOf, byAge } from './ages';
import { RuleGroup } from './rule-group';
import { HeaderIndex, NeededHeader } from '../../engine/header-index';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Verdict } from '../../envoy';
import { Match, takes } from '../matching';
import { RequestView } from '../requests/request-view';

/** A match with its place among others. @internal */
export interface Ranked {
  readonly match: Match;
  readonly rank: readonly number[];
  /** Whether it depends on unknown creation timestamps of routes if this match is served at all. */
  readonly isDoubtful?: boolean;
}

/** A match that takes a request, or may take it. */
interface Found extends Ranked {
  readonly verdict: Verdict;
}

/** The matches whose path may take a request. */
interface AboutPath {
  readonly plain: HeaderIndex<Ranked>;
  readonly open: HeaderIndex<Ranked>;
}

/** What may answer a request: one match, or several where the objects do not tell which. @internal */
export interface Choice {
  readonly possible: readonly Match[];
  /** Whether one of them answers; otherwise all of them may leave the request alone. */
  readonly isTaken: boolean;
  readonly hasUnknown: boolean;
  /** Whether one of them has a path whose place is left open. */
  readonly hasOpenPlace: boolean;
}

/**
 * Matches that are sorted together: the most specific one first, then the one of the oldest route, then the first by
 * namespace and name, then the first rule (comment of HTTPRouteRule.Matches in apis/v1/httproute_types.go of
 * kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export class RuleSection {
  private readonly byPath = new Map<string, AboutPath>();

  /**
   * @param plain sorted by rank
   * @param open those whose place is left open
   * @param nameSuffix what stands behind the names of routes where they are compared
   */
  public constructor(
    public readonly group: RuleGroup,
    private readonly plain: readonly Ranked[],
    private readonly open: readonly Ranked[],
    private readonly nameSuffix: string,
  ) {}

  /** All matches in their order. */
  public get matches(): readonly Match[] {
    return [...this.plain, ...this.open].map(({ match }) => match);
  }

  /** What may take a request. */
  public choose(view: RequestView): Choice {
    const about = this.about(view);
    const open = about.open.of(view.request).map((one) => found(one, view)).filter(({ verdict }) => verdict !== 'no');
    const ahead: Found[] = [];
    let alike: Found[] = [];
    for (const ranked of about.plain.of(view.request)) {
      if (alike.length > 0 && byRank(alike[0].rank, ranked.rank) !== 0) {
        if (alike.some(isCertain)) {
          break;
        }
        ahead.push(...alike);
        alike = [];
      }
      const one = found(ranked, view);
      if (one.verdict !== 'no') {
        alike.push(one);
      }
    }
    const certain = alike.filter(isCertain);
    const first = [...ahead, ...this.firstOf(alike, certain), ...open];
    return {
      possible: first.map(({ match }) => match),
      isTaken: certain.length > 0 || open.some(isCertain),
      hasUnknown: first.some(({ verdict }) => verdict === 'unknown'),
      hasOpenPlace: open.length > 0,
    };
  }

  /** Those whose path may take a request: requests ask for few paths. */
  private about(view: RequestView): AboutPath {
    const known = this.byPath.get(view.pathKey);
    if (known) {
      return known;
    }
    if (this.byPath.size >= MAX_PATHS) {
      this.byPath.clear();
    }
    const mayTake = ({ match }: Ranked) => view.pathTakes(match.path) !== 'no';
    const [plain, open] = [this.plain, this.open].map((all) => new HeaderIndex(all.filter(mayTake), neededHeaders));
    const made = { plain, open };
    this.byPath.set(view.pathKey, made);
    return made;
  }

  /** Of matches that are equally specific, those that may be first: nothing certain is before them. */
  private firstOf(alike: Found[], certain: Found[]): Found[] {
    const firstByRoute = new Map<KubernetesObject, Found>();
    for (const one of certain) {
      const known = firstByRoute.get(one.match.route);
      if (known === undefined || one.match.place < known.match.place) {
        firstByRoute.set(one.match.route, one);
      }
    }
    const oldest = [...firstByRoute.keys()]
      .filter((route) => ageOf(route) !== undefined)
      .sort((one, other) => byAge(one, other, this.nameSuffix))[0];
    const mayLead = ({ match: { route } }: Found) =>
      oldest === undefined ||
      oldest === route ||
      ageOf(route) === undefined ||
      byAge(route, oldest, this.nameSuffix) < 0;
    return alike.filter((one) => {
      const own = firstByRoute.get(one.match.route);
      const isBeforeOwn =
        own === undefined || own === one || (!isCertain(one) && one.match.place <= own.match.place);
      return isBeforeOwn && mayLead(one);
    });
  }
}

/** For how many paths a section remembers which matches are about them. */
const MAX_PATHS = 500;

/** Negative where the first rank counts first. @internal */
export function byRank(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) {
      return other[index] - one[index];
    }
  }
  return 0;
}

function neededHeaders({ match: { headers } }: Ranked): NeededHeader[] | undefined {
  const [first] = headers;
  return first && [{ name: first.name, value: first.expression === undefined ? first.value : undefined }];
}

function found(ranked: Ranked, view: RequestView): Found {
  return { ...ranked, verdict: takes(ranked.match, view) };
}

function isCertain({ verdict, isDoubtful }: Found): boolean {
  return verdict === 'yes' && isDoubtful !== true;
}
