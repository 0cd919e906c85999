import { Duration } from 'cdk8s';
import { Analysis, AnalysisProps } from './analysis';
import { CanaryScale } from './canary-scale';
import { Feature } from './feature';
import { HeaderMatch, HeaderMatchKind } from './header-match';
import { listFault } from '../faults/list-fault';
import { given, repeated, shown } from '../faults/shown';

/** What a step does. */
export enum StepKind {
  /** Sends a percentage of all requests to the canary. */
  WEIGHT = 'weight',
  /** Holds the rollout until a person resumes it or a time has passed. */
  PAUSE = 'pause',
  /** Adds a header route: requests with certain headers reach the canary. */
  HEADER_ROUTE = 'headerRoute',
  /** Copies requests to the canary and discards its answers. */
  MIRROR_ROUTE = 'mirrorRoute',
  /** Changes the number of canary pods. */
  CANARY_SCALE = 'canaryScale',
  /** Holds the rollout until a measurement has succeeded. */
  ANALYSIS = 'analysis',
}

/**
 * One step of a rollout plan. The names are those of Argo Rollouts' canary steps without their `set`.
 *
 * Steps are values: a constant can hold them, and many plans can use them. The factory methods never throw;
 * `validate()` reports faults, so that one run lists every faulty step of every plan.
 */
export class Step {
  /**
   * Send a percentage of all requests to the canary; the rest goes to stable. Requests that take a header route do not
   * count: they reach the canary at any weight.
   *
   * @param percent 0 to 100, with at most three decimals if the router supports them; a later weight may be lower than
   * an earlier one
   */
  public static weight(percent: number): Step {
    return new Step(StepKind.WEIGHT, { percent });
  }

  /**
   * Hold the rollout. A pause is a gate of the stage before it.
   *
   * @param duration how long, more than zero; by default until a person resumes the rollout
   */
  public static pause(duration?: Duration): Step {
    return new Step(StepKind.PAUSE, { duration });
  }

  /**
   * Add a header route: requests that fulfil all its conditions (AND) reach the canary at any weight, until the
   * promotion. Requests that fulfil either of two header routes reach the canary (OR).
   *
   * @param matches one or more conditions on different headers
   */
  public static headerRoute(...matches: HeaderMatch[]): Step {
    return new Step(StepKind.HEADER_ROUTE, { matches });
  }

  /**
   * Copy a percentage of the plain route's requests to the canary and discard its answers. The canary gets real
   * traffic, and users do not see its answers. 0 ends the copying, and so does the promotion.
   *
   * @param percent a whole number from 0 to 100
   */
  public static mirrorRoute(percent: number): Step {
    return new Step(StepKind.MIRROR_ROUTE, { percent });
  }

  /**
   * Run the canary with another number of pods. As the first step of a plan this is the size at which the canary is
   * deployed; later it is a stage of its own. Before the promotion the canary is always scaled to full size, but an
   * earlier weight of 100 does not scale it.
   *
   * @param scale the new size
   */
  public static canaryScale(scale: CanaryScale): Step {
    return new Step(StepKind.CANARY_SCALE, { scale });
  }

  /**
   * Hold the rollout until an analysis has succeeded. An analysis is a gate of the stage before it. Only controller-run
   * providers support it.
   *
   * @param props template names and arguments
   */
  public static analysis(props: AnalysisProps): Step {
    return new Step(StepKind.ANALYSIS, { measurement: new Analysis(props) });
  }

  /** What the step does. */
  public readonly kind: StepKind;

  /** The percentage of a weight or a mirror route. */
  public readonly percent?: number;

  /** How long a pause holds; undefined if it waits for a person. */
  public readonly duration?: Duration;

  /** The conditions of a header route. */
  public readonly matches?: HeaderMatch[];

  /** The size of a `canaryScale`. */
  public readonly scale?: CanaryScale;

  /** The measurement of an `analysis`. */
  public readonly measurement?: Analysis;

  private constructor(kind: StepKind, payload: StepPayload) {
    this.kind = kind;
    this.percent = payload.percent;
    this.duration = payload.duration;
    this.matches = payload.matches;
    this.scale = payload.scale;
    this.measurement = payload.measurement;
  }

  /** The router features that the step requires. */
  public get features(): Feature[] {
    switch (this.kind) {
      case StepKind.WEIGHT: return [Feature.WEIGHT, ...(Number.isInteger(this.percent) ? [] : [Feature.WEIGHT_FINE])];
      case StepKind.PAUSE: return [this.duration === undefined ? Feature.PAUSE_MANUAL : Feature.PAUSE_TIMED];
      case StepKind.MIRROR_ROUTE: return [Feature.MIRROR];
      case StepKind.CANARY_SCALE: return [Feature.CANARY_SCALE];
      case StepKind.ANALYSIS: return [Feature.ANALYSIS];
      case StepKind.HEADER_ROUTE: return headerFeatures(this.matches!.filter((match) => match instanceof HeaderMatch));
    }
  }

  /** The faults of this step, one sentence each; empty if there are none. */
  public validate(): string[] {
    switch (this.kind) {
      case StepKind.WEIGHT:
        return percentFaults(
          'weight',
          'a percentage from 0 to 100 with at most three decimals',
          isPercentage,
          this.percent,
          'Step.weight(20)',
        );
      case StepKind.MIRROR_ROUTE:
        return percentFaults(
          'mirrored share',
          'a whole percentage from 0 to 100',
          isWholePercentage,
          this.percent,
          'Step.mirrorRoute(10)',
        );
      case StepKind.PAUSE:
        return durationFaults(this.duration);
      case StepKind.CANARY_SCALE:
        if (this.scale instanceof CanaryScale) {
          return this.scale.validate();
        }
        return [
          `a canaryScale step needs a CanaryScale, ${given(this.scale)}: ` +
            'write for example Step.canaryScale(CanaryScale.percent(50))',
        ];
      case StepKind.ANALYSIS:
        return this.measurement!.validate();
      case StepKind.HEADER_ROUTE:
        return headerRouteFaults(this.matches!);
    }
  }

  /** The step as it is written in code: `weight(20)`. */
  public toString(): string {
    switch (this.kind) {
      case StepKind.WEIGHT:
      case StepKind.MIRROR_ROUTE:
        return `${this.kind}(${typeof this.percent === 'number' ? this.percent : shown(this.percent)})`;
      case StepKind.PAUSE:
        return `pause(${this.duration === undefined ? '' : durationText(this.duration)})`;
      case StepKind.CANARY_SCALE:
        return `canaryScale(${this.scale instanceof CanaryScale ? this.scale : shown(this.scale)})`;
      case StepKind.ANALYSIS:
        return `analysis(${this.measurement})`;
      case StepKind.HEADER_ROUTE:
        return `headerRoute(${this.matches!.map(matchText).join(' and ')})`;
    }
  }
}

interface StepPayload {
  readonly percent?: number;
  readonly duration?: Duration;
  readonly matches?: HeaderMatch[];
  readonly scale?: CanaryScale;
  readonly measurement?: Analysis;
}

const HEADER_FEATURES: Record<HeaderMatchKind, Feature> = {
  [HeaderMatchKind.EXACT]: Feature.HEADER_EXACT,
  [HeaderMatchKind.REGEX]: Feature.HEADER_REGEX,
  [HeaderMatchKind.PREFIX]: Feature.HEADER_PREFIX,
  [HeaderMatchKind.PRESENT]: Feature.HEADER_PRESENT,
};

function headerFeatures(matches: HeaderMatch[]): Feature[] {
  const kinds = new Set(matches.map((match) => HEADER_FEATURES[match.kind]));
  return [...kinds, ...(matches.length > 1 ? [Feature.HEADERS_AND] : [])];
}

/** At most three decimals: routers choose at random, and finer weights make no measurable difference. */
function isPercentage(percent: unknown): boolean {
  return typeof percent === 'number' && percent <= 100 && /^\d+(\.\d{1,3})?$/.test(String(percent));
}

function isWholePercentage(percent: unknown): boolean {
  return Number.isInteger(percent) && (percent as number) >= 0 && (percent as number) <= 100;
}

function percentFaults(
  what: string,
  rule: string,
  isAllowed: (percent: unknown) => boolean,
  percent: unknown,
  example: string,
): string[] {
  if (percent === undefined || percent === null) {
    return [`the ${what} is missing: write for example ${example}`];
  }
  return isAllowed(percent) ? [] : [`the ${what} must be ${rule}, ${given(percent)}: write for example ${example}`];
}

/** Checks for a method instead of the class, because an app may load another copy of cdk8s. */
function isDuration(value: unknown): value is Duration {
  return typeof (value as Duration | null)?.toMilliseconds === 'function';
}

function durationFaults(duration?: Duration): string[] {
  if (duration !== undefined && !isDuration(duration)) {
    return [
      `the pause must be a Duration, ${given(duration)}: ` +
        'write Step.pause(Duration.seconds(30)), or Step.pause() to wait for a person',
    ];
  }
  if (duration && duration.toMilliseconds() <= 0) {
    return [
      'the pause must be longer than zero: ' +
        'write Step.pause(Duration.seconds(30)), or Step.pause() to wait for a person',
    ];
  }
  return [];
}

function headerRouteFaults(matches: HeaderMatch[]): string[] {
  if (matches.length === 0) {
    return [
      'the header route has no condition, so it would send every request to the canary: ' +
        'give at least one HeaderMatch, or write Step.weight(100)',
    ];
  }
  const wrongItem = listFault(
    matches,
    'a header route takes HeaderMatch values',
    (match) => match instanceof HeaderMatch,
    "Step.headerRoute(HeaderMatch.exact('stage', 'canary'))",
  );
  if (wrongItem) {
    return [wrongItem];
  }
  const faults = matches.flatMap((match) => match.validate());
  for (const name of repeated(matches.map((match) => String(match.name).toLowerCase()))) {
    faults.push(
      `the header ${shown(name)} is matched twice in one header route, and some routers use only the first ` +
        'condition (Gateway API): write one HeaderMatch.regex, or two header routes if either condition is enough',
    );
  }
  return faults;
}

function matchText(match: unknown): string {
  return match instanceof HeaderMatch ? match.toString() : shown(match);
}

function durationText(duration: unknown): string {
  if (!isDuration(duration)) {
    return shown(duration);
  }
  return duration.toMilliseconds() % 1000 === 0 ? duration.toHumanString() : `${duration.toMilliseconds()} ms`;
}
