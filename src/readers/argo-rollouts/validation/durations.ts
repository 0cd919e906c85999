const UNITS: { readonly [unit: string]: number } = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

const DURATION = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** The longest duration of Go: 2^63 nanoseconds. */
const LONGEST = 9223372036.854775;

/** Seconds of a duration as Go's `time.ParseDuration` reads it; undefined where Go refuses the text. @internal */
export function goDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) {
    return 0;
  }
  if (!DURATION.test(text)) {
    return undefined;
  }
  const parts = [...text.matchAll(PART)];
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0);
  return seconds > LONGEST ? undefined : text.startsWith('-') ? -seconds : seconds;
}

/**
 * Whole seconds of a pause: a number, a number as a text, or a duration of Go; -1 for any other text
 * (RolloutPause.DurationSeconds in pkg/apis/rollouts/v1alpha1/types.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function pauseSeconds(duration: number | string): number {
  if (typeof duration === 'number') {
    return duration;
  }
  if (/^[-+]?\d+$/.test(duration) && isInt32(Number(duration))) {
    return Number(duration);
  }
  const seconds = goDuration(duration);
  return seconds === undefined || !isInt32(seconds) ? -1 : Math.trunc(seconds);
}

function isInt32(number: number): boolean {
  return number >= -(2 ** 31) && number < 2 ** 31;
}
