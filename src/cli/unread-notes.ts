import { Location } from '../manifests/manifest-reader';
import { StageManifests } from '../manifests/stage-sets';
import { Traffic } from '../readers/traffic';

/** What was read and says nothing about traffic: kinds that no router reads, and documents that are no objects. */
export function unreadNotes(stages: StageManifests[], others: Location[]): string[] {
  const counts = new Map<string, number>();
  for (const { object } of stages.flatMap(({ manifests }) => manifests)) {
    if (!Traffic._isRead(object)) {
      const kind = `${object.kind} (${object.apiVersion})`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  const kinds = [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`));
  return [
    ...(kinds.length > 0 ? [`objects of these kinds are not read, because no router that is known here reads them: ${kinds.join(', ')}`] : []),
    ...others.map(({ file, document, line }) => `${file}, document ${document}, line ${line}: no Kubernetes object, passed over`),
  ];
}
