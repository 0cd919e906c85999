import { liveState, replicaSetOf, statusMoment } from './cluster/live-rollout';
import { ObjectTable } from './cluster/object-table';
import { replicaSets } from './cluster/pods';
import { release } from './cluster/released-objects';
import {
  firstInstallationNote,
  flappingNote,
  rejectionNote,
  selectorChangeNote,
  strategyNote,
  unreadNotes,
} from './notes';
import { pitfallsOf } from './pitfalls';
import { AvailablePods } from './progress/passes';
import { statesOf } from './progress/rollout-state';
import { CANARY, hasStatus, STABLE, templateOf } from './rollout';
import { ROLLOUT_SHAPES } from './shapes';
import { Rejection } from './validation/rejection';
import { rejectionOf } from './validation/rejections';
import { ControllerReader, Reconciled } from '../engine/controller-reader';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { Note } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RolloutMoment } from '../engine/rollout-moment';

/**
 * Does to objects what the controller of Argo Rollouts 1.9 does, at one moment of a release: pods of both versions,
 * Services narrowed down to one of them, and routes with the step's weight and lanes. Objects of a cluster stay as they
 * are.
 *
 * @internal
 */
export class ArgoRolloutsReader implements ControllerReader {
  public readonly shapes = ROLLOUT_SHAPES;

  public releases(index: ObjectIndex): string[] {
    return index.all('argoproj.io', 'Rollout').map(idOf);
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public reconciled(index: ObjectIndex, readiness: PodReadiness, moment?: RolloutMoment): Reconciled {
    const notes: Note[] = [];
    let tables = [ObjectTable.of(index.objects)];
    for (const rollout of index.all('argoproj.io', 'Rollout')) {
      const asked = moment?.rollout === idOf(rollout) ? moment : undefined;
      tables = afterwards({ rollout, tables, index, readiness, moment: asked, notes });
    }
    const [objects, ...alternatives] = tables.map((table) => table.objects);
    return { objects, notes, alternatives };
  }
}

interface Question {
  readonly rollout: KubernetesObject;
  /** The states that other Rollouts have left. */
  readonly tables: ObjectTable[];
  readonly index: ObjectIndex;
  readonly readiness: PodReadiness;
  readonly moment: RolloutMoment | undefined;
  readonly notes: Note[];
}

/** All states that the controller leaves the objects in: one, unless it goes back and forth. */
function afterwards(question: Question): ObjectTable[] {
  const { rollout, tables, index, moment, notes } = question;
  const rejection = rejectionOf(rollout, index);
  if (rejection) {
    notes.push(rejectionNote(rollout, rejection));
    tables.forEach((table) => keep(table, question, rejection));
    return tables;
  }
  if (!rollout.spec.strategy.canary) {
    notes.push(strategyNote(rollout));
    return tables;
  }
  const [live] =
    moment === undefined && hasStatus(rollout) ? tables.map((table) => liveState(rollout, table, index)) : [];
  if (live) {
    const states = statesOf(rollout, statusMoment(rollout), { canary: live.canaryPods, stable: undefined });
    notes.push(...live.notes, ...(states.length > 1 ? [flappingNote(rollout)] : []));
    return tables;
  }
  return released(question, moment ?? (hasStatus(rollout) ? statusMoment(rollout) : undefined));
}

/** A Rollout that is rejected keeps the pods of the one before it. */
function keep(table: ObjectTable, { rollout, index, moment }: Question, { isLive }: Rejection): void {
  const left = (moment && beforeOf(moment, index)) ?? rollout;
  if (isLive === true && moment === undefined && rollout.spec.strategy.canary !== undefined) {
    liveState(rollout, table, index);
    return;
  }
  table.change('Rollout', rollout.metadata?.name ?? '', (object) => (object === rollout ? undefined : object));
  if (left.spec?.strategy?.canary !== undefined) {
    const [state] = statesOf(left, undefined, { canary: undefined, stable: undefined });
    table.add(replicaSets(left, undefined, state, index));
  }
}

function released(question: Question, moment: RolloutMoment | undefined): ObjectTable[] {
  const { rollout, tables, index, readiness, notes } = question;
  const before = moment && beforeOf(moment, index);
  const live = hasStatus(rollout) ? replicaSetOf(rollout, rollout.status.stableRS, index) : undefined;
  const isChanged = before !== undefined && selectorChangeNote(before, rollout, index, notes);
  const isFirst = moment !== undefined && !hasStatus(rollout) && (before === undefined || isChanged);
  if (isFirst && !isChanged) {
    notes.push(firstInstallationNote(rollout));
  }
  notes.push(...unreadNotes(rollout, index));
  const available: AvailablePods = {
    canary: readiness.readyPods(`${idOf(rollout)}:${CANARY}`),
    stable: readiness.readyPods(`${idOf(rollout)}:${STABLE}`),
  };
  const stableTemplate = live?.spec?.template ?? templateOf(before ?? rollout, index);
  const states = statesOf(rollout, isFirst ? undefined : moment, available);
  if (states.length > 1) {
    notes.push(flappingNote(rollout));
  }
  return tables.flatMap((table) =>
    states.map((state, place) => {
      const own = place === states.length - 1 ? table : table.copy();
      release(own, { rollout, state, index, notes }, stableTemplate);
      return own;
    }),
  );
}

function beforeOf({ before, rollout }: RolloutMoment, index: ObjectIndex): KubernetesObject | undefined {
  const earlier = new ObjectIndex(before, ROLLOUT_SHAPES);
  const found = earlier.all('argoproj.io', 'Rollout').find((one) => idOf(one) === rollout);
  const template = found && (templateOf(found, earlier) ?? templateOf(found, index));
  return found && template !== undefined ? { ...found, spec: { ...found.spec, template } } : found;
}
