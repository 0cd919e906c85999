import { identityOf, objectName } from '../../readers/engine/kubernetes-object';

/** What happens to an object between two states. @internal */
export type UpdateKind = 'created' | 'changed' | 'deleted';

/** An object that is not the same in two states. @internal */
export interface ObjectUpdate {
  readonly kind: UpdateKind;
  /** The object as it was; undefined for one that is created. */
  readonly before?: any;
  /** The object as it becomes; undefined for one that is deleted. */
  readonly after?: any;
  /** The object in messages: `Deployment echo/echo-v1`. */
  readonly object: string;
  /** The update in messages: `Deployment echo/echo-v1 deleted`. */
  readonly name: string;
}

/**
 * What has to be done to get from one state to another: creations and changes in the order of the new objects, then
 * deletions.
 *
 * @internal
 */
export function updatesBetween(from: any[], to: any[]): ObjectUpdate[] {
  const before = new Map<string, any>(from.map((object) => [identityOf(object), object]));
  const after = new Map<string, any>(to.map((object) => [identityOf(object), object]));
  const applied = [...after].flatMap(([identity, object]) => {
    const old = before.get(identity);
    return old === undefined
      ? [update('created', undefined, object)]
      : isSame(old, object)
        ? []
        : [update('changed', old, object)];
  });
  const deleted = [...before]
    .filter(([identity]) => !after.has(identity))
    .map(([, object]) => update('deleted', object, undefined));
  return [...applied, ...deleted];
}

function update(kind: UpdateKind, before: any, after: any): ObjectUpdate {
  const object = objectName(after ?? before);
  return { kind, before, after, object, name: `${object} ${kind}` };
}

/**
 * Whether two values are the same to the API server: the order of keys does not count, and null is absence.
 *
 * @internal
 */
export function isSame(one: any, other: any): boolean {
  return canonical(one) === canonical(other);
}

/** Safe to keep: the objects of stages do not change. No `memoizeByObject`, since a value is known while it is made. */
const TEXTS = new WeakMap<object, string>();

function canonical(value: any): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value ?? null);
  }
  const known = TEXTS.get(value);
  if (known !== undefined) {
    return known;
  }
  // A value that contains itself would recurse without end.
  TEXTS.set(value, '(itself)');
  const text = Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : `{${Object.keys(value)
      .filter((key) => value[key] !== null && value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join()}}`;
  TEXTS.set(value, text);
  return text;
}
