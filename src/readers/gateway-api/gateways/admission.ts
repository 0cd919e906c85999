import { Listener } from './listener';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { isSelected } from '../../engine/label-selector';
import { Note, note, NoteKind } from '../../engine/note';
import { mayBeIn, ObjectIndex } from '../../engine/object-index';

const GROUP = 'gateway.networking.k8s.io';
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Whether a listener takes a route, and what that is assumed from. @internal */
export interface Admission {
  readonly isAdmitted: boolean;
  readonly notes: Note[];
}

/** `allowedRoutes` of a listener; by default it takes HTTPRoutes of the Gateway's own namespace. @internal */
export function admission(
  listener: Listener,
  route: KubernetesObject,
  gateway: KubernetesObject,
  index: ObjectIndex,
): Admission {
  const { namespaces = {}, kinds = [] } = listener.allowedRoutes ?? {};
  if (kinds.length > 0 && !kinds.some(({ group = GROUP, kind }: any) => group === GROUP && kind === 'HTTPRoute')) {
    return decided(false);
  }
  switch (namespaces.from ?? 'Same') {
    case 'All':
      return decided(true);
    case 'Selector':
      return bySelector(namespaces.selector ?? {}, route, gateway, index);
    default:
      return decided(mayBeIn(route, gateway.metadata?.namespace));
  }
}

function bySelector(selector: any, route: KubernetesObject, gateway: KubernetesObject, index: ObjectIndex): Admission {
  const name = route.metadata?.namespace;
  const found = index.find('', 'Namespace', undefined, name);
  if (!found && !index.isComplete && keysOf(selector).some((key) => key !== NAME_LABEL)) {
    return {
      isAdmitted: true,
      notes: [
        note(
          NoteKind.ASSUMED,
          'gateway-api-admission-assumed',
          [gateway, route],
          `Gateway ${idOf(gateway)} is assumed to admit HTTPRoute ${idOf(route)}: its listener selects namespaces by ` +
            "label, and the route's Namespace is not among the objects",
        ),
      ],
    };
  }
  const labels: { [key: string]: string } = {
    ...(name === undefined ? {} : { [NAME_LABEL]: name }),
    ...found?.metadata?.labels,
  };
  return decided(isSelected(labels, selector));
}

/** The labels that a selector asks about. */
function keysOf({ matchLabels = {}, matchExpressions = [] }: any): string[] {
  return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }: any) => key)];
}

function decided(isAdmitted: boolean): Admission {
  return { isAdmitted, notes: [] };
}
