import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';

/** Where Istio is installed, and where its rules for everybody are, by default. @internal */
export const ROOT_NAMESPACE = 'istio-system';

const OWN_KINDS: [string, string][] = [
  ['', 'Service'],
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['argoproj.io', 'Rollout'],
  ['networking.istio.io', 'VirtualService'],
  ['networking.istio.io', 'DestinationRule'],
];

/**
 * The namespace of objects that leave it to `kubectl -n`: the one that the others of a kind like theirs name, where
 * they agree; otherwise `default`.
 *
 * @internal
 */
export const homeNamespace = memoizeByObject((index: ObjectIndex): string => {
  const named = OWN_KINDS.flatMap(([group, kind]) => index.all(group, kind)).map(
    ({ metadata }) => metadata?.namespace,
  );
  const [only, ...others] = new Set(named.filter((namespace) => namespace !== undefined));
  return only === undefined || others.length > 0 ? 'default' : only;
});

/** The namespace of an object. @internal */
export function namespaceOf({ metadata }: KubernetesObject, index: ObjectIndex): string {
  return metadata?.namespace ?? homeNamespace(index);
}

/** `namespace/name` of an object, its namespace always told. @internal */
export function fullIdOf(object: KubernetesObject, index: ObjectIndex): string {
  return `${namespaceOf(object, index)}/${object.metadata?.name}`;
}
