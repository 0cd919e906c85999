import { Claim, Collision } from './claim';

/**
 * Collisions of pairs, each reported by the owner that comes first by name.
 *
 * @param faults what is wrong with both, one sentence each
 * @internal
 */
export function reportedByFirst<T extends Claim>(pairs: [T, T][], faults: (first: T, second: T) => string[]): Collision[] {
  return pairs
    .map(([one, other]) => (one.owner < other.owner ? [one, other] : [other, one]))
    .flatMap(([first, second]) => faults(first, second).map((fault) => ({ owner: first.owner, fault })));
}

/**
 * Pairs of claims of different owners that may meet: both are in one place, and a path of one begins with one of the
 * other. Comparing every claim with every other would take seconds where a thousand applications share a host.
 *
 * @param placesOf hosts, gateways, groups of tables
 * @param pathsOf paths as texts
 * @returns each pair once, the earlier claim first; in the order of the later ones, then of the earlier ones
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
