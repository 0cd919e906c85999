import { ApplyMethod } from './apply-method';
import { identityOf, ObjectUpdate } from './object-update';
import { absent, PodState, podStates } from './pod-states';
import { wavesOf } from './update-order';

/** A moment of a transition: which updates are visible, and how far pods have come. @internal */
export interface Moment {
  /** The updates that are visible. */
  readonly visible: ObjectUpdate[];
  /** Those of them that were waited for until their pods were ready. */
  readonly awaited: Set<ObjectUpdate>;
  /** The order that leads to it. */
  readonly order: ObjectUpdate[];
  readonly methods: ApplyMethod[];
  /**
   * Whether updates are seen in another order than they were made: routers watch kinds of objects by themselves, and nothing
   * waits for them inside a wave.
   */
  readonly isLate: boolean;
}

/** As many updates as are put in any order; of more only single ones are early or late. */
const FEW = 6;

/** All moments of a transition that some way of applying allows. The end, where all is visible, is among them. @param objects all that are there in the end @internal */
export function momentsOf(updates: ObjectUpdate[], methods: ApplyMethod[], objects: any[]): Moment[] {
  const found = new Map<string, Moment>();
  const add = (moment: Moment) => {
    const key = JSON.stringify([updates.map((update) => [moment.visible.includes(update), moment.awaited.has(update)])]);
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
      wave.forEach((_, count) => add(moment(wave.slice(0, count + 1), false)));
      outOfOrder(wave).forEach((visible) => add(moment(visible, true)));
    });
  }
  return [...found.values()].sort((one, other) => Number(one.isLate) - Number(other.isLate) || one.visible.length - other.visible.length);
}

/** Some updates without others that were made before them. */
function outOfOrder(wave: ObjectUpdate[]): ObjectUpdate[][] {
  if (wave.length > FEW) {
    return wave.flatMap((update) => [[update], wave.filter((other) => other !== update)]);
  }
  const subsets = wave.reduce<ObjectUpdate[][]>((known, update) => [...known, ...known.map((subset) => [...subset, update])], [[]]);
  return subsets.filter((visible) => visible.length > 0);
}

/** A state of the cluster at a moment. @internal */
export interface PossibleState {
  readonly objects: any[];
  readonly ready: PodState['ready'];
  /** What is to be said of pods. */
  readonly pods: string[];
  readonly isMixed: boolean;
}

/** More combinations than these are not looked at one by one. */
const MOST_STATES = 200;

/** What the cluster may be at a moment, with every legal number of ready pods. @internal */
export function statesAt({ visible, awaited }: Moment, from: any[], updates: ObjectUpdate[]): PossibleState[] {
  const touched = new Set(visible.map(({ before, after }) => identityOf(before ?? after)));
  const expected = updates.filter((update) => update.kind === 'created' && !visible.includes(update)).flatMap(({ after }) => absent(after));
  const rest = [...from.filter((object) => !touched.has(identityOf(object))), ...expected];
  const start: PossibleState = { objects: rest, ready: [], pods: [], isMixed: false };
  return visible.reduce<PossibleState[]>((states, update) => {
    const all = podStates(update);
    const wanted = all.at(-1)!;
    const possible = awaited.has(update) ? [wanted] : states.length * all.length > MOST_STATES ? [all[0], wanted] : all;
    return states.flatMap((state) => possible.map((pods) => ({
      objects: [...state.objects, ...pods.objects],
      ready: [...state.ready, ...pods.ready],
      pods: pods.name === '' ? state.pods : [...state.pods, pods.name],
      isMixed: state.isMixed || pods.isMixed,
    })));
  }, [start]);
}
