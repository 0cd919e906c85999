import { ObjectTable } from './object-table';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { mayBeIn, ObjectIndex } from '../../engine/object-index';
import { RolloutMoment, RolloutPhase } from '../../engine/rollout-moment';
import { called, HASH, templateOf } from '../rollout';
import { ingressNames, virtualServiceOf, virtualServiceReferences } from '../validation/references';

/**
 * Whether the objects that a Rollout names come from the cluster too: objects of a cluster have a version, and the
 * controller has written hashes. Where it names none, its ReplicaSets tell.
 */
function isLive(rollout: KubernetesObject, index: ObjectIndex): boolean {
  const { stableService, canaryService, trafficRouting } = rollout.spec.strategy.canary;
  const { namespace } = rollout.metadata ?? {};
  const find = (group: string, kind: string, name: string | undefined) =>
    name ? (index.find(group, kind, namespace, name) ?? []) : [];
  const named = [
    find('', 'Service', stableService),
    find('', 'Service', canaryService),
    find('networking.istio.io', 'DestinationRule', trafficRouting?.istio?.destinationRule?.name),
    virtualServiceReferences(rollout).flatMap((one) => virtualServiceOf(one, rollout, index) ?? []),
    ingressNames(rollout).flatMap((name) => find('networking.k8s.io', 'Ingress', name)),
  ].flat();
  return named.length === 0 ? ownReplicaSets(rollout, index).length > 0 : named.some(isMarked);
}

function isMarked({ metadata, spec }: KubernetesObject): boolean {
  const { resourceVersion, uid } = (metadata ?? {}) as any;
  const hasHash =
    spec?.selector?.[HASH] !== undefined ||
    (spec?.subsets ?? []).some(({ labels }: any) => labels?.[HASH] !== undefined);
  return hasHash || resourceVersion !== undefined || uid !== undefined;
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
  const all = replicaSetsByOwner(index).get(rollout.metadata?.name ?? '') ?? [];
  return all.filter((one) => mayBeIn(one, rollout.metadata?.namespace));
}

const replicaSetsByOwner = memoizeByObject((index: ObjectIndex) => {
  const byOwner = new Map<string, KubernetesObject[]>();
  for (const replicaSet of index.all('apps', 'ReplicaSet')) {
    for (const owner of replicaSet.metadata?.ownerReferences ?? []) {
      if (owner?.kind === 'Rollout') {
        byOwner.set(owner.name, [...(byOwner.get(owner.name) ?? []), replicaSet]);
      }
    }
  }
  return byOwner;
});

/** What a cluster tells of a Rollout. @internal */
export interface LiveState {
  readonly notes: Note[];
  /** The canary's pods that are ready. */
  readonly canaryPods: number;
}

/**
 * The state of a cluster, as its objects tell it: Services and routes are as the controller has written them,
 * ReplicaSets are the versions, their ready pods the readiness. Undefined where only the Rollout is the cluster's.
 *
 * @internal
 */
export function liveState(rollout: KubernetesObject, table: ObjectTable, index: ObjectIndex): LiveState | undefined {
  if (!isLive(rollout, index)) {
    return undefined;
  }
  const { stableRS, currentPodHash } = rollout.status;
  const { name = '' } = rollout.metadata ?? {};
  const own = new Set(ownReplicaSets(rollout, index));
  table.change('Rollout', name, (object) => (object === rollout ? undefined : object));
  table.changeOwned('Rollout', name, (object) => (own.has(object) ? withReadyPods(object) : object));
  const missing = [...new Set<string>([stableRS, currentPodHash])].filter(
    (hash) => !replicaSetOf(rollout, hash, index),
  );
  table.add(missing.map((hash) => assumedReplicaSet(rollout, hash, index)));
  const assumed =
    `${called(rollout)} has ReplicaSets with the hashes ${missing.join(', ')}, which are not among the objects: ` +
    'the numbers of their pods come from its status';
  return {
    canaryPods: Number(replicaSetOf(rollout, currentPodHash, index)?.status?.readyReplicas ?? 0),
    notes: [
      phaseNote(rollout),
      ...(missing.length === 0 ? [] : [note(NoteKind.ASSUMED, 'argo-replica-sets-missing', [rollout], assumed)]),
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
  const index = Number.isInteger(currentStepIndex) ? Math.max(0, currentStepIndex) : 0;
  const step = inForce >= 0 ? inForce : index;
  return RolloutMoment.at({ rollout: idOf(rollout), step, phase, before: [] });
}
