import { DependencyGraph } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * A construct and all below it, in the order in which cdk8s takes them: what something depends on before it, otherwise as they
 * were constructed. The same as `new DependencyGraph(root.node).topology()`, which takes exponentially long where dependencies
 * meet again, and looks up each construct by its path.
 *
 * What cdk8s refuses, or does in a way of its own (circles, dependencies on constructs that were taken out of the tree), is left
 * to it.
 *
 * @internal
 */
export function inDependencyOrder(root: IConstruct): IConstruct[] {
  const constructs = root.node.findAll();
  const dependencies = new Map<IConstruct, IConstruct[]>();
  for (const construct of constructs) {
    const found = construct.node.dependencies;
    if (found.length > 0) {
      dependencies.set(construct, found);
    }
  }
  const ordered = inTreeOrder(root, constructs);
  return dependencies.size === 0 ? ordered : sorted(ordered, dependencies) ?? new DependencyGraph(root.node).topology();
}

/**
 * Constructs without dependencies in the order in which cdk8s takes them: it keeps them by their paths, and JavaScript lists whole numbers
 * before all other keys.
 *
 * @internal
 */
export function inTreeOrder(root: IConstruct, constructs: IConstruct[]): IConstruct[] {
  const numbered = new Set(root.node.scope === undefined ? root.node.children.filter(({ node }) => isIndex(node.id)) : []);
  return numbered.size === 0 ? constructs : [...numbered, ...constructs.filter((construct) => !numbered.has(construct))];
}

function isIndex(id: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;
}

/** Depth first, from those on which nothing depends; nothing when cdk8s has to say what comes of it. */
function sorted(constructs: IConstruct[], dependencies: Map<IConstruct, IConstruct[]>): IConstruct[] | undefined {
  const known = new Set(constructs);
  const outside = [...dependencies.values()].flat().filter((construct) => !known.has(construct));
  if (outside.length > 0 && mayBeMistaken(outside, constructs)) {
    return undefined;
  }
  const wanted = new Set([...dependencies.values()].flat());
  const order = new Set<IConstruct>();
  const open = new Set<IConstruct>();
  for (const start of constructs.filter((construct) => !wanted.has(construct))) {
    // A stack of our own: chains of dependencies may be longer than JavaScript's.
    const path = [{ construct: start, next: 0 }];
    open.add(start);
    while (path.length > 0) {
      const step = path[path.length - 1];
      const target = dependencies.get(step.construct)?.[step.next++];
      if (target === undefined) {
        order.add(step.construct);
        open.delete(step.construct);
        path.pop();
      } else if (open.has(target)) {
        return undefined;
      } else if (known.has(target) && !order.has(target)) {
        open.add(target);
        path.push({ construct: target, next: 0 });
      }
    }
  }
  return order.size === constructs.length ? [...order] : undefined;
}

/** What is not in the tree is not looked at, unless cdk8s finds something else under its path. */
function mayBeMistaken(outside: IConstruct[], constructs: IConstruct[]): boolean {
  const paths = new Set(constructs.map(({ node }) => node.path));
  return outside.some(({ node }) => paths.has(node.path) || node.path in {});
}
