/**
 * What a router tells Prometheus of the canary. Each asks for arguments that say which canary; they are given where the
 * analysis is run.
 */
export class RouterMetrics {
  /**
   * ingress-nginx, by the label `canary`, which is the upstream of the canary's Service (rootfs/etc/nginx/lua/balancer.lua and
   * monitor.lua of kubernetes/ingress-nginx). Arguments: `namespace`, `service` (the canary's Service) and `port` (as the
   * Ingress says it).
   */
  public static ingressNginx(): RouterMetrics {
    const canary = 'canary="{{args.namespace}}-{{args.service}}-{{args.port}}"';
    return new RouterMetrics(['namespace', 'service', 'port'], canary, 'nginx_ingress_controller_requests', 'status!~"5.*"', 'nginx_ingress_controller_request_duration_seconds_bucket', 1);
  }

  /**
   * Istio, by the Service, as clients and gateways see it: so errors count that never reached a pod
   * (https://istio.io/latest/docs/reference/config/metrics/). Arguments: `namespace` and `service` (the canary's Service).
   */
  public static istioService(): RouterMetrics {
    const canary = 'reporter="source",destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}"';
    return new RouterMetrics(['namespace', 'service'], canary, 'istio_requests_total', 'response_code!~"5.*"', 'istio_request_duration_milliseconds_bucket', 1000);
  }

  /**
   * Istio, by Service and version, as the pods themselves see it: for versions that are subsets of one Service. What reached
   * no pod is not in it. Arguments: `namespace`, `service` and `version` (the label of the canary's pods).
   */
  public static istioVersion(): RouterMetrics {
    const canary = 'reporter="destination",destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}",destination_version="{{args.version}}"';
    return new RouterMetrics(['namespace', 'service', 'version'], canary, 'istio_requests_total', 'response_code!~"5.*"', 'istio_request_duration_milliseconds_bucket', 1000);
  }

  /**
   * An Envoy, such as that of Gloo, by cluster. Envoy does not tell subsets of a cluster apart: the canary needs a cluster
   * of its own. Argument: `cluster`.
   */
  public static envoy(): RouterMetrics {
    return new RouterMetrics(['cluster'], 'envoy_cluster_name="{{args.cluster}}"', 'envoy_cluster_upstream_rq', 'envoy_response_code!~"5.*"', 'envoy_cluster_upstream_rq_time_bucket', 1000);
  }

  /** The names of its arguments. */
  public readonly args: string[];

  private readonly canary: string;
  private readonly requests: string;
  private readonly isGood: string;
  private readonly durations: string;
  private readonly unitsPerSecond: number;

  private constructor(args: string[], canary: string, requests: string, isGood: string, durations: string, unitsPerSecond: number) {
    this.args = args;
    this.canary = canary;
    this.requests = requests;
    this.isGood = isGood;
    this.durations = durations;
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * The share of requests to the canary that did not end in 5xx; no answer where there were none at all.
   *
   * @internal
   */
  public _successRate(window: string): string {
    // Without any good request the sum has no answer either, which would be no failure.
    return `(sum(rate(${this.requests}{${this.canary},${this.isGood}}[${window}])) or vector(0)) / sum(rate(${this.requests}{${this.canary}}[${window}]))`;
  }

  /**
   * The time within which a share of the canary's answers came, in seconds.
   *
   * @internal
   */
  public _latency(percentile: number, window: string): string {
    const quantile = `histogram_quantile(${percentile}, sum(rate(${this.durations}{${this.canary}}[${window}])) by (le))`;
    return this.unitsPerSecond === 1 ? quantile : `${quantile} / ${this.unitsPerSecond}`;
  }
}
