import { frozen } from './frozen';
import { HeaderRoute } from './header-route';
import { IntendedSplit } from './intended-split';
import { Fraction } from '../fraction';
import { HttpRequest } from '../http';

/** Which version gets which request. */
export interface RoutingProps {
  /** The version of the plain route. The plain route takes every request that no header route takes. */
  readonly primary: string;

  /**
   * The version that header routes, the weight and the mirror lead to.
   *
   * @default - none: all requests go to the primary
   */
  readonly canary?: string;

  /**
   * The canary's weight on the plain route in percent; decimals are allowed. 0 is a split with weight 0, and its YAML
   * differs from that of a route without a split.
   *
   * @default - the plain route is not split
   */
  readonly weight?: number;

  /**
   * Header routes to the canary.
   *
   * @default - none
   */
  readonly headerRoutes?: HeaderRoute[];

  /**
   * The percentage of the plain route's requests that the router copies to the canary.
   *
   * @default 0
   */
  readonly mirrorPercent?: number;
}

/** Which version gets which request at one stage. */
export class Routing {
  /** The version of the plain route. */
  public readonly primary: string;

  /** The version that header routes, weight and mirror lead to; undefined if there are none of these. */
  public readonly canary?: string;

  /** The canary's weight on the plain route in percent; undefined if the plain route is not split. */
  public readonly weight?: number;

  /** Header routes to the canary. A request that fulfils one of them reaches the canary at any weight. */
  public readonly headerRoutes: HeaderRoute[];

  /** The percentage of the plain route's requests that the router copies to the canary. */
  public readonly mirrorPercent: number;

  /** @param props which version gets which request */
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

  /** Whether all requests go to the primary. */
  public get isPlain(): boolean {
    return this.weight === undefined && this.headerRoutes.length === 0 && this.mirrorPercent === 0;
  }

  /** The exact fraction of each version for a request. @param request a request to the application's hosts and paths */
  public intendedSplit(request: HttpRequest): IntendedSplit {
    if (this.canary === undefined) {
      return new IntendedSplit({ [this.primary]: Fraction.ONE });
    }
    const takesHeaderRoute = this.headerRoutes.some((route) => route.accepts(request));
    const canaryShare = takesHeaderRoute ? Fraction.ONE : Fraction.percent(this.weight ?? 0);
    return new IntendedSplit({ [this.primary]: Fraction.ONE.minus(canaryShare), [this.canary]: canaryShare });
  }
}
