import { Construct, IConstruct } from 'constructs';

/**
 * Something that all constructs of one cdk8s app share, made when it is first asked for.
 *
 * @internal
 */
export function perApp<T>(make: () => T): (scope: Construct) => T {
  const made = new WeakMap<IConstruct, T>();
  return (scope) => {
    const { root } = scope.node;
    const shared = made.get(root) ?? make();
    made.set(root, shared);
    return shared;
  };
}
