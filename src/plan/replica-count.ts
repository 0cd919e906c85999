/** The greatest number of pods: `spec.replicas` of a Deployment is a 32-bit number. */
const MOST_REPLICAS = 2 ** 31 - 1;

/** Whether a value is a number of pods that a Deployment can have, and at least one. @internal */
export function isReplicaCount(replicas: unknown): boolean {
  return Number.isInteger(replicas) && (replicas as number) >= 1 && (replicas as number) <= MOST_REPLICAS;
}
