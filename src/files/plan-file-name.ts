/**
 * How the names of plan files end. It is JSON; kubectl, Argo CD and Flux read every file that ends with `.json`,
 * `.yaml` or `.yml` as manifests, so these end otherwise.
 *
 * @internal
 */
export const PLAN_FILE_ENDING = '.plan.json5';

/** The format of plan files. @internal */
export const PLAN_FORMAT = 'cdk8s-rollouts/plan/v1';
