import { GatewayApiRouter } from './gateway-api/router';
import { IstioRoutingOptions } from './istio/options';
import { IstioRouter } from './istio/router';
import { NginxRoutingOptions } from './nginx/options';
import { NginxRouter } from './nginx/router';
import { ReplicaRouter } from './none/router';
import { RolloutRouter } from './rollout-router';
import { HttpRouteOptions } from '../../shared/http-route';

/** The router that the controller of Argo Rollouts configures. */
export class TrafficRouting {
  /**
   * ingress-nginx: this library writes the main Ingress, and the controller writes the canary Ingress. The project was
   * retired in March 2026.
   *
   * @param options the Ingress options
   */
  public static nginx(options: NginxRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(new NginxRouter(options ?? {}));
  }

  /**
   * Istio: the controller sets the weights of a VirtualService's route, and adds routes for header routes and mirrors.
   *
   * @param options the gateways, and whether versions are Services or subsets
   */
  public static istio(options: IstioRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(new IstioRouter(options ?? {}));
  }

  /**
   * Gateway API, through the plugin `argoproj-labs/gatewayAPI`: the controller sets the weights of an HTTPRoute, and
   * adds rules for header routes.
   *
   * @param options the Gateways
   */
  public static gatewayApi(options: HttpRouteOptions): TrafficRouting {
    return new TrafficRouting(new GatewayApiRouter(options ?? {}));
  }

  /**
   * No router: the numbers of pods divide the requests, so a weight of 20 % with 5 pods means one pod. Weights that
   * cannot be reached are notices at synth time.
   */
  public static none(): TrafficRouting {
    return new TrafficRouting(new ReplicaRouter());
  }

  /**
   * The router's implementation.
   *
   * @internal
   */
  public readonly _router: RolloutRouter;

  private constructor(router: RolloutRouter) {
    this._router = router;
  }

  /** The router's name. */
  public toString(): string {
    return this._router.title;
  }
}
