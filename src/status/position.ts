import { differences, FieldDifference } from './differences';
import { LiveObjects } from './live-objects';
import { memoizeByObject } from '../caching/memoize-by-object';
import { identityOf, KubernetesObject, objectName } from '../readers/engine/kubernetes-object';

/** What is not as a stage has it. @internal */
export type Deviation =
  | { readonly kind: 'missing'; readonly object: string; readonly isInSeveral: boolean }
  | { readonly kind: 'different'; readonly object: string; readonly fields: FieldDifference[] }
  /** It belongs to another stage. */
  | { readonly kind: 'left over'; readonly object: string };

/** The objects to delete, where nothing is left to be applied; undefined where something is. @internal */
export function onlyLeftOver(deviations: readonly Deviation[]): string[] | undefined {
  const objects = deviations.flatMap((one) => (one.kind === 'left over' ? one.object : []));
  return objects.length > 0 && objects.length === deviations.length ? objects : undefined;
}

/** Where a cluster is among stages, by their places; at a stage also what differs from the next one. @internal */
export type Position =
  | { readonly kind: 'at'; readonly place: number; readonly toNext: Deviation[] }
  /** No object of any stage is there. */
  | { readonly kind: 'before' }
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
  const known = new Map<string, Set<KubernetesObject>>();
  for (const object of stages.flat()) {
    known.set(identityOf(object), (known.get(identityOf(object)) ?? new Set()).add(object));
  }
  const present = new Map<string, string>();
  for (const [id, [manifest]] of known) {
    if (live.find(manifest) !== undefined) {
      present.set(id, objectName(manifest));
    }
  }
  const hasController = stages.flat().some(({ kind }) => kind === 'Rollout');
  const fieldsOf = memoizeByObject((manifest: KubernetesObject) => {
    const there = live.find(manifest)!;
    const ignored = { replicas: live.isAutoscaled(there), routes: hasController };
    return differences(manifest, there, [...known.get(identityOf(manifest))!], ignored);
  });
  const all = stages.map((objects) => deviationsFrom(objects, present, live, fieldsOf));
  if (present.size === 0 && ![...known.values()].some(([manifest]) => live.isInSeveral(manifest))) {
    return { kind: 'before' };
  }
  // The last one: a stage that changes nothing of the manifests has been passed.
  const at = all.map(({ size }) => size).lastIndexOf(0);
  if (at >= 0) {
    return { kind: 'at', place: at, toNext: [...(all[at + 1]?.values() ?? [])] };
  }
  const to = all.findIndex((deviations, place) => {
    return place > 0 && ![...deviations.keys()].some((id) => all[place - 1].has(id));
  });
  if (to >= 0) {
    return { kind: 'between', from: to - 1, to, deviations: [...all[to].values()] };
  }
  const distances = all.map(distanceOf);
  const nearest = distances.indexOf(Math.min(...distances));
  return { kind: 'elsewhere', nearest, deviations: [...all[nearest].values()] };
}

/** A value that differs counts less than a list or a map, and that less than an object. */
function distanceOf(deviations: ReadonlyMap<string, Deviation>): number {
  const weights = [...deviations.values()].map((one) =>
    one.kind !== 'different'
      ? 10
      : one.fields.reduce((sum, field) => sum + weightOf(field), 0),
  );
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function weightOf({ wanted, live }: FieldDifference): number {
  return wanted === undefined ? 2 : typeof wanted === 'object' || typeof live === 'object' ? 4 : 1;
}

function deviationsFrom(
  objects: readonly KubernetesObject[],
  present: ReadonlyMap<string, string>,
  live: LiveObjects,
  fieldsOf: (manifest: KubernetesObject) => FieldDifference[],
): Map<string, Deviation> {
  const found = new Map<string, Deviation>();
  const own = new Set(objects.map(identityOf));
  for (const manifest of objects) {
    const object = objectName(manifest);
    if (!present.has(identityOf(manifest))) {
      found.set(identityOf(manifest), { kind: 'missing', object, isInSeveral: live.isInSeveral(manifest) });
      continue;
    }
    const fields = fieldsOf(manifest);
    if (fields.length > 0) {
      found.set(identityOf(manifest), { kind: 'different', object, fields });
    }
  }
  for (const [id, object] of present) {
    if (!own.has(id)) {
      found.set(id, { kind: 'left over', object });
    }
  }
  return found;
}
