import { groupOf, idOf, KubernetesObject, objectName } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

/** The label by which the controller tells the pods of both versions apart. @internal */
export const HASH = 'rollouts-pod-template-hash';

/** The annotation that names the Rollout which has taken over a Service. @internal */
export const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/** The roles of pods, and the values of the label here; in a cluster they are hashes. @internal */
export const STABLE = 'stable';

/** @internal */
export const CANARY = 'canary';

/** The hash of one role's pods: no other Rollout has the same. @internal */
export function hashOf(rollout: KubernetesObject, role: string): string {
  return `${idOf(rollout)}:${role}`;
}

/** A Rollout as messages name it: `Rollout echo/echo`. @internal */
export function called(rollout: KubernetesObject): string {
  return objectName(rollout);
}

/** The names of the routes that the controller writes and deletes. @internal */
export function managedRouteNames({ spec }: KubernetesObject): string[] {
  return (spec.strategy.canary.trafficRouting?.managedRoutes ?? []).map(({ name }: any) => name);
}

/** The kinds that a Rollout may take its template from, and where it stands there (rollout/templateref.go). */
const TEMPLATE_KINDS: { readonly [groupAndKind: string]: (object: KubernetesObject) => any } = {
  'apps/Deployment': ({ spec }) => spec?.template,
  'apps/ReplicaSet': ({ spec }) => spec?.template,
  '/PodTemplate': ({ template }) => template,
};

/** Whether the controller can take a template from an object of this kind. @internal */
export function isTemplateKind({ apiVersion = '', kind }: any): boolean {
  return `${groupOf({ apiVersion, kind })}/${kind}` in TEMPLATE_KINDS;
}

/** The object whose template a Rollout takes, if it does. @internal */
export function referenced({ spec, metadata }: KubernetesObject, index: ObjectIndex): KubernetesObject | undefined {
  const { apiVersion = 'apps/v1', kind, name } = spec?.workloadRef ?? {};
  return name !== undefined && isTemplateKind({ apiVersion, kind })
    ? index.find(groupOf({ apiVersion, kind }), kind, metadata?.namespace, name)
    : undefined;
}

/** The template of a Rollout's pods; undefined where it is not known. @internal */
export function templateOf(rollout: KubernetesObject, index: ObjectIndex): any {
  const source = referenced(rollout, index);
  return rollout.spec?.template ?? (source && TEMPLATE_KINDS[`${groupOf(source)}/${source.kind}`](source));
}

/** The selector of a Rollout's pods; undefined where it is not known. @internal */
export function selectorOf(rollout: KubernetesObject, index: ObjectIndex): any {
  return rollout.spec?.selector ?? referenced(rollout, index)?.spec?.selector;
}

/** Whether a Rollout comes from a cluster in which the controller has seen it. @internal */
export function hasStatus({ status }: KubernetesObject): boolean {
  return (
    typeof status?.currentPodHash === 'string' &&
    status.currentPodHash !== '' &&
    typeof status.stableRS === 'string' &&
    status.stableRS !== ''
  );
}
