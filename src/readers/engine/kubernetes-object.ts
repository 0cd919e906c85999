import { memoizeByObject } from '../../caching/memoize-by-object';

/** A Kubernetes object as plain JSON. @internal */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: { [key: string]: string };
    readonly annotations?: { [key: string]: string };
    readonly creationTimestamp?: string;
    readonly ownerReferences?: any[];
  };
  readonly [field: string]: any;
}

/** `namespace/name`, or the name alone. @internal */
export function idOf(object: KubernetesObject): string {
  return joined(object.metadata?.namespace, object.metadata?.name);
}

/** `namespace/name`, or the name alone. @internal */
export function joined(namespace: string | undefined, name: string | undefined): string {
  const named = name === undefined ? '(no name)' : textOfValue(name);
  return namespace ? `${textOfValue(namespace)}/${named}` : named;
}

/**
 * Any value of a manifest in a message. Maps and lists are written as JSON: what JavaScript makes of them may even be
 * an error, since a map may have a key `toString`.
 *
 * @internal
 */
export function textOfValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The API group of an object; empty for the core group. @internal */
export function groupOf(object: KubernetesObject): string {
  return object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
}

/** What identifies an object, whatever its API version. @internal */
export const identityOf = memoizeByObject((object: any): string =>
  JSON.stringify([groupOf(object), object.kind, object.metadata?.namespace ?? '', object.metadata?.name]),
);

/** An object as messages name it: `Deployment echo/echo-v1`. @internal */
export function objectName(object: KubernetesObject): string {
  return `${object.kind} ${idOf(object)}`;
}
