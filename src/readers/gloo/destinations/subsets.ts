import { Cluster } from './clusters';
import { KubeTarget } from './upstreams';
import { Pods } from '../../engine/endpoints';
import { Note, note, NoteKind } from '../../engine/note';
import { FALLBACK_POLICIES } from '../objects/messages';

type Labels = { [label: string]: string };

/** The pods of an Upstream that Envoy's subset load balancer chooses from. @internal */
export function pickedPods(
  ready: Pods[],
  { target, subset }: Cluster,
  { subsetSpec }: KubeTarget,
  notes: Note[],
): Pods[] {
  if (!subsetSpec?.selectors?.length) {
    // Without selectors the subset load balancer is off, whatever the fallback policy.
    return ready;
  }
  const isOffered = subset !== undefined && subsetSpec.selectors.some(({ keys }: any) => hasKeys(subset, keys));
  const members = isOffered ? ready.filter((pods) => isMember(pods, subset)) : [];
  if (members.length > 0) {
    return members;
  }
  const policy = policyOf(subsetSpec);
  if (isOffered) {
    notes.push(
      note(
        NoteKind.EXPLAINED,
        'gloo-fallback',
        [target.name],
        `no pod of ${target.name} with ${labelsText(subset)} is ready, so the fallback policy ${policy} applies`,
        {
          field: labelsText(subset),
          source: 'https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/',
        },
      ),
    );
  }
  switch (policy) {
    case 'NO_FALLBACK':
      return [];
    case 'DEFAULT_SUBSET':
      return ready.filter((pods) => isMember(pods, subsetSpec.defaultSubset?.values ?? {}));
    default:
      return ready;
  }
}

/** Whether Envoy takes one pod of a subset only (`single_host_per_subset`). @internal */
export function isSingleHost({ subset }: Cluster, { subsetSpec }: KubeTarget): boolean {
  return (
    subset !== undefined &&
    (subsetSpec?.selectors ?? []).some(
      ({ keys, singleHostPerSubset }: any) => singleHostPerSubset === true && hasKeys(subset, keys),
    )
  );
}

function policyOf({ fallbackPolicy = 0 }: any): string {
  return typeof fallbackPolicy === 'number'
    ? (FALLBACK_POLICIES[fallbackPolicy] ?? FALLBACK_POLICIES[0])
    : fallbackPolicy;
}

function hasKeys(subset: Labels, keys: string[] = []): boolean {
  return keys.length === Object.keys(subset).length && keys.every((key) => key in subset);
}

/**
 * A label that a pod lacks counts as a label with an empty value (projects/gloo/pkg/translator/endpoints.go of
 * solo-io/gloo).
 */
function isMember(pods: Pods, subset: Labels): boolean {
  return Object.entries(subset).every(([key, value]) => (pods.labels[key] ?? '') === value);
}

function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
