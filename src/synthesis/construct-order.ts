import { DependencyGraph } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * A construct and all constructs below it in the order of cdk8s: a construct comes after those that it depends on,
 * otherwise in the order of construction. The result is that of `new DependencyGraph(root.node).topology()`, which
 * takes exponential time where paths of dependencies join, and looks up each construct by its path.
 *
 * cdk8s itself orders trees with circles, and with dependencies on constructs that were removed from the tree.
 *
 * @internal
 */
export function inDependencyOrder(root: IConstruct): IConstruct[] {
  const constructs = root.node.findAll();
  const dependencies = new Map<IConstruct, IConstruct[]>();
  for (const construct of constructs) {
    const targets = construct.node.dependencies;
    if (targets.length > 0) {
      dependencies.set(construct, targets);
    }
  }
  const ordered = inTreeOrder(root, constructs);
  return dependencies.size === 0 ? ordered : sorted(ordered, dependencies) ?? new DependencyGraph(root.node).topology();
}

/**
 * Constructs without dependencies in the order of cdk8s. cdk8s keeps them in an object by their paths, and JavaScript
 * lists the whole numbers among the keys of an object first.
 *
 * @internal
 */
export function inTreeOrder(root: IConstruct, constructs: IConstruct[]): IConstruct[] {
  const isApp = root.node.scope === undefined;
  const numbered = new Set(isApp ? root.node.children.filter(({ node }) => isIndex(node.id)) : []);
  const isNamed = (construct: IConstruct) => !numbered.has(construct);
  return numbered.size === 0 ? constructs : [...numbered, ...constructs.filter(isNamed)];
}

function isIndex(id: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;
}

/** Sorts depth first, beginning with constructs that nothing depends on. Undefined if cdk8s has to order the tree. */
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
    // An array as stack: a chain of dependencies may be longer than the call stack.
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

/** Whether cdk8s may find another construct under the path of a construct outside the tree. */
function mayBeMistaken(outside: IConstruct[], constructs: IConstruct[]): boolean {
  const paths = new Set(constructs.map(({ node }) => node.path));
  return outside.some(({ node }) => paths.has(node.path) || node.path in {});
}
