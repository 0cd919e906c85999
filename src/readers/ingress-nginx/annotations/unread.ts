import { asksOtherService } from './access';
import { annotationNames, isTrue } from './values';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';

const ADDRESSES = ['whitelist-source-range', 'allowlist-source-range', 'denylist-source-range'];

/** Annotations by which nginx may answer in place of the application, and which the reader does not read. @internal */
export function unreadNotes(ingress: KubernetesObject | undefined): Note[] {
  return ingress === undefined ? [] : knownNotes(ingress);
}

const knownNotes = memoizeByObject((ingress: KubernetesObject): Note[] => {
  const names = annotationNames(ingress)
    .filter((name) => mayAnswer(name, ingress))
    .sort();
  return names.length === 0
    ? []
    : [
      note(
        NoteKind.UNREAD,
        'ingress-nginx-may-answer',
        [ingress],
        `${objectName(ingress)}: ${names.join(', ')} may answer requests in place of the application, which`
            + ' the reader does not read',
        { field: names.join(', ') },
      ),
    ];
});

function mayAnswer(name: string, ingress: KubernetesObject): boolean {
  switch (name) {
    case 'auth-url':
      return asksOtherService(ingress);
    case 'enable-modsecurity':
    case 'ssl-passthrough':
      return isTrue(ingress, name);
    default:
      return (
        ADDRESSES.includes(name) ||
        name.endsWith('-snippet') ||
        /^limit-(rps|rpm|connections)$/.test(name) ||
        name === 'auth-tls-secret' ||
        name === 'custom-http-errors'
      );
  }
}
