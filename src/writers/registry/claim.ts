import { IConstruct } from 'constructs';

/** Something in the cluster, or at a router, that its owner takes for itself. @internal */
export interface Claim {
  /** The application's id, or the name of whatever else claims it. */
  readonly owner: string;
}

/** Two claims that exclude each other. @internal */
export interface Collision {
  /** Who reports it: the owner of a claim, or the object that a construct was given. */
  readonly owner: unknown;
  readonly fault: string;
}

/**
 * Claims that may collide with each other: objects, hosts and paths of one router, …
 *
 * @internal
 */
export interface ClaimKind<T extends Claim> {
  /** Whether collisions depend on constructs beside the claims, so that they are looked for in every pass. */
  readonly readsConstructs?: boolean;

  /**
   * All collisions among the claims of an app, in the order in which they are reported. It takes a time that grows with
   * the number of claims, not with its square.
   *
   * @param claims in the order in which they were made
   * @param app the root of the constructs
   */
  collisions(claims: T[], app: IConstruct): Collision[];
}
