import { referenceRejection } from './references';
import { Rejection, VALIDATION } from './rejection';
import { schemaRejection } from './schema';
import { specRejection } from './spec-rejection';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { hasStatus, isTemplateKind, referenced, selectorOf, templateOf } from '../rollout';

/**
 * Why a Rollout is refused, by the API server or by the controller, which then does nothing at all with it; undefined
 * where it is accepted.
 *
 * @internal
 */
export function rejectionOf(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  const known = rejections(index);
  if (!known.has(rollout)) {
    known.set(rollout, hasStatus(rollout) ? statusRejection(rollout) : manifestRejection(rollout, index));
  }
  return known.get(rollout);
}

const rejections = memoizeByObject((_: ObjectIndex) => new Map<KubernetesObject, Rejection | undefined>());

function manifestRejection(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  return schemaRejection(rollout) ?? workloadRejection(rollout, index) ?? controllerRejection(rollout, index);
}

const NO_STRATEGY: Rejection = {
  field: 'spec.strategy',
  reason: 'has no strategy',
  fix: 'Write spec.strategy.canary.',
  source: VALIDATION,
};

/** What the controller says of a Rollout that it has seen: its condition `InvalidSpec`. */
function statusRejection(rollout: KubernetesObject): Rejection | undefined {
  const { status } = rollout;
  const conditions: any[] = Array.isArray(status.conditions) ? status.conditions : [];
  const invalid = conditions.find((condition) => condition?.type === 'InvalidSpec' && condition.status === 'True');
  const bySchema = schemaRejection(rollout, true) ?? (rollout.spec.strategy === undefined ? NO_STRATEGY : undefined);
  return (
    bySchema ??
    (invalid && {
      field: 'status.conditions',
      reason: `is invalid in the words of its controller: ${invalid.message}`,
      fix: 'Correct the field that the controller names.',
      source: 'status.conditions of the Rollout',
      isLive: true,
    })
  );
}

function controllerRejection(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  const template = templateOf(rollout, index);
  const bySpec = specRejection(rollout.spec, template, selectorOf(rollout, index));
  return bySpec ?? (rollout.spec.strategy.canary ? referenceRejection(rollout, template, index) : undefined);
}

/** The object that has the template (rollout/templateref.go of argoproj/argo-rollouts). */
function workloadRejection(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  const { workloadRef, template } = rollout.spec;
  if (!workloadRef || (template !== undefined && Object.keys(template).length > 0)) {
    return undefined;
  }
  const { apiVersion = '', kind, name } = workloadRef;
  const source = 'rollout/templateref.go of argoproj/argo-rollouts';
  if (!isTemplateKind({ apiVersion, kind })) {
    return {
      field: 'spec.workloadRef',
      reason: `takes its pods from a ${kind} of ${apiVersion || 'no API version'}, which the controller cannot read`,
      fix: 'Name a Deployment or a ReplicaSet of apps/v1, or a PodTemplate of v1.',
      source,
    };
  }
  return index.isComplete && !referenced(rollout, index)
    ? {
      field: 'spec.workloadRef',
      reason: `takes its pods from the ${kind} ${name}, which is not there`,
      fix: `Write the ${kind}, or correct its name.`,
      source,
    }
    : undefined;
}
