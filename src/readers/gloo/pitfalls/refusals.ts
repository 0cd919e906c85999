import { objectName } from '../../engine/kubernetes-object';
import { distinctNotes, Note, NoteKind } from '../../engine/note';
import { Pitfall } from '../../engine/pitfall';
import { abortOf } from '../filters/abort';
import { listenersOf } from '../gateways/listeners';
import { VirtualHost } from '../gateways/virtual-host';
import { configurationIn } from '../gateways/virtual-hosts';
import { GlooObjects } from '../objects/gloo-objects';
import { reportedFaults } from '../routes/reported-faults';

/**
 * What Gloo or Envoy refuses, though the API server takes it: an error where something is not served, a warning
 * where it is served all the same.
 *
 * @internal
 */
export function refusals(objects: GlooObjects, hosts: VirtualHost[]): Pitfall[] {
  const listeners = listenersOf(objects).map((listener) => configurationIn(objects)(listener));
  const silences = listeners.flatMap(({ silence }) => silence);
  const notServed = [...objects.notes, ...silences, ...hosts.flatMap(({ faults }) => faults)];
  const served = hosts.flatMap(({ routes, clusters }) => [
    ...routes.flatMap((route) => [...reportedFaults(route), ...abortOf(route).notes]),
    ...[...clusters.values()].flatMap(({ notes, clusters: own }) => {
      return [...notes, ...own.flatMap(({ target }) => target.missing ?? [])];
    }),
  ]);
  return [...pitfallsFor(notServed, 'error', objects), ...pitfallsFor(served, 'warning', objects)];
}

function pitfallsFor(notes: Note[], severity: Pitfall['severity'], { index }: GlooObjects): Pitfall[] {
  const refused = distinctNotes(notes).filter(({ kind }) => kind === NoteKind.REJECTED);
  const byName = new Map(refused.length === 0 ? [] : index.objects.map((object) => [objectName(object), object]));
  return refused.map(({ code, message, objects, fix = '', source = '' }) => {
    return { rule: code, severity, objects: objects.flatMap((name) => byName.get(name) ?? []), message, fix, source };
  });
}
