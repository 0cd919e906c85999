import { RolloutState } from './rollout-state';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

/** The label by which the controller tells the pods of both versions apart. @internal */
export const HASH = 'rollouts-pod-template-hash';

/** The values that it has here; in a cluster they are hashes. @internal */
export const STABLE = 'stable';

/** @internal */
export const CANARY = 'canary';

/** The hash of one role's pods: no other Rollout has the same. @internal */
export function hashOf(rollout: KubernetesObject, role: string): string {
  return `${idOf(rollout)}:${role}`;
}

/** The pods of a Rollout, as ReplicaSets called `<rollout>:stable` and `<rollout>:canary`. @internal */
export function replicaSets(rollout: KubernetesObject, before: KubernetesObject, state: RolloutState, index: ObjectIndex): any[] {
  const { canaryMetadata, stableMetadata } = rollout.spec.strategy?.canary ?? {};
  const isReleasing = state.canaryReplicas !== undefined;
  return [
    replicaSet(rollout, STABLE, templateOf(isReleasing ? before : rollout, index), state.stableReplicas, stableMetadata),
    ...(isReleasing ? [replicaSet(rollout, CANARY, templateOf(rollout, index), state.canaryReplicas, canaryMetadata)] : []),
  ];
}

function replicaSet(rollout: KubernetesObject, role: string, template: any, replicas: number | undefined, own: any = {}): any {
  const { metadata } = rollout;
  const labels = { ...template.metadata?.labels, ...own.labels, [HASH]: hashOf(rollout, role) };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${metadata?.name}:${role}`, namespace: metadata?.namespace },
    spec: { replicas, template: { ...template, metadata: { labels, annotations: { ...template.metadata?.annotations, ...own.annotations } } } },
  };
}

/** The Deployment whose template a Rollout takes, if it does. @internal */
export function referenced({ spec, metadata }: KubernetesObject, index: ObjectIndex): KubernetesObject | undefined {
  const { kind, name } = spec?.workloadRef ?? {};
  return kind === 'Deployment' ? index.find('apps', 'Deployment', metadata?.namespace, name) : undefined;
}

function templateOf(rollout: KubernetesObject, index: ObjectIndex): any {
  return rollout.spec?.template ?? referenced(rollout, index)?.spec?.template ?? {};
}

/**
 * The Services of both roles, which the controller narrows down to the pods of one version each. Until the canary has a
 * pod, and after it has none any more, its Service has stable's.
 *
 * @internal
 */
export function narrowed(service: KubernetesObject, rollout: KubernetesObject, canaryRole: string): KubernetesObject {
  const { stableService, canaryService } = rollout.spec.strategy?.canary ?? {};
  const name = service.metadata?.name;
  const role = name === stableService ? STABLE : name === canaryService ? canaryRole : undefined;
  if (role === undefined) {
    return service;
  }
  return { ...service, spec: { ...service.spec, selector: { ...service.spec?.selector, [HASH]: hashOf(rollout, role) } } };
}

/** As messages call a Rollout. @internal */
export function called(rollout: KubernetesObject): string {
  return `Rollout ${idOf(rollout)}`;
}
