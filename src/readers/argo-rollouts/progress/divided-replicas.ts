/**
 * The pods of both versions where no router divides the requests: the counts nearest to the share, of `replicas`
 * pods or one more (approximateWeightedCanaryStableReplicaCounts in utils/replicaset/canary.go of
 * argoproj/argo-rollouts).
 *
 * @internal
 */
export function dividedReplicas(
  replicas: number,
  weight: number,
  maxSurge: unknown = '25%',
): { canary: number; stable: number } {
  const surge = surgeOf(maxSurge, replicas);
  const isZeroAllowed = weight === 0 || weight === 100 || (replicas === 1 && surge === 0);
  const counts: [number, number][] = [];
  for (const total of surge > 0 ? [replicas, replicas + 1] : [replicas]) {
    // The counts are those of the pods asked for, also where one more is there.
    const [floor, ceiling] = [Math.floor((replicas * weight) / 100), Math.ceil((replicas * weight) / 100)];
    const isTie = (total * (weight / 100)) % 1 === 0.5;
    if (total > replicas || ceiling < replicas || isZeroAllowed) {
      counts.push([ceiling, total]);
    }
    if (!isTie && (floor !== 0 || isZeroAllowed)) {
      counts.push([floor, total]);
    }
  }
  let [best] = counts;
  for (const one of counts) {
    const delta = ([canary, total]: [number, number]) => Math.abs((canary * 100) / total - weight);
    best = delta(one) < delta(best) ? one : best;
  }
  return best === undefined || replicas === 0
    ? { canary: 0, stable: replicas }
    : { canary: best[0], stable: best[1] - best[0] };
}

/** The pods above those asked for; none where the text is neither a number nor a percentage (resolveFenceposts). */
function surgeOf(maxSurge: unknown, replicas: number): number {
  const [, percent] = /^(\d+)%$/.exec(String(maxSurge)) ?? [];
  return percent !== undefined
    ? Math.ceil((replicas * Number(percent)) / 100)
    : typeof maxSurge === 'number'
      ? maxSurge
      : 0;
}
