import { carries, podMetadata, runsPods } from '../../readers/engine/endpoints';
import { KubernetesObject, objectName } from '../../readers/engine/kubernetes-object';
import { isSelected } from '../../readers/engine/label-selector';
import { Finding, Severity } from '../finding';

const DEPLOYMENTS = 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector';

/** Deployments that do not select their own pods: the API server rejects them. @internal */
export function selectorFindings(held: KubernetesObject[]): Finding[] {
  return held.filter(isUnselected).map((object): Finding => ({
    rule: 'selector-mismatch',
    severity: Severity.ERROR,
    message: `the API server rejects ${objectName(object)}: its selector does not match the labels of its own pods`,
    fix: 'Give the pod template all labels of the selector.',
    source: DEPLOYMENTS,
    objects: [objectName(object)],
  }));
}

function isUnselected({ kind, apiVersion, spec }: KubernetesObject): boolean {
  const wanted = spec?.selector?.matchLabels;
  return kind === 'Deployment' && apiVersion === 'apps/v1' && typeof wanted === 'object' && wanted !== null
    && !carries(spec.template?.metadata?.labels, wanted);
}

/**
 * Workloads of one namespace of which one selects the pods of another: what their controllers do then is not defined,
 * and a Service with the selector of the one takes the pods of the other as well.
 *
 * @internal
 */
export function overlappingSelectors(held: KubernetesObject[]): Finding[] {
  const workloads = held.filter(hasSelector);
  const byLabel = new Map<string, KubernetesObject[]>();
  for (const workload of workloads) {
    for (const [name, value] of Object.entries(podMetadata(workload)?.labels ?? {})) {
      const key = labelKey(workload, name, value);
      const known = byLabel.get(key) ?? [];
      byLabel.set(key, known);
      known.push(workload);
    }
  }
  return workloads.flatMap((workload) => {
    const [label] = Object.entries(workload.spec.selector.matchLabels ?? {});
    const candidates = label === undefined ? workloads : (byLabel.get(labelKey(workload, ...label)) ?? []);
    const others = candidates.filter((other) => selectsPodsOf(workload, other));
    return others.length === 0 ? [] : [overlap(workload, others)];
  });
}

/** Of so many workloads a finding tells the names. */
const MAX_NAMED = 5;

/** Objects with an owner, such as a Deployment's ReplicaSets, do not count: their selectors overlap by design. */
function hasSelector(object: KubernetesObject): boolean {
  const { selector } = object.spec ?? {};
  const isController = runsPods(object);
  return (
    isController &&
    typeof selector === 'object' &&
    selector !== null &&
    podMetadata(object) !== undefined &&
    (object.metadata?.ownerReferences ?? []).length === 0
  );
}

function labelKey({ metadata }: KubernetesObject, name: string, value: unknown): string {
  return JSON.stringify([metadata?.namespace, name, value]);
}

function selectsPodsOf(one: KubernetesObject, other: KubernetesObject): boolean {
  return (
    one !== other &&
    one.metadata?.namespace === other.metadata?.namespace &&
    isSelected(podMetadata(other)?.labels, one.spec.selector)
  );
}

function overlap(one: KubernetesObject, others: KubernetesObject[]): Finding {
  const name = objectName(one);
  const named = others.slice(0, MAX_NAMED).map(objectName);
  const rest = others.length - named.length;
  const list = [...named, ...(rest > 0 ? [`${rest} others`] : [])].join(', ');
  return {
    rule: 'selectors-overlap',
    severity: Severity.WARNING,
    message: `the selector of ${name} matches the pods of ${list} as well`,
    fix:
      'Add a label such as track: canary to selector and pod template of one of them. The selector of a Deployment ' +
      'is immutable: create a new one.',
    source: DEPLOYMENTS,
    objects: [name, ...named],
  };
}
