/** A Gateway that is there already. */
export interface GatewayReference {
  /** Its name. */
  readonly name: string;

  /**
   * Its namespace. A Gateway admits routes of its own namespace only, unless it says otherwise (`allowedRoutes`).
   *
   * @default - that of the HTTPRoute
   */
  readonly namespace?: string;

  /**
   * One of its listeners.
   *
   * @default - all that take the application's hosts
   */
  readonly sectionName?: string;
}

/** A Gateway that is written with the application, beside its HTTPRoute. */
export interface GatewayOptions {
  /** Whose Gateway it is: the name of a GatewayClass. */
  readonly className: string;

  /**
   * Its name.
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
   * The Secret with the certificate, beside the Gateway. With it there is HTTPS on port 443 too.
   *
   * @default - plain HTTP only
   */
  readonly tlsSecretName?: string;
}

/** The HTTPRoute of an application, by whomever its canary is moved on. */
export interface HttpRouteOptions {
  /**
   * The Gateways where the application is exposed.
   *
   * @default - the one that is written; one of both is needed
   */
  readonly gateways?: GatewayReference[];

  /**
   * Write a Gateway too.
   *
   * @default - none is written
   */
  readonly gateway?: GatewayOptions;

  /**
   * The name of the HTTPRoute.
   *
   * @default - the application's name
   */
  readonly httpRouteName?: string;

  /**
   * Take header matches by expression, prefix and presence, which all become expressions: the standard leaves to each
   * implementation of a Gateway whether it knows any, and which dialect. Envoy Gateway, Istio and others that are made of
   * Envoy take RE2.
   *
   * @default false
   */
  readonly acceptRegularExpressions?: boolean;
}
