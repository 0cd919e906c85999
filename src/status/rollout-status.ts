import { gateState, GateState } from './gates';
import { LiveObjects } from './live-objects';
import { onlyLeftOver, Position, positionOf } from './position';
import { isSame } from '../checks/transition/object-update';
import { PlannedGate } from '../manifests/plan-file';
import { objectsOf, plannedStage, StageSet } from '../manifests/stage-sets';
import { identityOf, KubernetesObject } from '../readers/engine/kubernetes-object';

/** Where a rollout is, and whether it may go on. @internal */
export interface RolloutStatus {
  readonly position: Position;
  /** The gates of the stage that the cluster is at; undefined between stages, and without a plan file. */
  readonly gates?: GateState[];
  /** The stage to apply next, by its place; undefined at the last one, and where the cluster is at no stage. */
  readonly next?: number;
  /** The objects to delete, where nothing else is left to be done for the next stage. */
  readonly leftOver?: string[];
  /** Whether the next stage may be applied: every gate holds. */
  readonly mayGoOn: boolean;
}

const READY: PlannedGate = { kind: 'ready' };

/**
 * Compares a cluster with the stages of a rollout.
 *
 * @param passed the kinds of gates that somebody knows to hold
 * @param now in milliseconds
 * @internal
 */
export function rolloutStatus(
  set: StageSet,
  live: LiveObjects,
  passed: ReadonlySet<string>,
  now: number,
): RolloutStatus {
  const stages = set.stages.map(objectsOf);
  const position = positionOf(stages, live);
  if (position.kind === 'elsewhere') {
    return { position, mayGoOn: false };
  }
  if (position.kind === 'before') {
    return { position, next: 0, mayGoOn: true };
  }
  if (position.kind === 'between') {
    const leftOver = onlyLeftOver(position.deviations);
    return { position, next: position.to, mayGoOn: leftOver === undefined, ...(leftOver ? { leftOver } : {}) };
  }
  const { place } = position;
  const planned = plannedStage(set, place)?.gates;
  // Whatever a stage changes, pods have to answer before the next one.
  const all = planned === undefined || planned.some(({ kind }) => kind === 'ready') ? planned : [READY, ...planned];
  const gates = all?.map((gate): GateState => {
    return passed.has(gate.kind)
      ? { gate, holds: true, reason: 'as you say' }
      : gateState(gate, stages[place], changedIn(stages, place), live, now);
  });
  const isLast = place === stages.length - 1;
  const isOpen = !isLast && gates !== undefined && gates.every(({ holds }) => holds === true);
  const leftOver = isOpen ? onlyLeftOver(position.toNext) : undefined;
  return {
    position,
    ...(gates === undefined ? {} : { gates }),
    ...(isLast ? {} : { next: place + 1 }),
    ...(leftOver ? { leftOver } : {}),
    mayGoOn: isOpen && leftOver === undefined,
  };
}

/** The objects of a stage that the one before does not have so; all of the first stage. */
function changedIn(stages: readonly (readonly KubernetesObject[])[], place: number): KubernetesObject[] {
  const before = new Map((stages[place - 1] ?? []).map((object) => [identityOf(object), object]));
  return stages[place].filter((object) => !isSame(before.get(identityOf(object)), object));
}
