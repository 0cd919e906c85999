/**
 * What Gloo does with a request for a version without a ready pod: the subset fallback policy of the Upstream
 * (https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/).
 */
export enum OnEmpty {
  /**
   * The version of the plain route answers (`DEFAULT_SUBSET`): users do not notice a canary without ready pods, and they
   * never reach the canary because stable has none. If stable has no ready pod, requests get 503.
   */
  STABLE = 'stable',

  /** Requests get 503 (`NO_FALLBACK`): only the intended version answers. */
  ERROR = 'error',

  /**
   * Any pod of the application answers (`ANY_ENDPOINT`, Gloo's default): if stable has no ready pod, the canary gets all
   * requests.
   */
  ANY = 'any',
}
