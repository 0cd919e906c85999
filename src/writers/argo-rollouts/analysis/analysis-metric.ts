import { Duration } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { measurementFaults, measurementManifest, MeasurementOptions } from './measurement';
import { RouterMetrics } from './router-metrics';
import {
  AnalysisTemplateSpecMetrics,
  AnalysisTemplateSpecMetricsProvider,
  AnalysisTemplateSpecMetricsProviderWebMethod,
} from '../../../../imports/argoproj.io';
import { labelNameFault } from '../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../faults/list-fault';
import { given, isMap, shown } from '../../../faults/shown';
import { sortedEntries } from '../../../faults/sorted-map';
import { unknownKeyFaults } from '../../../faults/unknown-keys';

/** Options of a Prometheus query about a router's metrics. */
export interface RouterMetricOptions extends MeasurementOptions {
  /** The address of Prometheus, such as `http://prometheus.monitoring:9090`. */
  readonly address: string;

  /** The metrics of the router. */
  readonly metrics: RouterMetrics;

  /**
   * The time range of a query, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;
}

/** Options of a success-rate metric. */
export interface SuccessRateOptions extends RouterMetricOptions {
  /**
   * The least fraction of successful requests, above 0 and up to 1.
   *
   * @default 0.95
   */
  readonly atLeast?: number;
}

/** Options of a latency metric. */
export interface LatencyOptions extends RouterMetricOptions {
  /** The greatest latency. */
  readonly atMost: Duration;

  /**
   * The percentile of latencies to compare, as a fraction between 0 and 1.
   *
   * @default 0.95
   */
  readonly percentile?: number;
}

/** Options of a metric with its own Prometheus query. */
export interface PrometheusMetricOptions extends MeasurementOptions {
  /** The metric's name. */
  readonly name: string;

  /** The address of Prometheus. */
  readonly address: string;

  /** The query; `{{args.service}}` stands for an argument of the template. */
  readonly query: string;

  /** The condition for success, such as `result[0] >= 0.95`. */
  readonly successCondition: string;

  /**
   * The condition for failure.
   *
   * @default - every result that does not fulfil `successCondition`
   */
  readonly failureCondition?: string;
}

/** Options of a metric from an HTTP endpoint that answers with JSON. */
export interface WebMetricOptions extends MeasurementOptions {
  /** The metric's name. */
  readonly name: string;

  /** The URL; `{{args.service}}` stands for an argument of the template. */
  readonly url: string;

  /**
   * The condition for success, such as `result == 'ok'`.
   *
   * @default - every response with a status of 2xx succeeds
   */
  readonly successCondition?: string;

  /**
   * The JSONPath of the result in the response, such as `{$.status}`.
   *
   * @default - the whole response
   */
  readonly jsonPath?: string;

  /**
   * Headers of the request.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * The time within which the endpoint must answer, in whole seconds.
   *
   * @default - 10 seconds, Argo's default
   */
  readonly timeout?: Duration;
}

/** Options of a metric that runs a Job. */
export interface JobMetricOptions extends MeasurementOptions {
  /** The metric's name. */
  readonly name: string;

  /** The Job's specification; `{{args.service}}` stands for an argument of the template. */
  readonly spec: k8s.JobSpec;
}

/** A metric of an analysis template. */
export class AnalysisMetric {
  /**
   * The fraction of requests to the canary that do not end in 5xx. Without requests the result is inconclusive, because
   * a canary without traffic is untested.
   *
   * @param options Prometheus, the router's metrics and the least fraction
   */
  public static successRate(options: SuccessRateOptions): AnalysisMetric {
    const { address, metrics, window, atLeast = 0.95 } = options ?? {};
    const isFraction = typeof atLeast === 'number' && atLeast > 0 && atLeast <= 1;
    const faults = [
      ...unknownKeyFaults('SuccessRateOptions', options),
      ...routerFaults(options),
      ...(isFraction
        ? []
        : [`atLeast must be a fraction above 0 and up to 1, ${given(atLeast)}: write for example 0.95`]),
    ];
    return new AnalysisMetric(
      'success-rate',
      options,
      faults,
      () => ({
        provider: { prometheus: { address, query: metrics._successRate(seconds(window ?? FIVE_MINUTES)) } },
        ...conditions('>=', '<', atLeast),
      }),
      metrics,
    );
  }

  /**
   * The latency of the canary's answers. Without answers the result is inconclusive.
   *
   * @param options Prometheus, the router's metrics and the greatest latency
   */
  public static latency(options: LatencyOptions): AnalysisMetric {
    const { address, metrics, window, atMost, percentile = 0.95 } = options ?? {};
    const isFraction = typeof percentile === 'number' && percentile > 0 && percentile < 1;
    const faults = [
      ...unknownKeyFaults('LatencyOptions', options),
      ...routerFaults(options),
      ...(isDuration(atMost) && atMost.toMilliseconds() > 0
        ? []
        : [`atMost must be a Duration longer than zero, ${given(atMost)}: write for example Duration.millis(500)`]),
      ...(isFraction
        ? []
        : [`percentile must be a fraction between 0 and 1, ${given(percentile)}: write for example 0.95`]),
    ];
    return new AnalysisMetric(
      'latency',
      options,
      faults,
      () => ({
        provider: { prometheus: { address, query: metrics._latency(percentile, seconds(window ?? FIVE_MINUTES)) } },
        ...conditions('<=', '>', atMost.toMilliseconds() / 1000),
      }),
      metrics,
    );
  }

  /** The result of a Prometheus query. @param options address, query and conditions */
  public static prometheus(options: PrometheusMetricOptions): AnalysisMetric {
    const { name, address, query, successCondition, failureCondition } = options ?? {};
    const faults = [
      ...unknownKeyFaults('PrometheusMetricOptions', options),
      ...addressFaults('address', address),
      ...textFaults({ query, successCondition }),
      ...(failureCondition === undefined ? [] : textFaults({ failureCondition })),
    ];
    return new AnalysisMetric(name, options, faults, () => ({
      provider: { prometheus: { address, query } },
      successCondition,
      failureCondition,
    }));
  }

  /** The JSON response of an HTTP endpoint. @param options URL and condition */
  public static web(options: WebMetricOptions): AnalysisMetric {
    const { name, url, successCondition, jsonPath, headers = {}, timeout } = options ?? {};
    const wrongHeader = mapFault(headers, 'headers must map names to texts', isText, "{ accept: 'application/json' }");
    const faults = [
      ...unknownKeyFaults('WebMetricOptions', options),
      ...addressFaults('url', url),
      ...(successCondition === undefined ? [] : textFaults({ successCondition })),
      ...(jsonPath === undefined ? [] : textFaults({ jsonPath })),
      ...(wrongHeader ? [wrongHeader] : []),
      ...(timeout === undefined || isWholeSeconds(timeout)
        ? []
        : [
          'timeout must be a Duration of whole seconds, at least one, ' +
            `${given(timeout)}: write for example Duration.seconds(10)`,
        ]),
    ];
    return new AnalysisMetric(name, options, faults, () => ({
      provider: {
        web: {
          url,
          method: AnalysisTemplateSpecMetricsProviderWebMethod.GET,
          jsonPath,
          timeoutSeconds: timeout?.toSeconds(),
          headers:
            Object.keys(headers).length > 0
              ? sortedEntries(headers).map(([key, value]) => ({ key, value }))
              : undefined,
        },
      },
      successCondition,
    }));
  }

  /** The success or failure of a Job. @param options the Job */
  public static job(options: JobMetricOptions): AnalysisMetric {
    const { name, spec } = options ?? {};
    return new AnalysisMetric(
      name,
      options,
      [...unknownKeyFaults('JobMetricOptions', options), ...jobFaults(spec)],
      () => ({ provider: { job: { spec } } }),
    );
  }

  /** The metric's name. */
  public readonly name: string;

  private readonly options: MeasurementOptions;
  private readonly ownFaults: string[];
  private readonly metric: () => Measured;
  private readonly router?: RouterMetrics;

  private constructor(
    name: string,
    options: MeasurementOptions,
    faults: string[],
    metric: () => Measured,
    router?: RouterMetrics,
  ) {
    this.name = name;
    this.options = options ?? {};
    this.ownFaults = faults;
    this.metric = metric;
    this.router = router;
  }

  /** Whether it measures without end. Then only a background analysis can run it. */
  public get isEndless(): boolean {
    return this.options.interval !== undefined && this.options.count === undefined;
  }

  /** Its faults, one sentence each; empty if there are none. */
  public validate(): string[] {
    const name = labelNameFault(this.name);
    return [...(name ? [`the name ${name}`] : []), ...this.ownFaults, ...measurementFaults(this.options)].map(
      (fault) => `metric ${shown(this.name)}: ${fault}`,
    );
  }

  /**
   * The template arguments that the metric needs.
   *
   * @internal
   */
  public _args(): string[] {
    return this.router?.args ?? [];
  }

  /**
   * The metric as a template holds it.
   *
   * @internal
   */
  public _manifest(): AnalysisTemplateSpecMetrics {
    const { provider, ...conditionsOf } = this.metric();
    return { name: this.name, ...measurementManifest(this.options), ...conditionsOf, provider };
  }
}

interface Measured {
  readonly provider: AnalysisTemplateSpecMetricsProvider;
  readonly successCondition?: string;
  readonly failureCondition?: string;
}

const FIVE_MINUTES = Duration.minutes(5);

/** Conditions that are both false for an empty result and for NaN (0 / 0), so that the measurement is inconclusive. */
function conditions(good: string, bad: string, limit: number): { successCondition: string; failureCondition: string } {
  const on = (operator: string) => `len(result) > 0 && result[0] ${operator} ${limit}`;
  return { successCondition: on(good), failureCondition: on(bad) };
}

function seconds(duration: Duration): string {
  return `${duration.toMilliseconds() / 1000}s`;
}

function isDuration(value: unknown): value is Duration {
  return typeof (value as Duration | null)?.toMilliseconds === 'function';
}

function isWholeSeconds(value: unknown): boolean {
  const duration = isDuration(value) ? value.toMilliseconds() / 1000 : NaN;
  return Number.isInteger(duration) && duration > 0;
}

function routerFaults(options: RouterMetricOptions): string[] {
  const { address, metrics, window } = options ?? {};
  return [
    ...addressFaults('address', address),
    ...(metrics instanceof RouterMetrics
      ? []
      : [`metrics must be a RouterMetrics, ${given(metrics)}: write for example RouterMetrics.istioService()`]),
    ...(window === undefined || isWholeSeconds(window)
      ? []
      : [
        'window must be a Duration of whole seconds, at least one, ' +
          `${given(window)}: write for example Duration.minutes(5)`,
      ]),
  ];
}

function addressFaults(what: string, address: unknown): string[] {
  return isText(address) && /^https?:\/\/[^\s"']+$/.test(address)
    ? []
    : [`the ${what} must be an HTTP address, ${given(address)}: write for example http://prometheus.monitoring:9090`];
}

/** The fields of a Job's pods that the API server requires. */
function jobFaults(spec: any): string[] {
  const pods = isMap(spec) && isMap(spec.template) ? spec.template.spec : undefined;
  const example =
    'write for example spec: { template: { spec: { restartPolicy: ' +
      "'Never', containers: [{ name: 'smoke', image: 'registry.example/smoke:1' }] } } }";
  if (!isMap(pods)) {
    return [`a Job needs a specification with a pod template, ${given(spec)}: ${example}`];
  }
  const wrongContainer = listFault(
    pods.containers,
    'the containers of a Job must be a list with a name and an image each',
    isContainer,
    "[{ name: 'smoke', image: 'registry.example/smoke:1' }]",
  );
  return [
    ...(wrongContainer ? [wrongContainer] : []),
    ...(!wrongContainer && pods.containers.length === 0 ? [`a Job needs a container: ${example}`] : []),
    ...(['Never', 'OnFailure'].includes(pods.restartPolicy)
      ? []
      : [`the restartPolicy of a Job's pods must be Never or OnFailure, ${given(pods.restartPolicy)}`]),
  ];
}

function isContainer(container: any): boolean {
  return (
    isMap(container) &&
    labelNameFault(container.name) === undefined &&
    isText(container.image) &&
    container.image !== ''
  );
}

function textFaults(texts: { [name: string]: unknown }): string[] {
  return Object.entries(texts)
    .filter(([, text]) => !isText(text) || text.trim() === '')
    .map(([name, text]) => `the ${name} must be a text that is not empty, ${given(text)}`);
}
