/**
 * The Prometheus metrics of a router about the canary. They need arguments that identify the canary; the analysis that
 * runs the template gives their values.
 */
export class RouterMetrics {
  /**
   * ingress-nginx, by the label `canary`, which is the upstream of the canary's Service
   * (rootfs/etc/nginx/lua/balancer.lua and monitor.lua of kubernetes/ingress-nginx). Arguments: `namespace`, `service`
   * (the canary's Service) and `port` (as in the Ingress).
   */
  public static ingressNginx(): RouterMetrics {
    const canary = 'canary="{{args.namespace}}-{{args.service}}-{{args.port}}"';
    return new RouterMetrics(
      ['namespace', 'service', 'port'],
      canary,
      'nginx_ingress_controller_requests',
      'status!~"5.*"',
      'nginx_ingress_controller_request_duration_seconds_bucket',
      1,
    );
  }

  /**
   * Istio, by Service, as reported by clients and gateways: they also count errors of requests that reached no pod
   * (https://istio.io/latest/docs/reference/config/metrics/). Arguments: `namespace` and `service` (the canary's
   * Service).
   */
  public static istioService(): RouterMetrics {
    const canary =
      'reporter="source",' +
      'destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}"';
    return new RouterMetrics(
      ['namespace', 'service'],
      canary,
      'istio_requests_total',
      'response_code!~"5.*"',
      'istio_request_duration_milliseconds_bucket',
      1000,
    );
  }

  /**
   * Istio, by Service and version, as reported by the pods: for versions that are subsets of one Service. Requests that
   * reached no pod are not counted. Arguments: `namespace`, `service` and `version` (the label of the canary's pods).
   */
  public static istioVersion(): RouterMetrics {
    const canary =
      'reporter="destination",' +
      'destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}",' +
      'destination_version="{{args.version}}"';
    return new RouterMetrics(
      ['namespace', 'service', 'version'],
      canary,
      'istio_requests_total',
      'response_code!~"5.*"',
      'istio_request_duration_milliseconds_bucket',
      1000,
    );
  }

  /**
   * Envoy, such as that of Gloo, by cluster. Envoy does not distinguish subsets of a cluster, so the canary needs its
   * own cluster. Argument: `cluster`.
   */
  public static envoy(): RouterMetrics {
    return new RouterMetrics(
      ['cluster'],
      'envoy_cluster_name="{{args.cluster}}"',
      'envoy_cluster_upstream_rq',
      'envoy_response_code!~"5.*"',
      'envoy_cluster_upstream_rq_time_bucket',
      1000,
    );
  }

  /** The names of its arguments. */
  public readonly args: string[];

  private readonly canary: string;
  private readonly requests: string;
  private readonly isGood: string;
  private readonly durations: string;
  private readonly unitsPerSecond: number;

  private constructor(
    args: string[],
    canary: string,
    requests: string,
    isGood: string,
    durations: string,
    unitsPerSecond: number,
  ) {
    this.args = args;
    this.canary = canary;
    this.requests = requests;
    this.isGood = isGood;
    this.durations = durations;
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * A query for the fraction of requests to the canary that did not end in 5xx; its result is empty if there were none.
   *
   * @internal
   */
  public _successRate(window: string): string {
    // Without any successful request the sum is empty, so "or vector(0)" makes it zero: otherwise it would not count as
    // failure.
    return (
      `(sum(rate(${this.requests}{${this.canary},${this.isGood}}[${window}])) ` +
        `or vector(0)) / sum(rate(${this.requests}{${this.canary}}[${window}]))`
    );
  }

  /**
   * A query for a percentile of the canary's latency, in seconds.
   *
   * @internal
   */
  public _latency(percentile: number, window: string): string {
    const rates = `sum(rate(${this.durations}{${this.canary}}[${window}])) by (le)`;
    const quantile = `histogram_quantile(${percentile}, ${rates})`;
    return this.unitsPerSecond === 1 ? quantile : `${quantile} / ${this.unitsPerSecond}`;
  }
}
