import { LiveObjects } from './live-objects';
import { isMap } from '../faults/shown';
import { PlannedGate } from '../manifests/plan-file';
import { runsPods } from '../readers/engine/endpoints';
import { groupOf, KubernetesObject, objectName, textOfValue } from '../readers/engine/kubernetes-object';

/** Whether a gate holds; undefined where the cluster does not tell. @internal */
export interface GateState {
  readonly gate: PlannedGate;
  readonly holds?: boolean;
  /** Why not, or who tells. */
  readonly reason: string;
}

/**
 * Whether a gate of a stage holds.
 *
 * @param objects the stage's
 * @param changed those that the stage before does not have so
 * @param now in milliseconds
 * @internal
 */
export function gateState(
  gate: PlannedGate,
  objects: readonly KubernetesObject[],
  changed: readonly KubernetesObject[],
  live: LiveObjects,
  now: number,
): GateState {
  switch (gate.kind) {
    case 'ready':
      return { gate, ...together(objects.filter(runsPods), live, readyState, '') };
    case 'accepted':
      return { gate, ...together(objects.filter(({ kind }) => ACCEPTED.has(kind)), live, acceptedState, '') };
    case 'duration':
      return { gate, ...passedState(gate.seconds, changed, live, now) };
    case 'manual':
      return { gate, reason: 'the cluster does not tell' };
    case 'analysis':
      return { gate, reason: 'the cluster does not tell' };
  }
}

interface Told {
  readonly holds?: boolean;
  readonly reason: string;
}

type StateOf = (live: KubernetesObject) => Told;

/** All have to hold: one that does not decides, and then one that is not known. */
function together(objects: readonly KubernetesObject[], live: LiveObjects, stateOf: StateOf, all: string): Told {
  const states = objects.map((object): Told => {
    const there = live.find(object);
    return there === undefined ? { holds: false, reason: `${objectName(object)} is not there` } : stateOf(there);
  });
  const failing = states.find(({ holds }) => holds === false) ?? states.find(({ holds }) => holds === undefined);
  return failing ?? { holds: true, reason: all };
}

/** As `kubectl rollout status` decides, and for single pods by their condition. */
function readyState(object: KubernetesObject): Told {
  const { metadata, spec, status } = object as any;
  const name = objectName(object);
  if (!isMap(status)) {
    return { reason: `${name} has no status yet` };
  }
  if (object.kind === 'Pod') {
    const isReady = listOf(status.conditions).some((one) => one?.type === 'Ready' && one?.status === 'True');
    return isReady ? { holds: true, reason: '' } : { holds: false, reason: `${name} is not ready` };
  }
  const [generation, observed] = [countOf(metadata?.generation, 0), observedOf(status.observedGeneration)];
  if (generation === undefined || observed === undefined) {
    return { reason: `${name} does not tell which generation its controller has seen` };
  }
  if (observed < generation) {
    return { holds: false, reason: `the controller has not seen the last change of ${name}` };
  }
  if (object.kind === 'Rollout') {
    return status.phase === 'Healthy'
      ? { holds: true, reason: '' }
      : { holds: false, reason: `${name} is ${textOfValue(status.phase ?? 'without a phase')}` };
  }
  const counts = podCounts(object.kind, spec, status).map((count) => countOf(count, 0));
  if (counts.includes(undefined)) {
    return { reason: `the numbers of pods of ${name} are no numbers` };
  }
  const [wanted, all, updated, available] = counts as number[];
  const ready = Math.min(updated, available);
  if (ready < wanted) {
    return { holds: false, reason: `${ready} of ${wanted} pods of ${name} are updated and ready` };
  }
  if (all > updated) {
    return { holds: false, reason: `${all - updated} old pods of ${name} are still there` };
  }
  // Old pods count among those that are available, as long as they are there.
  return available < updated
    ? { holds: false, reason: `${available} of ${updated} updated pods of ${name} are available` }
    : { holds: true, reason: '' };
}

/** How many pods are wanted, there, updated, and available; a count that is 0 is left out of a status. */
function podCounts(kind: string, spec: any, status: any): unknown[] {
  switch (kind) {
    case 'DaemonSet':
      return [
        status.desiredNumberScheduled,
        status.updatedNumberScheduled,
        status.updatedNumberScheduled,
        status.numberAvailable,
      ];
    case 'Deployment':
    case 'StatefulSet':
      return [spec?.replicas ?? 1, status.replicas, status.updatedReplicas, status.availableReplicas];
    default:
      return [spec?.replicas ?? 1, status.replicas, status.replicas, status.availableReplicas];
  }
}

/** The controller of Argo Rollouts writes a text. */
function observedOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : countOf(value, 0);
}

/** A count; undefined for what is none. */
function countOf(value: unknown, missing: number): number | undefined {
  const count = value ?? missing;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** How routers tell in an object that they have accepted it, by its kind. */
const ACCEPTED: ReadonlyMap<string, StateOf> = new Map([
  ['HTTPRoute', parentsState],
  ['RouteTable', glooState],
  [
    'VirtualService',
    (object: KubernetesObject) => (groupOf(object) === 'gateway.solo.io' ? glooState(object) : untold(object)),
  ],
  ['Ingress', untold],
]);

function acceptedState(object: KubernetesObject): Told {
  return ACCEPTED.get(object.kind)!(object);
}

function untold(object: KubernetesObject): Told {
  return { reason: `the router of ${objectName(object)} does not write whether it has accepted it` };
}

/** Every Gateway that the route names has to have accepted its last generation. */
function parentsState(object: KubernetesObject): Told {
  const { metadata, spec, status } = object as any;
  const name = objectName(object);
  const answers = listOf(status?.parents).filter(isMap);
  for (const parent of listOf(spec?.parentRefs).filter(isMap)) {
    const called = `${textOfValue(parent.namespace ?? metadata?.namespace ?? '')}/${textOfValue(parent.name)}`;
    const own = answers.filter(({ parentRef }) => isSameParent(parent, parentRef, metadata?.namespace));
    const conditions = own.flatMap((answer) => listOf(answer.conditions)).filter(isMap);
    if (!['Accepted', 'ResolvedRefs'].every((type) => conditions.some((condition) => condition.type === type))) {
      return { holds: false, reason: `Gateway ${called} has not answered for ${name}` };
    }
    const told = conditions.filter(({ type }) => type === 'Accepted' || type === 'ResolvedRefs');
    const wrong = told.find((condition) => condition.status !== 'True');
    if (wrong !== undefined) {
      return { holds: false, reason: `${name} is not ${wrong.type} at Gateway ${called} (${textOfValue(wrong.reason)})` };
    }
    const generation = countOf(metadata?.generation, 0);
    const seen = told.map(({ observedGeneration }) => countOf(observedGeneration, 0) ?? -1);
    if (generation === undefined || seen.some((one) => one < generation)) {
      return { holds: false, reason: `Gateway ${called} has not seen the last change of ${name}` };
    }
  }
  return { holds: true, reason: '' };
}

/** Parts that a reference leaves out have a default. */
function isSameParent(parent: any, other: any, namespace: unknown): boolean {
  const partsOf = (one: any) => [
    one.group ?? 'gateway.networking.k8s.io',
    one.kind ?? 'Gateway',
    one.namespace ?? namespace,
    one.name,
    one.sectionName,
    one.port,
  ];
  return isMap(other) && JSON.stringify(partsOf(parent)) === JSON.stringify(partsOf(other));
}

function glooState(object: KubernetesObject): Told {
  const { status } = object as any;
  const each = isMap(status?.statuses) ? Object.values(status.statuses) : [];
  const states = [status, ...each].map((one) => one?.state).filter((state) => state !== undefined);
  const name = objectName(object);
  if (states.length === 0) {
    return { holds: false, reason: `Gloo has not answered for ${name}` };
  }
  return states.every((state) => state === 'Accepted' || state === 1)
    ? { holds: true, reason: '' }
    : { holds: false, reason: `Gloo has not accepted ${name}` };
}

/** Only the fields' managers tell when an object was changed; what changes its status does not count. */
function passedState(seconds: number, changed: readonly KubernetesObject[], live: LiveObjects, now: number): Told {
  const times = changed.flatMap((object) => {
    const managers = listOf((live.find(object)?.metadata as any)?.managedFields).filter(isMap);
    return managers
      .filter(({ subresource }) => subresource === undefined)
      .map(({ time }) => Date.parse(textOfValue(time)));
  });
  const last = times.filter(Number.isFinite).reduce((one, other) => Math.max(one, other), -Infinity);
  if (last === -Infinity) {
    return { reason: 'the objects do not tell since when: read them with kubectl get --show-managed-fields' };
  }
  const passed = Math.max(0, Math.floor((now - last) / 1000));
  return passed >= seconds
    ? { holds: true, reason: `${passed} s` }
    : { holds: false, reason: `${passed} s so far` };
}
