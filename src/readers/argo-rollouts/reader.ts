import { hasStatus, liveState, replicaSetOf, statusMoment } from './cluster/live-rollout';
import { narrowed, replicaSets } from './cluster/pods';
import { selectorChangeNote, unreadNotes } from './notes';
import { pitfallsOf } from './pitfalls';
import { AvailablePods } from './progress/passes';
import { statesOf } from './progress/rollout-state';
import { Release } from './release';
import { called, CANARY, referenced, STABLE, templateOf } from './rollout';
import { pluginOf, reweighted } from './routers/gateway-api';
import { rerouted } from './routers/istio';
import { canaryIngresses, canaryIngressName } from './routers/nginx';
import { ROLLOUT_SHAPES } from './shapes';
import { ingressNames } from './validation/references';
import { rejectionOf } from './validation/rejections';
import { ControllerReader, Reconciled } from '../engine/controller-reader';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { mayBeIn, ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RolloutMoment } from '../engine/rollout-moment';

/**
 * Does to objects what the controller of Argo Rollouts 1.9 does, at one moment of a release: pods of both versions,
 * Services narrowed down to one of them, and routes with the step's weight and lanes. Objects of a cluster stay as
 * they are.
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
    const states = index.all('argoproj.io', 'Rollout').reduce<KubernetesObject[][]>(
      (all, rollout) => {
        const asked = moment?.rollout === idOf(rollout) ? moment : undefined;
        return all.flatMap((objects) => afterwards({ rollout, objects, index, readiness, moment: asked, notes }));
      },
      [[...index.objects]],
    );
    const [objects, ...alternatives] = states;
    return { objects, notes, alternatives };
  }
}

interface Question {
  readonly rollout: KubernetesObject;
  /** The objects that other Rollouts have left. */
  readonly objects: KubernetesObject[];
  readonly index: ObjectIndex;
  readonly readiness: PodReadiness;
  readonly moment: RolloutMoment | undefined;
  readonly notes: Note[];
}

/** All states that the controller leaves the objects in: one, unless it goes back and forth. */
function afterwards(question: Question): KubernetesObject[][] {
  const { rollout, objects, index, moment, notes } = question;
  const rejection = rejectionOf(rollout, index);
  if (rejection) {
    const { reason, field, fix, source } = rejection;
    notes.push(
      note(
        NoteKind.REJECTED,
        'argo-rejected',
        [rollout],
        `${called(rollout)} ${reason}: it is rejected, and everything stays as it is`,
        { field, fix, source },
      ),
    );
    return [unchanged(question)];
  }
  if (!rollout.spec.strategy.canary) {
    notes.push(
      note(
        NoteKind.UNREAD,
        'argo-strategy-unread',
        [rollout],
        `${called(rollout)} has no canary strategy, and others are not read`,
      ),
    );
    return [objects];
  }
  const live = moment === undefined && hasStatus(rollout) ? liveState(rollout, objects, index) : undefined;
  if (live) {
    const { canary } = live.readyPods;
    const states = statesOf(rollout, statusMoment(rollout), { canary, stable: undefined });
    notes.push(...live.notes, ...(states.length > 1 ? [flappingNote(rollout)] : []));
    return [live.objects];
  }
  return released(question, moment ?? (hasStatus(rollout) ? statusMoment(rollout) : undefined));
}

/** A Rollout that is rejected keeps the pods of the one before it. */
function unchanged({ rollout, objects, index, moment }: Question): KubernetesObject[] {
  const left = (moment && beforeOf(moment, index)) ?? rollout;
  const others = objects.filter((object) => object !== rollout);
  if (left.spec?.strategy?.canary === undefined) {
    return others;
  }
  const [state] = statesOf(left, undefined, { canary: undefined, stable: undefined });
  return [...others, ...replicaSets(left, undefined, state, index)];
}

function released(question: Question, moment: RolloutMoment | undefined): KubernetesObject[][] {
  const { rollout, index, readiness, notes } = question;
  const before = moment && beforeOf(moment, index);
  const live = hasStatus(rollout) ? replicaSetOf(rollout, rollout.status.stableRS, index) : undefined;
  const isChanged = before !== undefined && selectorChangeNote(before, rollout, index, notes);
  const isFirst =
    moment !== undefined && live === undefined && !hasStatus(rollout) && (before === undefined || isChanged);
  if (isFirst && !isChanged) {
    notes.push(
      note(
        NoteKind.ASSUMED,
        'argo-first-installation',
        [rollout],
        `${called(rollout)} is not among the objects from before, so the release is taken for its first ` +
          'installation, which skips all steps',
      ),
    );
  }
  notes.push(...unreadNotes(rollout, question.objects, index));
  const available: AvailablePods = {
    canary: readiness.readyPods(`${idOf(rollout)}:${CANARY}`),
    stable: readiness.readyPods(`${idOf(rollout)}:${STABLE}`),
  };
  const stableTemplate = live?.spec?.template ?? templateOf(before ?? rollout, index);
  const states = statesOf(rollout, isFirst ? undefined : moment, available);
  if (states.length > 1) {
    notes.push(flappingNote(rollout));
  }
  const lists: Note[][] = states.map(() => []);
  const left = states.map((state, place) =>
    inState(question, { rollout, state, index, notes: lists[place] }, stableTemplate),
  );
  notes.push(...lists.flat());
  return left;
}

function flappingNote(rollout: KubernetesObject): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'argo-flapping',
    [rollout],
    `${called(rollout)} is aborted: until the canary's pods are gone its controller writes both hashes to the ` +
      'canary\'s Service in turn, and it opens and closes a route of the first step',
    {
      fix: 'Lead no route of your own to the canary, begin the steps with setCanaryScale, and leave ' +
        'abortScaleDownDelaySeconds above 0.',
      source: 'rollout/trafficrouting.go, rollout/service.go of argoproj/argo-rollouts, and its issue 3078',
    },
  );
}

function inState({ rollout, objects, index }: Question, release: Release, stableTemplate: any): KubernetesObject[] {
  const {
    state,
    state: { canaryRole },
  } = release;
  const { trafficRouting } = rollout.spec.strategy.canary;
  const source = referenced(rollout, index);
  const isReplaced =
    source !== undefined && ['onsuccess', 'progressively'].includes(rollout.spec.workloadRef.scaleDown);
  const left = objects
    .filter((object) => object !== rollout && !(isReplaced && object === source) && !isReplacedByState(object, rollout))
    .map((object) => (isServiceNear(object, rollout) ? narrowed(object, rollout, canaryRole) : object))
    .map((object) => (trafficRouting?.istio ? rerouted(object, release) : object));
  return [
    ...(pluginOf(rollout) ? reweighted(left, release) : left),
    ...replicaSets(rollout, stableTemplate, state, index),
    ...(trafficRouting?.nginx ? canaryIngresses(release) : []),
  ];
}

/**
 * What comes from a cluster, and is foretold here: the Rollout's ReplicaSets, and the Ingresses that the controller
 * has written.
 */
function isReplacedByState(object: KubernetesObject, rollout: KubernetesObject): boolean {
  const isOwned = (object.metadata?.ownerReferences ?? []).some(
    (owner) => owner?.kind === 'Rollout' && owner.name === rollout.metadata?.name,
  );
  const isCanary =
    object.kind === 'Ingress' &&
    rollout.spec.strategy.canary.trafficRouting?.nginx !== undefined &&
    ingressNames(rollout).some((name) => object.metadata?.name === canaryIngressName(rollout.metadata?.name, name));
  return mayBeIn(object, rollout.metadata?.namespace) && (isCanary || (object.kind === 'ReplicaSet' && isOwned));
}

function isServiceNear(object: KubernetesObject, { metadata }: KubernetesObject): boolean {
  return (
    object.kind === 'Service' &&
    object.apiVersion === 'v1' &&
    (metadata?.namespace === undefined || mayBeIn(object, metadata.namespace))
  );
}

function beforeOf({ before, rollout }: RolloutMoment, index: ObjectIndex): KubernetesObject | undefined {
  const earlier = new ObjectIndex(before, ROLLOUT_SHAPES);
  const found = earlier.all('argoproj.io', 'Rollout').find((one) => idOf(one) === rollout);
  const template = found && (templateOf(found, earlier) ?? templateOf(found, index));
  return found && template !== undefined ? { ...found, spec: { ...found.spec, template } } : found;
}
