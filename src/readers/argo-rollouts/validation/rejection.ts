/** Why the API server or the controller refuses a Rollout. @internal */
export interface Rejection {
  /** The field that it is about, below the object. */
  readonly field: string;
  /** What is wrong, with the Rollout as the subject: `has no selector`. */
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
  /** Where the rule stands. */
  readonly source: string;
  /** Whether the controller of a cluster says so: what it had done before is still there. */
  readonly isLive?: boolean;
}

/** A rule: whether a Rollout breaks it, the field, the reason and the fix. @internal */
export type Rule = readonly [isBroken: boolean, field: string, reason: string, fix: string];

/** The first rule that is broken, as the controller reports the first error alone. @internal */
export function firstBroken(rules: readonly Rule[], source: string): Rejection | undefined {
  const broken = rules.find(([isBroken]) => isBroken);
  return broken && { field: broken[1], reason: broken[2], fix: broken[3], source };
}

/** The rules for a Rollout's own fields. @internal */
export const VALIDATION = 'pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts';

/** The rules that look at other objects. @internal */
export const REFERENCES = 'pkg/apis/rollouts/validation/validation_references.go of argoproj/argo-rollouts';
