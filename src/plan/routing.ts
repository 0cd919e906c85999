import { frozen } from './frozen';
import { HeaderRoute } from './header-route';
import { IntendedSplit } from './intended-split';
import { Fraction } from '../fraction';
import { HttpRequest } from '../http';

/** Who gets which request, in the plan's terms. */
export interface RoutingProps {
  /** The version behind the plain route, which takes all requests that nothing else claims. */
  readonly primary: string;

  /**
   * The version that header routes, the weight and the mirror lead to.
   *
   * @default - none: everything goes to the primary
   */
  readonly canary?: string;

  /**
   * The canary's share of the plain route in percent, decimals included. 0 is a split that gives it nothing, which is not the same
   * YAML as no split.
   *
   * @default - the plain route is not split
   */
  readonly weight?: number;

  /**
   * Lanes to the canary.
   *
   * @default - none
   */
  readonly headerRoutes?: HeaderRoute[];

  /**
   * The percentage of the plain route's requests that is copied to the canary.
   *
   * @default 0
   */
  readonly mirrorPercent?: number;
}

/** Who gets which request at one stage. */
export class Routing {
  /** The version behind the plain route. */
  public readonly primary: string;

  /** The version that header routes, weight and mirror lead to; undefined while there are none. */
  public readonly canary?: string;

  /** The canary's share of the plain route in percent; undefined when the plain route is not split. */
  public readonly weight?: number;

  /** Lanes to the canary; a request that fulfils one reaches the canary at any weight. */
  public readonly headerRoutes: HeaderRoute[];

  /** The percentage of the plain route's requests that is copied to the canary. */
  public readonly mirrorPercent: number;

  /** @param props who gets what */
  public constructor(props: RoutingProps) {
    this.primary = props.primary;
    this.weight = props.weight;
    this.headerRoutes = frozen(props.headerRoutes ?? []);
    this.mirrorPercent = props.mirrorPercent ?? 0;
    this.canary = this.isPlain ? undefined : props.canary;
  }

  /**
   * The same routing with some parts replaced.
   *
   * @internal
   */
  public _with(change: Partial<RoutingProps>): Routing {
    return new Routing({ ...this, ...change });
  }

  /** Whether everything simply goes to the primary. */
  public get isPlain(): boolean {
    return this.weight === undefined && this.headerRoutes.length === 0 && this.mirrorPercent === 0;
  }

  /** The exact share of each version for a request. @param request one that reaches the application's hosts and paths */
  public intendedSplit(request: HttpRequest): IntendedSplit {
    if (this.canary === undefined) {
      return new IntendedSplit({ [this.primary]: Fraction.ONE });
    }
    const onLane = this.headerRoutes.some((route) => route.accepts(request));
    const canaryShare = onLane ? Fraction.ONE : Fraction.percent(this.weight ?? 0);
    return new IntendedSplit({ [this.primary]: Fraction.ONE.minus(canaryShare), [this.canary]: canaryShare });
  }
}
