import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { Pitfall } from '../../engine/pitfall';
import { Configuration } from '../configuration/configuration';

/**
 * What the controller or nginx refuses: Ingresses that are dropped, hosts and paths that are denied, and a
 * configuration that nginx does not take.
 *
 * @internal
 */
export function refusalPitfalls(
  { servers, broken }: Configuration,
  dropped: { readonly ingress: KubernetesObject; readonly note: Note }[],
  ingresses: KubernetesObject[],
): Pitfall[] {
  const denied = [...servers.values()].flatMap((server) => [
    server.denied,
    ...server.locations.map((location) => location.denied),
  ]);
  const notes = new Set([...dropped.map(({ note }) => note), ...denied, broken].flatMap((note) => note ?? []));
  const byName = new Map(
    [...dropped.map(({ ingress }) => ingress), ...ingresses].map((ingress) => [objectName(ingress), ingress]),
  );
  return [...notes].map(({ code, objects, message, fix, source }): Pitfall => ({
    rule: code,
    severity: 'error',
    objects: objects.flatMap((name) => byName.get(name) ?? []),
    message,
    fix: fix!,
    source: source!,
  }));
}
