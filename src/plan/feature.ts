/** What a plan may ask of a router; a provider tells for each whether it can. */
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
  /** A header that is there, whatever its value. */
  HEADER_PRESENT = 'header presence',
  /** Several headers of which all must match. */
  HEADERS_AND = 'several headers together',
  /** Several header routes of which any may match. */
  HEADERS_OR = 'several header routes',
  /** Header routes and a weight at the same time. */
  HEADER_WITH_WEIGHT = 'header and weight together',
  /** Copies of requests to the canary, whose answers are thrown away. */
  MIRROR = 'mirror',
  /** Waiting for a person. */
  PAUSE_MANUAL = 'manual pause',
  /** Waiting for a time to pass. */
  PAUSE_TIMED = 'timed pause',
  /** Measuring before going on. */
  ANALYSIS = 'analysis',
  /** A number of canary pods of its own. */
  CANARY_SCALE = 'canary scale',
}

/** One place where a plan asks for a feature. */
export interface FeatureUse {
  /** What is asked. */
  readonly feature: Feature;

  /** The step that asks, as error messages name it: `step 2, weight(20)`. */
  readonly where: string;
}
