/** An existing Gateway. */
export interface GatewayReference {
  /** The Gateway's name. */
  readonly name: string;

  /**
   * The Gateway's namespace. A Gateway accepts routes of its own namespace only, unless `allowedRoutes` allows others.
   *
   * @default - the namespace of the HTTPRoute
   */
  readonly namespace?: string;

  /**
   * One of the Gateway's listeners.
   *
   * @default - all listeners of the application's hosts
   */
  readonly sectionName?: string;
}

/** A Gateway that is written together with the application's HTTPRoute. */
export interface GatewayOptions {
  /** The name of the GatewayClass, which selects the implementation. */
  readonly className: string;

  /**
   * The Gateway's name.
   *
   * @default - the application's name
   */
  readonly name?: string;

  /**
   * The port for plain HTTP.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The Secret with the certificate, in the Gateway's namespace. With it the Gateway also serves HTTPS on port 443.
   *
   * @default - plain HTTP only
   */
  readonly tlsSecretName?: string;
}

/** Options of an application's HTTPRoute, for stepped and controller-run rollouts. */
export interface HttpRouteOptions {
  /**
   * The Gateways that expose the application.
   *
   * @default - the Gateway in `gateway`; one of both is required
   */
  readonly gateways?: GatewayReference[];

  /**
   * Write a Gateway too.
   *
   * @default - no Gateway is written
   */
  readonly gateway?: GatewayOptions;

  /**
   * The name of the HTTPRoute.
   *
   * @default - the application's name
   */
  readonly httpRouteName?: string;

  /**
   * Accept header matches by expression, prefix and presence. All three become regular expressions, whose support and
   * dialect the standard leaves to each implementation. Envoy Gateway, Istio and other implementations with Envoy use
   * RE2.
   *
   * @default false
   */
  readonly acceptRegularExpressions?: boolean;
}
