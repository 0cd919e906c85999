import { Listener } from './listener';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
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
  const requirements = requirementsOf(selector);
  if (!found && !index.isComplete && requirements.some(({ key }) => key !== NAME_LABEL)) {
    return {
      isAdmitted: true,
      notes: [
        note(
          NoteKind.ASSUMED,
          'gateway-api-admission-assumed',
          [gateway, route],
          `Gateway ${idOf(gateway)} is taken to admit HTTPRoute ${idOf(route)}; it asks for labels of its namespace`,
        ),
      ],
    };
  }
  const labels: { [key: string]: string } = {
    ...(name === undefined ? {} : { [NAME_LABEL]: name }),
    ...found?.metadata?.labels,
  };
  return decided(requirements.every((requirement) => isMet(requirement, labels)));
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: string[];
}

function requirementsOf({ matchLabels = {}, matchExpressions = [] }: any): Requirement[] {
  const equal = Object.entries(matchLabels).map(([key, value]): Requirement => ({
    key,
    operator: 'In',
    values: [String(value)],
  }));
  return [
    ...equal,
    ...matchExpressions.map(({ key, operator, values = [] }: any): Requirement => ({ key, operator, values })),
  ];
}

/** As label selectors of Kubernetes: a label that is missing is in no list (apimachinery/pkg/labels/selector.go). */
function isMet({ key, operator, values }: Requirement, labels: { [key: string]: string }): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function decided(isAdmitted: boolean): Admission {
  return { isAdmitted, notes: [] };
}
