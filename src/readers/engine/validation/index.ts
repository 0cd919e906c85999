import { validationOf } from './kinds';
import { metadataRefusals } from './metadata';
import { Refusal } from './refusal';
import { schemaCheck } from './schema-check';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../kubernetes-object';
import { workloadRole } from '../workload-role';

export { isKnownKind } from './kinds';
export type { Refusal } from './refusal';
export { sentenceOf } from './refusal';

const checkOf = memoizeByObject(schemaCheck);

/** A refusal, and where its rule comes from. @internal */
export interface SourcedRefusal extends Refusal {
  readonly source: string;
}

const META = 'pkg/api/validation/objectmeta.go of kubernetes/apimachinery';

/**
 * Why the API server refuses an object, as far as the rules of its kind are known: its schema, then the rules for all
 * kinds, then the rules of its own. The types of its metadata are checked before. A workload that checks and readers of
 * controllers have divided (`workloadRole()`) is no object of a cluster, and is accepted.
 *
 * @returns undefined where it accepts the object, or where the kind is not known
 * @internal
 */
export function refusalOf(object: KubernetesObject): SourcedRefusal | undefined {
  if (workloadRole(object.metadata?.name ?? '').role !== undefined) {
    return undefined;
  }
  const known = validationOf(object.apiVersion, object.kind);
  const misfit = known && checkOf(known.schema as object)(object);
  if (misfit) {
    return { ...misfit, source: known.source };
  }
  for (const refusal of metadataRefusals(object, known?.nameFault)) {
    return { ...refusal, source: META };
  }
  for (const refusal of known?.rules?.(object) ?? []) {
    return { ...refusal, source: known!.source };
  }
  return undefined;
}
