/** A Gateway where an HTTPRoute counts. */
export interface GatewayReference {
  /** Its name. */
  readonly name: string;

  /**
   * Its namespace.
   *
   * @default - the application's
   */
  readonly namespace?: string;

  /**
   * One of its listeners.
   *
   * @default - all that take the application's hosts
   */
  readonly sectionName?: string;
}

/** How the controller of Argo Rollouts drives the Gateway API. */
export interface GatewayApiRoutingOptions {
  /** The Gateways where the application is exposed, at least one. */
  readonly gateways: GatewayReference[];

  /**
   * The name of the HTTPRoute.
   *
   * @default - the application's name
   */
  readonly httpRouteName?: string;

  /**
   * Take header matches by expression, prefix and presence, which all become expressions: the standard leaves to each
   * implementation of a Gateway whether it knows any, which dialect, and whether they are anchored.
   *
   * @default false
   */
  readonly acceptRegularExpressions?: boolean;
}
