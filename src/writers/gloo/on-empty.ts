/**
 * What Gloo shall do with a request for a version of which no pod is ready: the subset fallback policy of the
 * Upstream (https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/).
 */
export enum OnEmpty {
  /**
   * The version behind the plain route answers (`DEFAULT_SUBSET`): trouble with the canary never reaches users, and
   * trouble with stable never sends them to the canary. When stable itself has no ready pod, 503.
   */
  STABLE = 'stable',

  /** 503 (`NO_FALLBACK`): nobody is ever answered by another version than intended. */
  ERROR = 'error',

  /**
   * Any pod of the application answers (`ANY_ENDPOINT`, Gloo's default): somebody always answers, and when stable
   * has no ready pod the canary gets everything.
   */
  ANY = 'any',
}
