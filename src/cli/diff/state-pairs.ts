import { basename } from 'node:path';
import { ManifestFault } from '../../manifests/manifest-fault';
import { objectsOf, StageSet } from '../../manifests/stage-sets';

/** A state of one side. */
export interface State {
  /** As messages call it: below the path that was given, so that both sides have the same names. */
  readonly name: string;
  readonly objects: any[];
}

/** The states that a change leads from and to; one of them is undefined where only one side has it. */
export interface StatePair {
  readonly old?: State;
  readonly now?: State;
}

/**
 * Pairs the states of two sides. Stages of one series are paired in their order: those of the same name first of all,
 * then those that differ in numbers only, such as `weight-20` and `weight-30`.
 *
 * @param paths what each side was read from
 */
export function statePairs(before: StageSet[], after: StageSet[], paths: readonly string[]): StatePair[] {
  const [old, now] = [before, after].map((sets, side) => sets.map((set) => seriesOf(set, paths[side])));
  if (old.length === 1 && now.length === 1) {
    const isNamed = old[0].name === now[0].name;
    const [one, other] = [old[0], now[0]].map(({ states }) =>
      isNamed || states.length === 1 ? states : states.map((state) => ({ ...state, name: state.stage })),
    );
    // Two single states are compared whatever they are called.
    return one.length === 1 && other.length === 1 ? [{ old: one[0], now: other[0] }] : aligned(one, other);
  }
  const names = [...new Set([...old, ...now].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [one, other] = [old, now].map((all) => all.find((series) => series.name === name)?.states ?? []);
    return aligned(one, other);
  });
}

/** A state with what it is called within its series. */
interface SeriesState extends State {
  readonly stage: string;
  /** The number that its name begins with, what follows, and that without numbers; undefined without a number. */
  readonly role?: { readonly place: string; readonly name: string; readonly bare: string };
}

function seriesOf({ name, stages }: StageSet, path: string): { name: string; states: SeriesState[] } {
  const given = path.replace(/\/+$/, '');
  const series = name.startsWith(`${given}/`) ? name.slice(given.length + 1) : basename(name);
  const states = stages.map((stage) => ({
    name: stages.length === 1 ? series : `${series} ${basename(stage.name)}`,
    stage: basename(stage.name),
    role: roleOf(basename(stage.name)),
    objects: objectsOf(stage),
  }));
  return { name: series, states };
}

/**
 * What it costs to leave a state without a partner, and to pair two that differ in a number or in their place; others
 * are not paired.
 */
const ALONE = 3;
const OTHER_NUMBERS = 2;
const OTHER_PLACE = 0.5;

/** More pairs of stages are not compared. */
const MOST_PAIRS = 4_000_000;

/** The cheapest way to pair two lists in their order (Needleman–Wunsch). */
function aligned(old: SeriesState[], now: SeriesState[]): StatePair[] {
  const end = old.findIndex((state, place) => state.stage !== now[place]?.stage);
  const same = end < 0 ? old.length : end;
  if (same > 0) {
    const equal = old.slice(0, same).map((state, place) => ({ old: state, now: now[place] }));
    return [...equal, ...aligned(old.slice(same), now.slice(same))];
  }
  if (old.length * now.length > MOST_PAIRS) {
    throw new ManifestFault(
      `${old.length} stages cannot be compared with ${now.length}: their names differ, and at most ${MOST_PAIRS} pairs are tried`,
    );
  }
  const restOf = (row: number, column: number) => (row === old.length ? now.length - column : old.length - row);
  const costs = Array.from({ length: old.length + 1 }, (_, row) =>
    Array.from({ length: now.length + 1 }, (__, column) => restOf(row, column) * ALONE),
  );
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      costs[row][column] = Math.min(
        costs[row + 1][column + 1] + costOf(old[row], now[column]),
        costs[row + 1][column] + ALONE,
        costs[row][column + 1] + ALONE,
      );
    }
  }
  const pairs: StatePair[] = [];
  for (let [row, column] = [0, 0]; row < old.length || column < now.length;) {
    const [one, other] = [old[row], now[column]];
    if (one && other && costs[row][column] === costs[row + 1][column + 1] + costOf(one, other)) {
      pairs.push({ old: one, now: other });
      row++;
      column++;
    } else if (one && costs[row][column] === costs[row + 1][column] + ALONE) {
      pairs.push({ old: one });
      row++;
    } else {
      pairs.push({ now: other });
      column++;
    }
  }
  return pairs;
}

function costOf(one: SeriesState, other: SeriesState): number {
  if (one.stage === other.stage) {
    return 0;
  }
  const [first, second] = [one.role, other.role];
  if (first === undefined || second === undefined) {
    return Infinity;
  }
  const moved = first.place === second.place ? 0 : OTHER_PLACE;
  return first.name === second.name ? moved : first.bare === second.bare ? OTHER_NUMBERS + moved : Infinity;
}

/** Only numbered names have a role: those of other files say nothing of what belongs together. */
function roleOf(stage: string): SeriesState['role'] {
  const [, place, name] = /^(\d+)-(.+)$/.exec(stage) ?? [];
  return place === undefined ? undefined : { place, name, bare: name.replace(/[-.]?\d+/g, '') };
}
