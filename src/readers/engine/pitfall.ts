import { KubernetesObject } from './kubernetes-object';

/**
 * Something that the router accepts but that probably does not do what its author wants, or that the router rejects
 * without telling anybody.
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
  /** Whether it is why requests do not reach the first object. */
  readonly isUnreached?: boolean;
  /** Where it is documented, or the source that does it. */
  readonly source: string;
}
