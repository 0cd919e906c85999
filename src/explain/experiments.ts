import { podMetadata, runsPods } from '../readers/engine/endpoints';
import { KubernetesObject, objectName } from '../readers/engine/kubernetes-object';

/** The workloads whose pods have a version. @internal */
export function workloadsOf(objects: readonly any[], version: string): KubernetesObject[] {
  return objects.filter((object) => runsPods(object) && String(podMetadata(object)?.labels?.version) === version);
}

/** The versions of all pods, sorted. @internal */
export function versionsOf(objects: readonly any[]): string[] {
  const labels = objects.filter(runsPods).flatMap((object) => podMetadata(object)?.labels?.version ?? []);
  return [...new Set(labels.map(String))].sort();
}

/** The same objects, with at least one pod of a version in each of its workloads. @internal */
export function withPods(objects: readonly any[], version: string): any[] {
  const empty = new Set(workloadsOf(objects, version).filter(({ spec }) => spec?.replicas === 0));
  return objects.map((object) => (empty.has(object) ? { ...object, spec: { ...object.spec, replicas: 1 } } : object));
}

/** The same objects, where one has a weight of 1 in the place of every 0. @internal */
export function withWeight(objects: readonly any[], changed: any): any[] {
  return objects.map((object) => (object === changed ? weighted(object) : object));
}

/** The objects that give somebody a weight of 0. @internal */
export function withoutWeight(objects: readonly any[]): any[] {
  return objects.filter((object) => JSON.stringify(weighted(object)) !== JSON.stringify(object));
}

/** The same objects, where the holder of a route is older than all others. @internal */
export function withAge(objects: readonly any[], holder: string): any[] {
  const creationTimestamp = '1970-01-01T00:00:00Z';
  return objects.map((object) =>
    objectName(object) === holder ? { ...object, metadata: { ...object.metadata, creationTimestamp } } : object,
  );
}

/** Annotations that hold a weight: of a canary Ingress, and of the pods behind a Voyager Ingress. */
const WEIGHTS = ['nginx.ingress.kubernetes.io/canary-weight', 'ingress.appscode.com/backend-weight'];

function weighted(value: any): any {
  if (Array.isArray(value)) {
    return value.map(weighted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, any] => {
      const isNone = (name === 'weight' && inner === 0) || (WEIGHTS.includes(name) && inner === '0');
      return [name, isNone ? (inner === 0 ? 1 : '1') : weighted(inner)];
    }),
  );
}
