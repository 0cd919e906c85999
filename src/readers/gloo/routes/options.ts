import { KubernetesObject, joined } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { GlooObjects } from '../objects/gloo-objects';

/**
 * Options of which some may be missing, completed by others: what is set stays as a whole, and an empty message
 * counts as set (ShallowMergeRouteOptions in projects/gloo/pkg/utils/merge.go of solo-io/gloo).
 *
 * @internal
 */
export function mergedOptions(own: any, others: any): any {
  const set = Object.entries(own ?? {}).filter(([, value]) => !isZero(value));
  return own === undefined || others === undefined ? (own ?? others) : { ...others, ...Object.fromEntries(set) };
}

/** Of the options only lists have a zero value of Go that can be written: the others are messages or wrappers. */
function isZero(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/**
 * The options of a route or of a virtual host with those of the objects that it refers to; the first one that sets an
 * option decides it.
 *
 * @param kind RouteOption or VirtualHostOption
 * @param holder the object that refers to them
 * @internal
 */
export function withReferredOptions(
  written: any,
  kind: string,
  holder: KubernetesObject,
  objects: GlooObjects,
  notes: Note[],
): any {
  const refs: any[] = written?.optionsConfigRefs?.delegateOptions ?? [];
  return refs.reduce((options, { name, namespace = '' }) => {
    const found = objects.find(kind, namespace, name);
    if (found === undefined) {
      notes.push(missingOptions(kind, joined(namespace, name), holder, objects.index.isComplete));
    }
    return found === undefined ? options : mergedOptions(options, found.spec?.options ?? {});
  }, written?.options);
}

function missingOptions(kind: string, id: string, holder: KubernetesObject, isComplete: boolean): Note {
  const message = isComplete
    ? `there is no ${kind} ${id}: Gloo goes on without it`
    : `${kind} ${id} is not among the objects, so what it sets is not known`;
  return note(
    isComplete ? NoteKind.IGNORED : NoteKind.UNREAD,
    'gloo-options-missing',
    [holder, `${kind} ${id}`],
    message,
    {
      fix: `Add ${kind} ${id}, or take the reference out of optionsConfigRefs.`,
      source: 'projects/gateway/pkg/translator/converter.go of solo-io/gloo',
    },
  );
}
