import { Claim, Collision } from './claim';

/**
 * The collisions of pairs of claims. The owner whose name sorts first reports them.
 *
 * @param faults the faults of a pair, one sentence each
 * @internal
 */
export function reportedByFirst<T extends Claim>(
  pairs: [T, T][],
  faults: (first: T, second: T) => string[],
): Collision[] {
  return pairs
    .map(([one, other]) => (one.owner < other.owner ? [one, other] : [other, one]))
    .flatMap(([first, second]) => faults(first, second).map((fault) => ({ owner: first.owner, fault })));
}

/**
 * Pairs of claims of different owners that may collide: both have a place in common, and a path of one is a prefix of a
 * path of the other. An index of paths finds them; comparing every pair would take seconds if a thousand applications
 * share a host.
 *
 * @param placesOf the hosts, gateways or groups of tables of a claim
 * @param pathsOf the paths of a claim as texts
 * @returns each pair once, the earlier claim first; sorted by the later claim, then by the earlier one
 * @internal
 */
export function meetingPairs<T extends Claim>(
  claims: T[], placesOf: (one: T) => string[], pathsOf: (one: T) => string[],
): [T, T][] {
  const places = new Map<string, Map<string, number[]>>();
  const visitPaths = (visit: (index: number, paths: Map<string, number[]>, path: string) => void) => {
    claims.forEach((claim, index) => {
      for (const place of new Set(placesOf(claim))) {
        const paths = places.get(place) ?? new Map<string, number[]>();
        places.set(place, paths);
        pathsOf(claim).forEach((path) => visit(index, paths, path));
      }
    });
  };
  visitPaths((index, paths, path) => {
    const known = paths.get(path);
    if (known) {
      known.push(index);
    } else {
      paths.set(path, [index]);
    }
  });
  const pairs = claims.map(() => new Set<number>());
  visitPaths((index, paths, path) => {
    for (let length = 0; length <= path.length; length++) {
      for (const other of paths.get(path.slice(0, length)) ?? []) {
        if (claims[other].owner !== claims[index].owner) {
          pairs[Math.max(index, other)].add(Math.min(index, other));
        }
      }
    }
  });
  const inOrder = (others: Set<number>) => [...others].sort((left, right) => left - right);
  return pairs.flatMap((others, index) => inOrder(others).map((other): [T, T] => [claims[other], claims[index]]));
}
