import { Duration } from 'cdk8s';
import { shown } from '../../../faults/shown';

/** How often something is measured, and how much may go wrong. */
export interface MeasurementOptions {
  /**
   * The time between two measurements, in whole seconds.
   *
   * @default - none: there is one measurement
   */
  readonly interval?: Duration;

  /**
   * The time before the first measurement, in whole seconds.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * How many measurements, at least 1. As a step of a plan an analysis has to come to an end; in the background it goes on
   * as long as the release.
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
   * How many measurements may be neither good nor bad, as when nobody has used the canary yet. With one more the release
   * waits for a person.
   *
   * @default 0
   */
  readonly inconclusiveLimit?: number;

  /**
   * How many measurements in a row may not come about, because whoever measures does not answer.
   *
   * @default 4
   */
  readonly consecutiveErrorLimit?: number;
}

/** The options as a metric has them. @internal */
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
  const durations = (['interval', 'initialDelay'] as const).filter((name) => options[name] !== undefined && !isSeconds(options[name]));
  const counts = (['count', 'failureLimit', 'inconclusiveLimit', 'consecutiveErrorLimit'] as const).filter((name) => options[name] !== undefined && !isCount(options[name], name === 'count' ? 1 : 0));
  const manyAtOnce = counts.length === 0 && (options.count ?? 1) > 1 && options.interval === undefined;
  return [
    ...durations.map((name) => `${name} is a Duration of whole seconds, at least one, ${given(options[name])}: write for example Duration.minutes(1)`),
    ...counts.map((name) => `${name} is a whole number, at least ${name === 'count' ? 1 : 0}, ${given(options[name])}`),
    ...(manyAtOnce ? [`${options.count} measurements need an interval between them: write for example interval: Duration.minutes(1)`] : []),
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
