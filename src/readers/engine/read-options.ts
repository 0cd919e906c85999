/** Whose rules hold where implementations of the Gateway API read the standard in different ways. */
export enum GatewayImplementation {
  /** The standard itself; where it leaves a choice, the answer is undetermined. */
  STANDARD = 'standard',
  /** Envoy Gateway (`gateway.envoyproxy.io/gatewayclass-controller`). */
  ENVOY_GATEWAY = 'envoy-gateway',
  /** Istio (`istio.io/gateway-controller`). */
  ISTIO = 'istio',
}

/** How objects are read. */
export interface TrafficOptions {
  /**
   * Whether the objects are the whole cluster. Then an object that they refer to and do not contain does not exist,
   * and the router answers as it does without it. Otherwise it is assumed to exist, and a note says so.
   *
   * @default false
   */
  readonly complete?: boolean;

  /**
   * Which implementation of the Gateway API runs.
   *
   * @default - the one that the controller name of a GatewayClass among the objects tells; otherwise the standard
   */
  readonly implementation?: GatewayImplementation;
}
