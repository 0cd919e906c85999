import { ApplyMethod } from './apply-method';
import { ObjectUpdate } from './object-update';
import { absent, PodState, podStates } from './pod-states';
import { wavesOf } from './update-order';
import { identityOf } from '../../readers/engine/kubernetes-object';

/** A moment of a transition: which updates are visible, and how far pods have come. @internal */
export interface Moment {
  /** The updates that are visible. */
  readonly visible: ObjectUpdate[];
  /** The visible updates whose pods are ready, because the tool waited for them. */
  readonly awaited: Set<ObjectUpdate>;
  /** The order that leads to it. */
  readonly order: ObjectUpdate[];
  readonly methods: ApplyMethod[];
  /**
   * Whether the router sees updates in another order than they were made: it watches each kind of objects by itself,
   * and nothing waits for it inside a wave.
   */
  readonly isLate: boolean;
}

/** Up to this many updates, try every subset; of more, try each update alone and each one missing. */
const MAX_PERMUTED_UPDATES = 6;

/**
 * All moments of a transition that some way of applying allows. The end, where all is visible, is among them.
 *
 * @param objects all objects of the state after the transition
 *
 * @internal
 */
export function momentsOf(updates: ObjectUpdate[], methods: ApplyMethod[], objects: any[]): Moment[] {
  const found = new Map<string, Moment>();
  const add = (moment: Moment) => {
    const key = JSON.stringify([
      updates.map((update) => [moment.visible.includes(update), moment.awaited.has(update)]),
    ]);
    const known = found.get(key);
    if (!known) {
      found.set(key, moment);
    } else if (known.isLate && !moment.isLate) {
      found.set(key, moment);
    } else if (known.isLate === moment.isLate) {
      found.set(key, { ...known, methods: [...new Set([...known.methods, ...moment.methods])] });
    }
  };
  for (const method of methods) {
    const waves = wavesOf(method, updates, objects);
    const order = waves.flat();
    waves.forEach((wave, index) => {
      const earlier = waves.slice(0, index).flat();
      const awaited = new Set(earlier);
      const moment = (visible: ObjectUpdate[], isLate: boolean): Moment => {
        return { visible: [...earlier, ...visible], awaited, order, methods: [method], isLate };
      };
      sampled(wave.length).forEach((count) => add(moment(wave.slice(0, count), false)));
      outOfOrder(wave).forEach((visible) => add(moment(visible, true)));
    });
  }
  return [...found.values()].sort(
    (one, other) => Number(one.isLate) - Number(other.isLate) || one.visible.length - other.visible.length,
  );
}

/** Up to this many updates, evaluate the state after each of them. */
const MAX_SAMPLES = 30;

/** The numbers from 1 to the most: all of them, or a sample at even distances that includes the last one. */
function sampled(most: number): number[] {
  const distance = Math.ceil(most / MAX_SAMPLES);
  return [...Array(most).keys()].map((index) => index + 1).filter((count) => (most - count) % distance === 0);
}

/** Subsets of a wave that a lagging router may see. */
function outOfOrder(wave: ObjectUpdate[]): ObjectUpdate[][] {
  if (wave.length > MAX_PERMUTED_UPDATES) {
    return sampled(wave.length)
      .map((count) => wave[count - 1])
      .flatMap((update) => [[update], wave.filter((other) => other !== update)]);
  }
  const subsets = wave.reduce<ObjectUpdate[][]>(
    (known, update) => [...known, ...known.map((subset) => [...subset, update])],
    [[]],
  );
  return subsets.filter((visible) => visible.length > 0);
}

/** A state of the cluster at a moment. @internal */
export interface PossibleState {
  readonly objects: any[];
  readonly ready: PodState['ready'];
  /** How far pods have come, in words. */
  readonly pods: string[];
  readonly isMixed: boolean;
  /** Whether a workload removes all of its pods before it starts new ones. */
  readonly isRecreated: boolean;
}

/** Up to this many combinations of pod states, evaluate all. */
const MOST_STATES = 100;

/** What the cluster may be at a moment, with every legal number of ready pods. @internal */
export function statesAt({ visible, awaited }: Moment, from: any[], updates: ObjectUpdate[]): PossibleState[] {
  const touched = new Set(visible.map(({ before, after }) => identityOf(before ?? after)));
  const expected = updates
    .filter((update) => update.kind === 'created' && !visible.includes(update))
    .flatMap(({ after }) => absent(after));
  const rest = [...from.filter((object) => !touched.has(identityOf(object))), ...expected];
  const start: PossibleState = { objects: rest, ready: [], pods: [], isMixed: false, isRecreated: false };
  const possible = visible.map((update) => (awaited.has(update) ? podStates(update).slice(-1) : podStates(update)));
  return combinations(possible).map((chosen) =>
    chosen.reduce<PossibleState>(
      (state, pods) => ({
        objects: [...state.objects, ...pods.objects],
        ready: [...state.ready, ...pods.ready],
        pods: pods.name === '' ? state.pods : [...state.pods, pods.name],
        isMixed: state.isMixed || pods.isMixed,
        isRecreated: state.isRecreated || pods.isRecreated === true,
      }),
      start,
    ),
  );
}

/** All combinations, or of too many: each workload by itself, and all of them at their worst. */
function combinations(possible: PodState[][]): PodState[][] {
  const count = possible.reduce((product, states) => product * states.length, 1);
  if (count <= MOST_STATES) {
    return possible.reduce<PodState[][]>(
      (made, states) => made.flatMap((chosen) => states.map((one) => [...chosen, one])),
      [[]],
    );
  }
  const [worst, wanted] = [possible.map((states) => states[0]), possible.map((states) => states.at(-1)!)];
  if (possible.length > MAX_SAMPLES) {
    return [worst, wanted];
  }
  const single = possible.flatMap((states, index) =>
    states.slice(0, -1).map((one) => wanted.map((other, place) => (place === index ? one : other))),
  );
  return [worst, ...single, wanted];
}
