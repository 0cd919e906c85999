/** The most pods that a Deployment can ask for: `spec.replicas` is a 32-bit number. */
const MOST_REPLICAS = 2 ** 31 - 1;

/** Whether a Deployment can run with this number of pods and anybody is there to answer. @internal */
export function isReplicaCount(replicas: unknown): boolean {
  return Number.isInteger(replicas) && (replicas as number) >= 1 && (replicas as number) <= MOST_REPLICAS;
}
