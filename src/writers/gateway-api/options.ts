import { HttpRouteOptions } from '../shared/http-route';

/** What Services are called. */
export enum GatewayApiNaming {
  /** By the version that they lead to: `echo-v1`, `echo-v2`. */
  BY_VERSION = 'by version',
  /**
   * By their role: `echo` and `echo-canary`, both there at all times. These are the names that Argo Rollouts has too, so a
   * controller can take over the same HTTPRoute.
   */
  BY_ROLE = 'by role',
}

/** How an application is exposed through the Gateway API. */
export interface GatewayApiOptions extends HttpRouteOptions {
  /**
   * What Services are called.
   *
   * @default GatewayApiNaming.BY_VERSION
   */
  readonly naming?: GatewayApiNaming;

  /**
   * The namespace of the HTTPRoute, and of the Gateway that is written. In another one than the application's, a
   * ReferenceGrant is written that lets it lead to the application's Services.
   *
   * @default - the application's
   */
  readonly routeNamespace?: string;
}
