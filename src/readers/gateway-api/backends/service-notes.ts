import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';

/** @internal */
export function missingService(id: string, route: KubernetesObject): Note {
  return note(
    NoteKind.IGNORED,
    'gateway-api-service-missing',
    [route, `Service ${id}`],
    `Service ${id} is not there, so the share of HTTPRoute ${idOf(route)} that leads to it gets 500`,
    {
      fix: 'Correct the name or the namespace, or add the Service.',
      source: 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api',
    },
  );
}
