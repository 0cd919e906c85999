import { GatewayApiRouter } from './gateway-api/router';
import { IstioRoutingOptions } from './istio/options';
import { IstioRouter } from './istio/router';
import { NginxRoutingOptions } from './nginx/options';
import { NginxRouter } from './nginx/router';
import { ReplicaRouter } from './none/router';
import { RolloutRouter } from './rollout-router';
import { HttpRouteOptions } from '../../shared/http-route';

/** The router that the controller of Argo Rollouts tells who gets what. */
export class TrafficRouting {
  /**
   * ingress-nginx: the main Ingress is written here, the canary Ingress by the controller. The project was retired in
   * March 2026.
   *
   * @param options how the application is exposed
   */
  public static nginx(options: NginxRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(new NginxRouter(options ?? {}));
  }

  /**
   * Istio: the controller sets the weights of a VirtualService's route, and adds routes for header lanes and mirrors.
   *
   * @param options where it is exposed, and how versions are told apart
   */
  public static istio(options: IstioRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(new IstioRouter(options ?? {}));
  }

  /**
   * Gateway API, through the plugin `argoproj-labs/gatewayAPI`: the controller sets the weights of an HTTPRoute, and
   * adds rules for header lanes.
   *
   * @param options the Gateways where it is exposed
   */
  public static gatewayApi(options: HttpRouteOptions): TrafficRouting {
    return new TrafficRouting(new GatewayApiRouter(options ?? {}));
  }

  /**
   * No router: pods are divided instead of requests, so 20 % of 5 pods are one pod. Shares that cannot be reached are
   * told at synth time.
   */
  public static none(): TrafficRouting {
    return new TrafficRouting(new ReplicaRouter());
  }

  /**
   * What is done with it.
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
