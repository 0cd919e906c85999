import { Duration } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { measurementFaults, measurementManifest, MeasurementOptions } from './measurement';
import { RouterMetrics } from './router-metrics';
import { AnalysisTemplateSpecMetrics, AnalysisTemplateSpecMetricsProvider, AnalysisTemplateSpecMetricsProviderWebMethod } from '../../../../imports/argoproj.io';
import { labelNameFault } from '../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../faults/list-fault';
import { isMap, shown } from '../../../faults/shown';
import { unknownKeyFaults } from '../../../faults/unknown-keys';

/** A question to Prometheus about a router. */
export interface RouterMetricOptions extends MeasurementOptions {
  /** The address of Prometheus, such as `http://prometheus.monitoring:9090`. */
  readonly address: string;

  /** The router. */
  readonly metrics: RouterMetrics;

  /**
   * The time that a measurement looks back, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;
}

/** The share of requests to the canary that do not end in 5xx. */
export interface SuccessRateOptions extends RouterMetricOptions {
  /**
   * The least share, above 0 and up to 1.
   *
   * @default 0.95
   */
  readonly atLeast?: number;
}

/** The time within which the canary answers. */
export interface LatencyOptions extends RouterMetricOptions {
  /** The longest time. */
  readonly atMost: Duration;

  /**
   * The share of answers that have to come in time, between 0 and 1.
   *
   * @default 0.95
   */
  readonly percentile?: number;
}

/** A question of one's own to Prometheus. */
export interface PrometheusMetricOptions extends MeasurementOptions {
  /** Its name. */
  readonly name: string;

  /** The address of Prometheus. */
  readonly address: string;

  /** The question; `{{args.service}}` stands for an argument of the template. */
  readonly query: string;

  /** When it is good, such as `result[0] >= 0.95`. */
  readonly successCondition: string;

  /**
   * When it is bad.
   *
   * @default - whenever it is not good
   */
  readonly failureCondition?: string;
}

/** A question to an HTTP endpoint, whose answer is JSON. */
export interface WebMetricOptions extends MeasurementOptions {
  /** Its name. */
  readonly name: string;

  /** The address; `{{args.service}}` stands for an argument of the template. */
  readonly url: string;

  /**
   * When the answer is good, such as `result == 'ok'`.
   *
   * @default - when there is an answer of 2xx
   */
  readonly successCondition?: string;

  /**
   * The part of the answer that is looked at, such as `{$.status}`.
   *
   * @default - all of it
   */
  readonly jsonPath?: string;

  /**
   * Headers of the request.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * How long an answer may take, in whole seconds.
   *
   * @default - 10 seconds, Argo's own
   */
  readonly timeout?: Duration;
}

/** A Job that succeeds or fails. */
export interface JobMetricOptions extends MeasurementOptions {
  /** Its name. */
  readonly name: string;

  /** The Job; `{{args.service}}` stands for an argument of the template. */
  readonly spec: k8s.JobSpec;
}

/** One measurement of an analysis template. */
export class AnalysisMetric {
  /**
   * The share of requests to the canary that do not end in 5xx. Where there are none it is neither good nor bad: nobody should
   * be promoted whom nobody has tried.
   *
   * @param options Prometheus, the router and the least share
   */
  public static successRate(options: SuccessRateOptions): AnalysisMetric {
    const { address, metrics, window, atLeast = 0.95 } = options ?? {};
    const isShare = typeof atLeast === 'number' && atLeast > 0 && atLeast <= 1;
    const faults = [...unknownKeyFaults('SuccessRateOptions', options), ...routerFaults(options), ...(isShare ? [] : [`atLeast is a share above 0 and up to 1, ${given(atLeast)}: write for example 0.95`])];
    return new AnalysisMetric('success-rate', options, faults, () => ({
      provider: { prometheus: { address, query: metrics._successRate(seconds(window ?? FIVE_MINUTES)) } },
      ...conditions('>=', '<', atLeast),
    }), metrics);
  }

  /**
   * The time within which the canary answers. Where there are no answers it is neither good nor bad.
   *
   * @param options Prometheus, the router and the longest time
   */
  public static latency(options: LatencyOptions): AnalysisMetric {
    const { address, metrics, window, atMost, percentile = 0.95 } = options ?? {};
    const isShare = typeof percentile === 'number' && percentile > 0 && percentile < 1;
    const faults = [
      ...unknownKeyFaults('LatencyOptions', options),
      ...routerFaults(options),
      ...(isDuration(atMost) && atMost.toMilliseconds() > 0 ? [] : [`atMost is a Duration longer than zero, ${given(atMost)}: write for example Duration.millis(500)`]),
      ...(isShare ? [] : [`percentile is a share between 0 and 1, ${given(percentile)}: write for example 0.95`]),
    ];
    return new AnalysisMetric('latency', options, faults, () => ({
      provider: { prometheus: { address, query: metrics._latency(percentile, seconds(window ?? FIVE_MINUTES)) } },
      ...conditions('<=', '>', atMost.toMilliseconds() / 1000),
    }), metrics);
  }

  /** A question of one's own to Prometheus. @param options address, question and condition */
  public static prometheus(options: PrometheusMetricOptions): AnalysisMetric {
    const { name, address, query, successCondition, failureCondition } = options ?? {};
    const faults = [...unknownKeyFaults('PrometheusMetricOptions', options), ...addressFaults('address', address), ...textFaults({ query, successCondition }), ...(failureCondition === undefined ? [] : textFaults({ failureCondition }))];
    return new AnalysisMetric(name, options, faults, () => ({ provider: { prometheus: { address, query } }, successCondition, failureCondition }));
  }

  /** A question to an HTTP endpoint. @param options address and condition */
  public static web(options: WebMetricOptions): AnalysisMetric {
    const { name, url, successCondition, jsonPath, headers = {}, timeout } = options ?? {};
    const odd = mapFault(headers, 'headers must map names to texts', isText, '{ accept: \'application/json\' }');
    const faults = [
      ...unknownKeyFaults('WebMetricOptions', options),
      ...addressFaults('url', url),
      ...(successCondition === undefined ? [] : textFaults({ successCondition })),
      ...(jsonPath === undefined ? [] : textFaults({ jsonPath })),
      ...(odd ? [odd] : []),
      ...(timeout === undefined || isWholeSeconds(timeout) ? [] : [`timeout is a Duration of whole seconds, at least one, ${given(timeout)}: write for example Duration.seconds(10)`]),
    ];
    return new AnalysisMetric(name, options, faults, () => ({
      provider: {
        web: {
          url,
          method: AnalysisTemplateSpecMetricsProviderWebMethod.GET,
          jsonPath,
          timeoutSeconds: timeout?.toSeconds(),
          headers: Object.keys(headers).length > 0 ? Object.entries(headers).map(([key, value]) => ({ key, value })) : undefined,
        },
      },
      successCondition,
    }));
  }

  /** A Job that succeeds or fails. @param options the Job */
  public static job(options: JobMetricOptions): AnalysisMetric {
    const { name, spec } = options ?? {};
    return new AnalysisMetric(name, options, [...unknownKeyFaults('JobMetricOptions', options), ...jobFaults(spec)], () => ({ provider: { job: { spec } } }));
  }

  /** Its name. */
  public readonly name: string;

  private readonly options: MeasurementOptions;
  private readonly ownFaults: string[];
  private readonly metric: () => Measured;
  private readonly router?: RouterMetrics;

  private constructor(name: string, options: MeasurementOptions, faults: string[], metric: () => Measured, router?: RouterMetrics) {
    this.name = name;
    this.options = options ?? {};
    this.ownFaults = faults;
    this.metric = metric;
    this.router = router;
  }

  /** Whether it goes on without end, which is for the background only. */
  public get isEndless(): boolean {
    return this.options.interval !== undefined && this.options.count === undefined;
  }

  /** Its faults, one sentence each; empty if there are none. */
  public validate(): string[] {
    const name = labelNameFault(this.name);
    return [...(name ? [`the name ${name}`] : []), ...this.ownFaults, ...measurementFaults(this.options)].map((fault) => `metric ${shown(this.name)}: ${fault}`);
  }

  /**
   * The arguments that it needs.
   *
   * @internal
   */
  public _args(): string[] {
    return this.router?.args ?? [];
  }

  /**
   * As a template has it.
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

/** Without an answer, and with one that is no number (0 / 0), neither is true. */
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
  const given = isDuration(value) ? value.toMilliseconds() / 1000 : NaN;
  return Number.isInteger(given) && given > 0;
}

function routerFaults(options: RouterMetricOptions): string[] {
  const { address, metrics, window } = options ?? {};
  return [
    ...addressFaults('address', address),
    ...(metrics instanceof RouterMetrics ? [] : [`metrics is a RouterMetrics, ${given(metrics)}: write for example RouterMetrics.istioService()`]),
    ...(window === undefined || isWholeSeconds(window) ? [] : [`window is a Duration of whole seconds, at least one, ${given(window)}: write for example Duration.minutes(5)`]),
  ];
}

function addressFaults(what: string, address: unknown): string[] {
  return isText(address) && /^https?:\/\/[^\s"']+$/.test(address) ? [] : [`the ${what} is an HTTP address, ${given(address)}: write for example http://prometheus.monitoring:9090`];
}

/** What the API server asks of a Job's pods at least. */
function jobFaults(spec: any): string[] {
  const pods = isMap(spec) && isMap(spec.template) ? spec.template.spec : undefined;
  const example = 'write for example spec: { template: { spec: { restartPolicy: \'Never\', containers: [{ name: \'smoke\', image: \'registry.example/smoke:1\' }] } } }';
  if (!isMap(pods)) {
    return [`a Job needs a specification with a template of its pods, ${given(spec)}: ${example}`];
  }
  const odd = listFault(pods.containers, 'the containers of a Job must be a list with a name and an image each', isContainer, '[{ name: \'smoke\', image: \'registry.example/smoke:1\' }]');
  return [
    ...(odd ? [odd] : []),
    ...(!odd && pods.containers.length === 0 ? [`a Job needs a container: ${example}`] : []),
    ...(['Never', 'OnFailure'].includes(pods.restartPolicy) ? [] : [`the restartPolicy of a Job's pods is Never or OnFailure, ${given(pods.restartPolicy)}`]),
  ];
}

function isContainer(container: any): boolean {
  return isMap(container) && labelNameFault(container.name) === undefined && isText(container.image) && container.image !== '';
}

function textFaults(texts: { [name: string]: unknown }): string[] {
  return Object.entries(texts).filter(([, text]) => !isText(text) || text.trim() === '').map(([name, text]) => `the ${name} is missing, ${given(text)}`);
}
