import { LiveObjects } from './live-objects';
import { PlannedGate } from '../manifests/plan-file';
import { isWorkload } from '../readers/engine/endpoints';
import { KubernetesObject, objectName } from '../readers/engine/kubernetes-object';

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
      return { gate, ...together(objects.filter(isRunning), live, readyState, 'every pod is ready') };
    case 'accepted':
      return { gate, ...together(objects.filter(({ kind }) => kind in ACCEPTED), live, acceptedState, 'every route is accepted') };
    case 'duration':
      return { gate, ...passedState(gate.seconds, changed, live, now) };
    case 'manual':
      return { gate, reason: 'a person decides' };
    case 'analysis':
      return { gate, reason: `the analysis ${gate.templates.join(', ')} decides` };
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

function isRunning(object: KubernetesObject): boolean {
  return isWorkload(object) || object.kind === 'Rollout';
}

/** As `kubectl rollout status` decides. */
function readyState(object: KubernetesObject): Told {
  const { metadata, spec, status } = object as any;
  const name = objectName(object);
  if (status === undefined) {
    return { reason: `${name} has no status yet` };
  }
  if (Number(status.observedGeneration ?? 0) < Number(metadata?.generation ?? 0)) {
    return { holds: false, reason: `the controller has not seen the last change of ${name}` };
  }
  if (object.kind === 'Rollout') {
    return status.phase === 'Healthy'
      ? { holds: true, reason: '' }
      : { holds: false, reason: `${name} is ${status.phase ?? 'without a phase'}` };
  }
  const wanted = Number(spec?.replicas ?? 1);
  const ready = Number(status.availableReplicas ?? status.readyReplicas ?? 0);
  const updated = Number(status.updatedReplicas ?? 0);
  return updated >= wanted && ready >= wanted
    ? { holds: true, reason: '' }
    : { holds: false, reason: `${Math.min(updated, ready)} of ${wanted} pods of ${name} are updated and ready` };
}

/** How routers tell in an object that they have accepted it; null where they never do. */
const ACCEPTED: { readonly [kind: string]: StateOf | null } = {
  HTTPRoute: parentsState,
  RouteTable: glooState,
  VirtualService: (object) => (object.apiVersion.startsWith('gateway.solo.io/') ? glooState(object) : untold(object)),
  Ingress: null,
};

function acceptedState(object: KubernetesObject): Told {
  return (ACCEPTED[object.kind] ?? untold)(object);
}

function untold(object: KubernetesObject): Told {
  return { reason: `the router of ${objectName(object)} does not write whether it has accepted it` };
}

function parentsState(object: KubernetesObject): Told {
  const { metadata, status } = object as any;
  const parents: any[] = [status?.parents ?? []].flat();
  const conditions = parents
    .flatMap(({ conditions: own = [] }) => own)
    .filter(({ type }: any) => ['Accepted', 'ResolvedRefs'].includes(type));
  const name = objectName(object);
  if (conditions.length === 0) {
    return { holds: false, reason: `no Gateway has answered for ${name}` };
  }
  const wrong = conditions.find(({ status: state }: any) => state !== 'True');
  if (wrong !== undefined) {
    return { holds: false, reason: `${name} is not ${wrong.type} (${wrong.reason})` };
  }
  const isOld = conditions.some(({ observedGeneration = 0 }: any) => {
    return observedGeneration < Number(metadata?.generation ?? 0);
  });
  return isOld
    ? { holds: false, reason: `a Gateway has not seen the last change of ${name}` }
    : { holds: true, reason: '' };
}

function glooState(object: KubernetesObject): Told {
  const { status } = object as any;
  const states = [status?.state, ...Object.values(status?.statuses ?? {}).map((one: any) => one?.state)].filter(
    (state) => state !== undefined,
  );
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
    const managers: any[] = (live.find(object)?.metadata as any)?.managedFields ?? [];
    return managers.filter(({ subresource }) => subresource === undefined).map(({ time }) => Date.parse(time));
  });
  const last = times.filter(Number.isFinite).reduce((one, other) => Math.max(one, other), -Infinity);
  if (last === -Infinity) {
    return { reason: 'the objects do not tell since when: read them with kubectl get --show-managed-fields' };
  }
  const passed = Math.max(0, Math.floor((now - last) / 1000));
  return passed >= seconds
    ? { holds: true, reason: `${passed} s have passed` }
    : { holds: false, reason: `${passed} of ${seconds} s have passed` };
}
