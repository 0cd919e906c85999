import { Location } from '../manifests/manifest-reader';
import { StageManifests } from '../manifests/stage-sets';
import { Note, NoteKind } from '../readers/engine';
import { groupOf, objectName } from '../readers/engine/kubernetes-object';
import { note } from '../readers/engine/note';
import { Traffic } from '../readers/traffic';

/** A Canary of Flagger changes what is read: it is never passed over in silence. */
function flaggerNote(object: any): Note[] {
  return object.kind === 'Canary' && groupOf(object) === 'flagger.app'
    ? [
      note(
        NoteKind.UNREAD,
        'flagger-canary-unread',
        [object],
        `${objectName(object)}: Flagger makes Services, routes and a primary workload of its own for this target, which ` +
          'are not among the objects, so what is read here is not what runs',
        { source: 'https://docs.flagger.app/usage/how-it-works' },
      ),
    ]
    : [];
}

/** Notes on input without meaning for traffic: kinds that no router reads, and documents that are no objects. */
export function unreadNotes(stages: StageManifests[], others: Location[]): Note[] {
  const counts = new Map<string, number>();
  for (const { object } of stages.flatMap(({ manifests }) => manifests)) {
    if (!Traffic._isRead(object)) {
      const kind = `${object.kind} (${object.apiVersion})`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  const kinds = [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`));
  return [
    ...(kinds.length > 0
      ? [
        note(
          NoteKind.UNREAD,
          'kinds-not-read',
          [],
          `no reader knows objects of these kinds: ${kinds.join(', ')}`,
        ),
      ]
      : []),
    ...stages.flatMap(({ manifests }) => manifests).flatMap(({ object }) => flaggerNote(object)),
    ...others.map(({ file, document, line }) =>
      note(
        NoteKind.UNREAD,
        'no-object',
        [],
        `${file}, document ${document}, line ${line}: not a Kubernetes object, skipped`,
        { field: `${file}:${line}` },
      ),
    ),
  ];
}
