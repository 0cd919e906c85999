/** A router feature that a plan may require. `IProvider.support()` says whether a provider has it. */
export enum Feature {
  /** A percentage of all requests to the canary. */
  WEIGHT = 'weight',
  /** A percentage with decimals. */
  WEIGHT_FINE = 'weight finer than 1 %',
  /** A header with an exact value. */
  HEADER_EXACT = 'header exact',
  /** A header matched by an RE2 expression. */
  HEADER_REGEX = 'header regex',
  /** A header that starts with a text. */
  HEADER_PREFIX = 'header prefix',
  /** A header that is present, with any value. */
  HEADER_PRESENT = 'header presence',
  /** Several headers in one header route: all must match (AND). */
  HEADERS_AND = 'several headers together',
  /** Several header routes: any may match (OR). */
  HEADERS_OR = 'several header routes',
  /** Header routes and a weight at the same time. */
  HEADER_WITH_WEIGHT = 'header and weight together',
  /** Copies of requests to the canary, whose answers are discarded. */
  MIRROR = 'mirror',
  /** A pause until a person resumes the rollout. */
  PAUSE_MANUAL = 'manual pause',
  /** A pause for a fixed time. */
  PAUSE_TIMED = 'timed pause',
  /** A measurement that must succeed before the rollout continues. */
  ANALYSIS = 'analysis',
  /** A number of canary pods that differs from the full size. */
  CANARY_SCALE = 'canary scale',
}

/** A step of a plan that requires a feature. */
export interface FeatureUse {
  /** The required feature. */
  readonly feature: Feature;

  /** The step, as error messages name it: `step 2, weight(20)`. */
  readonly where: string;
}
