/** The numbers of pods of both versions. @internal */
export interface DividedPods {
  readonly canary: number;
  readonly stable: number;
}

/**
 * The numbers of pods that are nearest to a weight without a router. The total is the number of replicas, or one more
 * if a surge is allowed, and from 1 to 99 % both versions have a pod (approximateWeightedCanaryStableReplicaCounts in
 * utils/replicaset/canary.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function dividedPods(replicas: number, percent: number, maxSurge: string = '25%'): DividedPods {
  const surge = maxSurge.endsWith('%') ? Math.ceil(replicas * Number(maxSurge.slice(0, -1)) / 100) : Number(maxSurge);
  const isAllOrNothing = percent === 0 || percent === 100 || (replicas === 1 && surge === 0);
  const exact = replicas * percent / 100;
  const [low, high] = [Math.floor(exact), Math.ceil(exact)];
  const mayBeLow = low !== 0 || isAllOrNothing;
  const options = [
    ...(high < replicas || isAllOrNothing ? [{ canary: high, total: replicas }] : []),
    ...(mayBeLow && !isTied(replicas * (percent / 100)) ? [{ canary: low, total: replicas }] : []),
    ...(surge > 0 ? [{ canary: high, total: replicas + 1 }] : []),
    ...(surge > 0 && mayBeLow && !isTied((replicas + 1) * (percent / 100))
      ? [{ canary: low, total: replicas + 1 }]
      : []),
  ];
  const distance = ({ canary, total }: { canary: number; total: number }) => Math.abs(canary * 100 / total - percent);
  const first = options[0] ?? { canary: 0, total: replicas };
  const best = options.reduce((nearest, option) => (distance(option) < distance(nearest) ? option : nearest), first);
  return { canary: best.canary, stable: best.total - best.canary };
}

/** Whether two numbers of pods are equally near; then the controller takes the larger one. */
function isTied(exact: number): boolean {
  return exact % 1 === 0.5;
}
