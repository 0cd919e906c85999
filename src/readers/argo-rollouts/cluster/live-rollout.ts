import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { mayBeIn, ObjectIndex } from '../../engine/object-index';
import { RolloutMoment, RolloutPhase } from '../../engine/rollout-moment';
import { called, HASH, templateOf } from '../rollout';

/** Whether a Rollout comes from a cluster in which the controller has seen it. @internal */
export function hasStatus({ status }: KubernetesObject): boolean {
  return (
    typeof status?.currentPodHash === 'string' &&
    status.currentPodHash !== '' &&
    typeof status.stableRS === 'string' &&
    status.stableRS !== ''
  );
}

/**
 * Whether the objects beside it come from the cluster too: objects of a cluster have a version, Services and subsets
 * the hash of pods.
 */
function isLive(rollout: KubernetesObject, index: ObjectIndex): boolean {
  const { stableService, canaryService, trafficRouting } = rollout.spec.strategy.canary;
  const rule = trafficRouting?.istio?.destinationRule?.name;
  const near = index.objects.filter((object) => object !== rollout && mayBeIn(object, rollout.metadata?.namespace));
  return near.some((object) => {
    const { resourceVersion, uid, name } = (object.metadata ?? {}) as any;
    const isService =
      object.kind === 'Service' &&
      [stableService, canaryService].includes(name) &&
      object.spec?.selector?.[HASH] !== undefined;
    const isRule =
      object.kind === 'DestinationRule' &&
      name === rule &&
      (object.spec?.subsets ?? []).some(({ labels }: any) => labels?.[HASH] !== undefined);
    return (
      isService || isRule || (object.kind !== 'ReplicaSet' && (resourceVersion !== undefined || uid !== undefined))
    );
  });
}

/** A Rollout's ReplicaSet of a hash. @internal */
export function replicaSetOf(
  rollout: KubernetesObject,
  hash: string,
  index: ObjectIndex,
): KubernetesObject | undefined {
  return ownReplicaSets(rollout, index).find(
    ({ metadata, spec }) => (metadata?.labels?.[HASH] ?? spec?.template?.metadata?.labels?.[HASH]) === hash,
  );
}

function ownReplicaSets(rollout: KubernetesObject, index: ObjectIndex): KubernetesObject[] {
  return index
    .all('apps', 'ReplicaSet')
    .filter(
      ({ metadata }) =>
        mayBeIn({ apiVersion: '', kind: '', metadata }, rollout.metadata?.namespace) &&
        (metadata?.ownerReferences ?? []).some(
          (owner) => owner?.kind === 'Rollout' && owner.name === rollout.metadata?.name,
        ),
    );
}

/** What a cluster holds of a Rollout. @internal */
export interface LiveState {
  /** All objects, the routers' as they are. */
  readonly objects: any[];
  readonly notes: Note[];
  /** The canary's pods that are ready. */
  readonly readyPods: { readonly canary: number };
}

/**
 * The state of a cluster, as its objects tell it: Services and routes are as the controller has written them,
 * ReplicaSets are the versions, their ready pods the readiness. Undefined where only the Rollout is the cluster's.
 *
 * @internal
 */
export function liveState(
  rollout: KubernetesObject,
  objects: readonly KubernetesObject[],
  index: ObjectIndex,
): LiveState | undefined {
  if (!isLive(rollout, index)) {
    return undefined;
  }
  const own = new Set(ownReplicaSets(rollout, index));
  const { stableRS, currentPodHash } = rollout.status;
  const hashes = [...new Set<string>([stableRS, currentPodHash])];
  const missing = hashes.filter((hash) => !replicaSetOf(rollout, hash, index));
  const ready = objects
    .filter((object) => object !== rollout)
    .map((object) => (own.has(object) ? withReadyPods(object) : object));
  const canary = Number(replicaSetOf(rollout, currentPodHash, index)?.status?.readyReplicas ?? 0);
  return {
    readyPods: { canary },
    objects: [...ready, ...missing.map((hash) => assumedReplicaSet(rollout, hash, index))],
    notes: [
      phaseNote(rollout),
      ...(missing.length === 0
        ? []
        : [
          note(
            NoteKind.ASSUMED,
            'argo-replica-sets-missing',
            [rollout],
            `${called(rollout)} has ReplicaSets with the hashes ${missing.join(', ')}, which are not among the ` +
              'objects: their pods are taken from its status',
          ),
        ]),
    ],
  };
}

function withReadyPods(replicaSet: KubernetesObject): KubernetesObject {
  return replicaSet.status === undefined
    ? replicaSet
    : { ...replicaSet, spec: { ...replicaSet.spec, replicas: replicaSet.status.readyReplicas ?? 0 } };
}

/** The version of stable's pods is not known where only the canary's template is there. */
function assumedReplicaSet(rollout: KubernetesObject, hash: string, index: ObjectIndex): any {
  const { currentPodHash, updatedReplicas, readyReplicas, replicas } = rollout.status;
  const { metadata: { labels = {}, annotations } = {} as any, ...template } = templateOf(rollout, index) ?? {};
  const { version, ...shared } = labels;
  const isCurrent = hash === currentPodHash;
  const updated = Number(updatedReplicas ?? 0);
  const others = Math.max(0, Number(readyReplicas ?? replicas ?? rollout.spec.replicas ?? 1) - updated);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${rollout.metadata?.name}-${hash}`, namespace: rollout.metadata?.namespace },
    spec: {
      replicas: isCurrent ? updated : others,
      template: {
        ...template,
        metadata: { annotations, labels: { ...(isCurrent && version !== undefined ? labels : shared), [HASH]: hash } },
      },
    },
  };
}

/** The step and the phase, in a note: a split tells shares alone. */
function phaseNote(rollout: KubernetesObject): Note {
  const { stableRS, currentPodHash, currentStepIndex, phase, message } = rollout.status;
  const steps: any[] = rollout.spec.strategy.canary.steps ?? [];
  const where =
    stableRS === currentPodHash
      ? `has no release under way: all pods are to have the hash ${stableRS}`
      : `replaces the pods of the hash ${stableRS} by those of ${currentPodHash}, at step ` +
        `${currentStepIndex ?? 0} of ${steps.length} (${momentPhase(rollout)})`;
  const told = phase === undefined ? '' : `; the controller says ${phase}${message ? `: ${message}` : ''}`;
  return note(NoteKind.EXPLAINED, 'argo-live-state', [rollout], `${called(rollout)} ${where}${told}`);
}

/** The phase that a status tells. @internal */
export function momentPhase({ status }: KubernetesObject): RolloutPhase {
  const { abort, promoteFull, stableRS, currentPodHash, pauseConditions = [], phase, controllerPause } = status;
  if (stableRS === currentPodHash) {
    return RolloutPhase.PROMOTED;
  }
  const isPaused = pauseConditions.length > 0 || phase === 'Paused' || controllerPause === true;
  return abort === true
    ? RolloutPhase.ABORTED
    : promoteFull === true
      ? RolloutPhase.FULL_PROMOTION
      : isPaused
        ? RolloutPhase.PAUSED
        : RolloutPhase.PROGRESSING;
}

/**
 * The moment that a status tells, for objects that the controller has not touched. A full promotion counts from the
 * step whose weight is still in force, since `currentStepIndex` is at the end at once.
 *
 * @internal
 */
export function statusMoment(rollout: KubernetesObject): RolloutMoment {
  const { currentStepIndex = 0, canary } = rollout.status;
  const steps: any[] = rollout.spec.strategy.canary.steps ?? [];
  const phase = momentPhase(rollout);
  const weight = canary?.weights?.canary?.weight;
  const inForce = phase === RolloutPhase.FULL_PROMOTION ? steps.findIndex(({ setWeight }) => setWeight === weight) : -1;
  const step = inForce >= 0 ? inForce : Math.max(0, Number(currentStepIndex));
  return RolloutMoment.at({ rollout: idOf(rollout), step, phase, before: [] });
}
