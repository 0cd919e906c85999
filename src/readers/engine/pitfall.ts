import { KubernetesObject } from './kubernetes-object';

/**
 * Something that the router accepts but that probably does not do what its author wants, or that the router rejects
 * without telling anybody.
 *
 * @internal
 */
export interface Pitfall {
  /** An id that stays the same from release to release, such as `gloo-upstream-port`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  /** The objects that it is about; the first is the one with the fault. */
  readonly objects: KubernetesObject[];
  readonly message: string;
  readonly fix: string;
  /** Whether it explains why no request reaches the first object: then nothing else is told of its routes. */
  readonly isUnreached?: boolean;
  /** Where it is documented, or the source that does it. */
  readonly source: string;
}
