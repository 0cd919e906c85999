import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { RolloutState } from '../progress/rollout-state';
import { CANARY, HASH, hashOf, STABLE, templateOf } from '../rollout';

/** The pods of a Rollout, as ReplicaSets called `<rollout>:stable` and `<rollout>:canary`. @internal */
export function replicaSets(
  rollout: KubernetesObject,
  stableTemplate: any,
  state: RolloutState,
  index: ObjectIndex,
): any[] {
  const { canaryMetadata, stableMetadata } = rollout.spec.strategy?.canary ?? {};
  const isReleasing = state.canaryReplicas !== undefined;
  const template = templateOf(rollout, index) ?? {};
  return [
    replicaSet(rollout, STABLE, isReleasing ? stableTemplate : template, state.stableReplicas, stableMetadata),
    ...(isReleasing ? [replicaSet(rollout, CANARY, template, state.canaryReplicas, canaryMetadata)] : []),
  ];
}

function replicaSet(
  rollout: KubernetesObject,
  role: string,
  template: any = {},
  replicas: number | undefined,
  own: any = {},
): any {
  const { metadata } = rollout;
  const labels = { ...template.metadata?.labels, ...own.labels, [HASH]: hashOf(rollout, role) };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${metadata?.name}:${role}`, namespace: metadata?.namespace },
    spec: {
      replicas,
      template: {
        ...template,
        metadata: { labels, annotations: { ...template.metadata?.annotations, ...own.annotations } },
      },
    },
  };
}

/**
 * The Services of both roles, which the controller narrows down to the pods of one version each (rollout/service.go of
 * argoproj/argo-rollouts).
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
  return {
    ...service,
    spec: { ...service.spec, selector: { ...service.spec?.selector, [HASH]: hashOf(rollout, role) } },
  };
}
