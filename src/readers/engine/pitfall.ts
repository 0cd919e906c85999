import { KubernetesObject } from './kubernetes-object';

/**
 * Something that the router accepts, and that does not do what its author is likely to want; or that it does not
 * accept, and tells nobody.
 *
 * @internal
 */
export interface Pitfall {
  /** An id that stays, such as `gloo-upstream-port`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  /** The objects that it is about, the first one first. */
  readonly objects: KubernetesObject[];
  readonly message: string;
  readonly fix: string;
  /** Where it is told, or the source that does it. */
  readonly source: string;
}
