import { Duration } from 'cdk8s';
import { given } from '../../../faults/shown';

/** How often a metric is measured, and how many measurements may fail. */
export interface MeasurementOptions {
  /**
   * The time between two measurements, in whole seconds.
   *
   * @default - none: one measurement
   */
  readonly interval?: Duration;

  /**
   * The time before the first measurement, in whole seconds.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * The number of measurements, at least 1. An analysis as a step of a plan must end; a background analysis ends with
   * the release.
   *
   * @default - 1 without an interval, otherwise without end
   */
  readonly count?: number;

  /**
   * How many measurements may fail.
   *
   * @default 0
   */
  readonly failureLimit?: number;

  /**
   * How many measurements may be inconclusive, for example because the canary has had no requests. With one more, the
   * release waits for a person.
   *
   * @default 0
   */
  readonly inconclusiveLimit?: number;

  /**
   * How many consecutive measurements may end in an error, for example because Prometheus does not answer.
   *
   * @default 4
   */
  readonly consecutiveErrorLimit?: number;
}

/** The fields of a metric for these options. @internal */
export function measurementManifest(options: MeasurementOptions): any {
  return {
    interval: text(options.interval),
    initialDelay: text(options.initialDelay),
    count: options.count,
    failureLimit: options.failureLimit,
    inconclusiveLimit: options.inconclusiveLimit,
    consecutiveErrorLimit: options.consecutiveErrorLimit,
  };
}

/** The faults of the options, one sentence each. @internal */
export function measurementFaults(options: MeasurementOptions): string[] {
  const durations = (['interval', 'initialDelay'] as const).filter(
    (name) => options[name] !== undefined && !isSeconds(options[name]),
  );
  const counts = (['count', 'failureLimit', 'inconclusiveLimit', 'consecutiveErrorLimit'] as const).filter(
    (name) => options[name] !== undefined && !isCount(options[name], name === 'count' ? 1 : 0),
  );
  const manyAtOnce = counts.length === 0 && (options.count ?? 1) > 1 && options.interval === undefined;
  return [
    ...durations.map(
      (name) =>
        `${name} must be a Duration of whole seconds, at least one, ` +
          `${given(options[name])}: write for example Duration.minutes(1)`,
    ),
    ...counts.map(
      (name) =>
        `${name} must be a whole number, at least ${name === 'count' ? 1 : 0}, ` +
          `${given(options[name])}: write for example ${name}: 3`,
    ),
    ...(manyAtOnce
      ? [`${options.count} measurements need an interval between them: write for example interval: Duration.minutes(1)`]
      : []),
  ];
}

function text(duration?: Duration): string | undefined {
  return duration && `${duration.toMilliseconds() / 1000}s`;
}

function isSeconds(value: any): boolean {
  const seconds = typeof value?.toMilliseconds === 'function' ? value.toMilliseconds() / 1000 : NaN;
  return Number.isInteger(seconds) && seconds > 0;
}

function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 31;
}
