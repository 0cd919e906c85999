import { memoizeByObject } from '../../caching/memoize-by-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { destinationRuleFault } from './validation/destination-rule-faults';
import { gatewayFault } from './validation/gateway-faults';
import { virtualServiceFault } from './validation/virtual-service-faults';

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

const SOURCE = 'pkg/config/validation/validation.go of istio/istio';

function refusedNotes(index: ObjectIndex): Note[] {
  const judges: [string, (object: any) => string | undefined][] = [
    ['VirtualService', (object) => virtualServiceFault(object, index)],
    ['DestinationRule', (object) => destinationRuleFault(object, index)],
    ['Gateway', gatewayFault],
  ];
  return judges.flatMap(([kind, judge]) =>
    index.all('networking.istio.io', kind).flatMap((object) => {
      const fault = judge(object);
      return fault === undefined
        ? []
        : [
          note(
            NoteKind.REJECTED,
            'istio-rejected',
            [object],
            `Istio's webhook rejects ${kind} ${object.metadata?.name}: ${fault}`,
            { fix: 'Correct what it names: as it is the object never gets into a cluster.', source: SOURCE },
          ),
        ];
    }),
  );
}
