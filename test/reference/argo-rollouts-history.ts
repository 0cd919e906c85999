import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { referencePath } from './reference';
import { ArgoRolloutsReader } from '../../src/readers/argo-rollouts/reader';
import { ROLLOUT_SHAPES } from '../../src/readers/argo-rollouts/shapes';
import { PodReadiness, RolloutMoment, RolloutPhase } from '../../src/readers/engine';
import { KUBERNETES_SHAPES } from '../../src/readers/engine/endpoints';
import { ObjectIndex } from '../../src/readers/engine/object-index';

/** One change of one object while a real controller ran a release. */
interface Change {
  readonly ms: number;
  readonly type: string;
  readonly object: any;
}

const FOLDER = referencePath('recorded', 'argo-rollouts');
const HASH = 'rollouts-pod-template-hash';

/** The recorded histories by name; none where the material is absent. */
export const HISTORIES: string[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
  : [];

/** The changes of a history, in the order in which the API server made them. */
export function changesOf(history: string): Change[] {
  const changes: Change[] = JSON.parse(readFileSync(`${FOLDER}/${history}.json`, 'utf8'));
  const revision = ({ object }: Change) => Number(object.metadata.resourceVersion);
  return changes
    .filter(({ object }) => object.metadata.name !== 'kubernetes')
    .sort((one, other) => revision(one) - revision(other));
}

/** A revision that the reader does not foretell. */
export interface Unforetold {
  readonly history: string;
  readonly ms: number;
  readonly object: string;
  readonly found: string;
}

export interface Replay {
  /** The revisions of objects that the controller writes, as far as they change what it writes. */
  readonly revisions: number;
  readonly unforetold: Unforetold[];
}

/** Compares each revision with what the reader foretells for the steps and pods that the controller knew of. */
export function replay(history: string): Replay {
  const [committed, current, last] = [new Map<string, any>(), new Map<string, any>(), new Map<string, string>()];
  const rollouts: any[] = [];
  const unforetold: Unforetold[] = [];
  let revisions = 0;
  for (const { ms, type, object } of changesOf(history)) {
    const key = `${object.kind}/${object.metadata.name}`;
    current.set(key, type === 'DELETED' ? undefined : object);
    if (object.kind === 'Rollout') {
      rollouts.push(object);
      continue;
    }
    const found = JSON.stringify(written(object));
    if (object.kind === 'ReplicaSet' || last.get(key) === found) {
      continue;
    }
    last.set(key, found);
    if (!committed.has(key) && (object.metadata.ownerReferences ?? []).length === 0) {
      committed.set(key, object);
      continue;
    }
    revisions++;
    // Git's again: somebody has applied it.
    const isApplied = committed.has(key) && JSON.stringify(written(committed.get(key))) === found;
    if (!isApplied && !foretold(object, rollouts, [...committed.values()], [...current.values()]).has(found)) {
      unforetold.push({ history, ms, object: key, found });
    }
  }
  return { revisions, unforetold };
}

/** What the reader says an object may be, by the last states that the controller has written of itself. */
function foretold(object: any, rollouts: any[], committed: any[], current: any[]): Set<string> {
  const [{ metadata }] = rollouts;
  const id = `${metadata.namespace}/${metadata.name}`;
  const told = new Set<string>();
  for (const { status } of rollouts.slice(-3)) {
    if (!status?.currentPodHash) {
      continue;
    }
    const [now, before] = [status.currentPodHash, status.stableRS || status.currentPodHash].map((hash) =>
      withoutStatus(rollouts, hash),
    );
    const pods =
      current.find((one) => one?.kind === 'ReplicaSet' && one.metadata.labels[HASH] === status.currentPodHash)?.status
        ?.availableReplicas ?? 0;
    const index = new ObjectIndex([...committed, now], { ...KUBERNETES_SHAPES, ...ROLLOUT_SHAPES }, { complete: true });
    for (const [step, phase] of momentsOf(status, now)) {
      for (const readiness of [PodReadiness.allReady(), PodReadiness.allReady().withReadyPods(`${id}:canary`, pods)]) {
        const moment =
          phase === RolloutPhase.PROMOTED
            ? undefined
            : RolloutMoment.at({ rollout: id, before: [before], step, phase });
        const { objects, alternatives = [] } = new ArgoRolloutsReader().reconciled(index, readiness, moment);
        [objects, ...alternatives]
          .flatMap((state) =>
            state.filter((one) => one.kind === object.kind && one.metadata.name === object.metadata.name),
          )
          .forEach((one) =>
            told.add(
              JSON.stringify(written(one))
                .split(`${id}:stable`)
                .join(status.stableRS || status.currentPodHash)
                .split(`${id}:canary`)
                .join(status.currentPodHash),
            ),
          );
      }
    }
  }
  return told;
}

function withoutStatus(rollouts: any[], hash: string): any {
  const { status: _, ...rollout } =
    [...rollouts].reverse().find(({ status }) => status?.currentPodHash === hash) ?? rollouts[0];
  return rollout;
}

/** The moments that a status may stand for; a full promotion counts from any step. */
function momentsOf(
  { stableRS, currentPodHash, currentStepIndex = 0, abort, promoteFull }: any,
  { spec }: any,
): [number, RolloutPhase][] {
  const count: number = (spec.strategy.canary.steps ?? []).length;
  if (!stableRS || stableRS === currentPodHash) {
    return [
      [count, RolloutPhase.PAUSED],
      [count, RolloutPhase.PROMOTED],
    ];
  }
  if (promoteFull) {
    return Array.from({ length: count }, (_, step) => [step, RolloutPhase.FULL_PROMOTION]);
  }
  return abort
    ? [
      [currentStepIndex, RolloutPhase.ABORTED],
      [currentStepIndex, RolloutPhase.PAUSED],
    ]
    : [
      [currentStepIndex, RolloutPhase.PROGRESSING],
      [currentStepIndex, RolloutPhase.PAUSED],
    ];
}

/**
 * What the controller writes to an object, in one form: defaults of the API server filled in, names of rules left
 * out.
 */
function written({ kind, spec, metadata }: any): any {
  const destinations = (route: any[] = []) => route.map((one) => ({ ...one, weight: one.weight ?? 0 }));
  const backends = (refs: any[] = []) => refs.map(({ name, port, weight = 1 }) => ({ name, port, weight }));
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => name.includes('ingress'));
  switch (kind) {
    case 'VirtualService':
      return sorted((spec.http ?? []).map((one: any) => ({ ...one, route: destinations(one.route) })));
    case 'HTTPRoute':
      return sorted(
        (spec.rules ?? []).map(({ name, filters, ...rule }: any) => ({
          ...rule,
          backendRefs: backends(rule.backendRefs),
        })),
      );
    case 'DestinationRule':
      return sorted(spec.subsets);
    case 'Service':
      return sorted(spec.selector);
    case 'Ingress':
      return sorted({ annotations: Object.fromEntries(annotations), rules: spec.rules });
    default:
      return {};
  }
}

function sorted(value: any): any {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
      Object.keys(value)
        .filter((key) => value[key] !== undefined)
        .sort()
        .map((key) => [key, sorted(value[key])]),
    )
    : value;
}
