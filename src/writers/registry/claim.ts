import { IConstruct } from 'constructs';

/** An object in the cluster, or a host and path at a router, that only one owner may have. @internal */
export interface Claim {
  /** The application's id, or the name of the construct that makes the claim. */
  readonly owner: string;
}

/** The fault of two claims that exclude each other. @internal */
export interface Collision {
  /** The key under which a construct reports the fault: the owner of a claim, or an application object. */
  readonly owner: unknown;
  readonly fault: string;
}

/**
 * A kind of claims that can collide with each other, such as objects, or the hosts and paths of one router.
 *
 * @internal
 */
export interface ClaimKind<T extends Claim> {
  /** Whether collisions also depend on constructs of the app, so that every pass computes them again. */
  readonly readsConstructs?: boolean;

  /**
   * All collisions among the claims of an app, in the order in which they are reported. The run time must be linear in
   * the number of claims, not quadratic.
   *
   * @param claims the claims in the order in which they were added
   * @param app the root of the constructs
   */
  collisions(claims: T[], app: IConstruct): Collision[];
}
