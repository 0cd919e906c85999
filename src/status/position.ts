import { differences, FieldDifference } from './differences';
import { LiveObjects } from './live-objects';
import { identityOf, KubernetesObject, objectName } from '../readers/engine/kubernetes-object';

/** What is not as a stage has it. @internal */
export type Deviation =
  | { readonly kind: 'missing'; readonly object: string }
  | { readonly kind: 'different'; readonly object: string; readonly fields: FieldDifference[] }
  /** It belongs to another stage. */
  | { readonly kind: 'left over'; readonly object: string };

/** Where a cluster is among stages, by their places. @internal */
export type Position =
  | { readonly kind: 'at'; readonly place: number }
  /** Every object is as one of two neighbouring stages has it. */
  | { readonly kind: 'between'; readonly from: number; readonly to: number; readonly deviations: Deviation[] }
  /** As no stage; the nearest one, and what differs from it. */
  | { readonly kind: 'elsewhere'; readonly nearest: number; readonly deviations: Deviation[] };

/**
 * Finds the stage whose objects a cluster has. Objects of no stage do not count.
 *
 * @param stages the objects of the stages in order
 * @internal
 */
export function positionOf(stages: readonly (readonly KubernetesObject[])[], live: LiveObjects): Position {
  const known = new Map<string, KubernetesObject[]>();
  for (const object of stages.flat()) {
    known.set(identityOf(object), [...(known.get(identityOf(object)) ?? []), object]);
  }
  const hasController = stages.flat().some(({ kind }) => kind === 'Rollout');
  const all = stages.map((objects) => deviationsFrom(objects, known, live, hasController));
  // The last one: a stage that changes nothing of the manifests has been passed.
  const at = all.map(({ size }) => size).lastIndexOf(0);
  if (at >= 0) {
    return { kind: 'at', place: at };
  }
  const to = all.findIndex((deviations, place) => {
    return place > 0 && ![...deviations.keys()].some((id) => all[place - 1].has(id));
  });
  if (to >= 0) {
    return { kind: 'between', from: to - 1, to, deviations: [...all[to].values()] };
  }
  const fewest = Math.min(...all.map(({ size }) => size));
  const nearest = all.findIndex(({ size }) => size === fewest);
  return { kind: 'elsewhere', nearest, deviations: [...all[nearest].values()] };
}

function deviationsFrom(
  objects: readonly KubernetesObject[],
  known: ReadonlyMap<string, KubernetesObject[]>,
  live: LiveObjects,
  hasController: boolean,
): Map<string, Deviation> {
  const found = new Map<string, Deviation>();
  const own = new Set(objects.map(identityOf));
  for (const manifest of objects) {
    const there = live.find(manifest);
    const object = objectName(manifest);
    if (there === undefined) {
      found.set(identityOf(manifest), { kind: 'missing', object });
      continue;
    }
    const ignored = { replicas: live.isAutoscaled(there), routes: hasController };
    const fields = differences(manifest, there, known.get(identityOf(manifest))!, ignored);
    if (fields.length > 0) {
      found.set(identityOf(manifest), { kind: 'different', object, fields });
    }
  }
  for (const [id, [manifest]] of known) {
    if (!own.has(id) && live.find(manifest) !== undefined) {
      found.set(id, { kind: 'left over', object: objectName(manifest) });
    }
  }
  return found;
}
