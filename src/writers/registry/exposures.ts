import { Construct } from 'constructs';
import { perApp } from './per-app';

/** What an application takes of a router. @internal */
export interface Exposure {
  /** The application's id, or whatever else takes it. */
  readonly owner: string;
}

/** Of two that collide: who tells of it, and what is told. @internal */
export interface Collision {
  readonly owner: string;
  readonly fault: string;
}

/**
 * What the applications of one cdk8s app take of routers, and where they collide: asked for each of them, found for all at once.
 *
 * @internal
 */
export class Exposures<T extends Exposure> {
  private readonly exposuresOf = perApp(() => ({ known: new Map<string, T>(), count: 0, faults: new Map<string, string[]>() }));

  /** @param find all collisions, in the order in which they are told */
  public constructor(private readonly find: (exposures: T[]) => Collision[]) {
  }

  /**
   * Notes an exposure.
   *
   * @param scope a construct of the app
   * @param key what tells it from others; the same exposure in another stage is the same
   */
  public add(scope: Construct, key: string, exposure: T): void {
    this.exposuresOf(scope).known.set(key, exposure);
  }

  /** What an owner has to tell, a sentence each. */
  public faults(scope: Construct, owner: string): string[] {
    const exposures = this.exposuresOf(scope);
    if (exposures.count !== exposures.known.size) {
      exposures.count = exposures.known.size;
      exposures.faults.clear();
      for (const collision of this.find([...exposures.known.values()])) {
        exposures.faults.set(collision.owner, [...(exposures.faults.get(collision.owner) ?? []), collision.fault]);
      }
    }
    return exposures.faults.get(owner) ?? [];
  }
}

/**
 * What pairs that meet have to tell, where of both the owner that comes first by name tells it.
 *
 * @param faults what is wrong with both, a sentence each
 * @internal
 */
export function toldByFirst<T extends Exposure>(pairs: [T, T][], faults: (first: T, second: T) => string[]): Collision[] {
  return pairs
    .map(([one, other]) => (one.owner < other.owner ? [one, other] : [other, one]))
    .flatMap(([first, second]) => faults(first, second).map((fault) => ({ owner: first.owner, fault })));
}

/**
 * Pairs of exposures of different owners that may meet: both are in one place, and a path of one begins with one of the other.
 * Comparing all with all would take seconds where a thousand applications share a host.
 *
 * @param placesOf hosts, gateways, groups of tables
 * @param pathsOf paths as texts
 * @returns each pair once, the one that was noted first before the other; in the order of the second ones, then of the first ones
 * @internal
 */
export function meetingPairs<T extends Exposure>(exposures: T[], placesOf: (one: T) => string[], pathsOf: (one: T) => string[]): [T, T][] {
  const places = new Map<string, Map<string, number[]>>();
  const each = (visit: (index: number, paths: Map<string, number[]>, path: string) => void) => exposures.forEach((exposure, index) => {
    for (const place of new Set(placesOf(exposure))) {
      const paths = places.get(place) ?? new Map<string, number[]>();
      places.set(place, paths);
      pathsOf(exposure).forEach((path) => visit(index, paths, path));
    }
  });
  each((index, paths, path) => paths.set(path, [...(paths.get(path) ?? []), index]));
  const pairs = exposures.map(() => new Set<number>());
  each((index, paths, path) => {
    for (let length = 0; length <= path.length; length++) {
      for (const other of paths.get(path.slice(0, length)) ?? []) {
        if (exposures[other].owner !== exposures[index].owner) {
          pairs[Math.max(index, other)].add(Math.min(index, other));
        }
      }
    }
  });
  const inOrder = (others: Set<number>) => [...others].sort((left, right) => left - right);
  return pairs.flatMap((others, index) => inOrder(others).map((other): [T, T] => [exposures[other], exposures[index]]));
}
