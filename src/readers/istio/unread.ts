import { memoizeByObject } from '../../caching/memoize-by-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { WEBHOOK, webhookRejections } from './validation/webhook-rejections';

const UNREAD: [string, string, string][] = [
  ['security.istio.io', 'AuthorizationPolicy', 'may refuse requests'],
  ['security.istio.io', 'RequestAuthentication', 'may refuse requests with invalid tokens'],
  ['networking.istio.io', 'EnvoyFilter', 'may change anything'],
  ['networking.istio.io', 'Sidecar', 'may hide Services from clients'],
];

/** Whatever is asked: objects that are not read, and those that Istio's webhook refuses. @internal */
export const unreadNotes = memoizeByObject((index: ObjectIndex): Note[] => {
  const kinds = UNREAD.filter(([group, kind]) => index.all(group, kind).length > 0).map(([group, kind, what]) =>
    note(
      NoteKind.UNREAD,
      'istio-unread',
      index.all(group, kind),
      `objects of the kind ${kind} ${what}, and are not read`,
      { field: kind },
    ),
  );
  return [...kinds, ...refusedNotes(index)];
});

function refusedNotes(index: ObjectIndex): Note[] {
  return webhookRejections(index).map(({ object, fault }) =>
    note(
      NoteKind.REJECTED,
      'istio-rejected',
      [object],
      `Istio's webhook rejects ${object.kind} ${object.metadata?.name}: ${fault.reason}`,
      { fix: fault.fix, source: WEBHOOK },
    ),
  );
}
