import { routeField, routeName } from './flat-route';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';

const SOURCE = 'projects/gateway/pkg/translator/converter.go of solo-io/gloo';

/** What delegation drops, and what it takes in another way than it is written. @internal */
export const delegationNote = {
  dropped: (holder: KubernetesObject, position: number, reason: string): Note =>
    note(NoteKind.IGNORED, 'gloo-route-dropped', [holder], `Gloo drops ${routeName(holder, position)}: ${reason}`, {
      field: routeField(holder, position),
      fix: 'Write the matcher of the delegating route into the route as well, or set inheritableMatchers or ' +
        'inheritablePathMatchers on it.',
      source: SOURCE,
    }),

  nowhere: (holder: KubernetesObject, position: number, reason: string, isAssumed: boolean): Note =>
    note(
      isAssumed ? NoteKind.ASSUMED : NoteKind.IGNORED,
      'gloo-delegation-nowhere',
      [holder],
      `${routeName(holder, position)} delegates to no table: ${reason}`,
      {
        field: routeField(holder, position),
        fix: 'Name a RouteTable that is there, or labels and namespaces that one has.',
        source: 'projects/gateway/pkg/translator/route_table_selector.go of solo-io/gloo',
      },
    ),

  unknown: (holder: KubernetesObject, position: number, reason: string): Note =>
    note(
      NoteKind.UNREAD,
      'gloo-delegation-unknown',
      [holder],
      `${routeName(holder, position)} delegates to a table that is not among the objects, so where it leads is not ` +
        `known: ${reason}`,
      { field: routeField(holder, position), fix: 'Add the RouteTable to the manifests that are read.', source: SOURCE },
    ),

  matcherIgnored: (holder: KubernetesObject, position: number): Note =>
    note(
      NoteKind.IGNORED,
      'gloo-delegation-matcher-ignored',
      [holder],
      `${routeName(holder, position)} delegates by a matcher without a path: Gloo uses the prefix / and ` +
      "ignores the matcher's headers, methods and query parameters",
      { field: routeField(holder, position), fix: 'Add a prefix to the matcher, such as prefix: /.', source: SOURCE },
    ),

  limit: (service: KubernetesObject, steps: number): Note =>
    note(
      NoteKind.UNREAD,
      'gloo-delegation-limit',
      [service],
      `VirtualService ${idOf(service)} delegates to more than ${steps} routes and tables: those after them are ` +
      'not read',
      { fix: 'Let fewer tables delegate to the same tables.', source: SOURCE },
    ),
};
