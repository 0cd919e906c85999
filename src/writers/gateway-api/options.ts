import { HttpRouteOptions } from '../shared/http-route';

/** The names of Services. */
export enum GatewayApiNaming {
  /** By version: `echo-v1`, `echo-v2`. */
  BY_VERSION = 'by version',
  /**
   * By role: `echo` and `echo-canary`, which both exist at all times. Argo Rollouts uses the same names, so its
   * controller can take over the HTTPRoute.
   */
  BY_ROLE = 'by role',
}

/** Options of an application over the Gateway API. */
export interface GatewayApiOptions extends HttpRouteOptions {
  /**
   * The names of Services.
   *
   * @default GatewayApiNaming.BY_VERSION
   */
  readonly naming?: GatewayApiNaming;

  /**
   * The namespace of the HTTPRoute, and of the Gateway that is written. If it differs from the application's namespace,
   * a ReferenceGrant is written too, which allows the HTTPRoute to refer to the application's Services.
   *
   * @default - the application's namespace
   */
  readonly routeNamespace?: string;
}
