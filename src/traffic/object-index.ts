/** A Kubernetes object as plain JSON. @internal */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: { [key: string]: string } };
  readonly [field: string]: any;
}

/**
 * Kubernetes objects by group, kind, namespace and name. Manifests that leave the namespace to `kubectl -n` are
 * found in any namespace, unless an object says that it is really there.
 *
 * @internal
 */
export class ObjectIndex {
  /** All objects; those of a `List` one by one. */
  public readonly objects: KubernetesObject[];

  constructor(documents: any[]) {
    this.objects = documents.flatMap(flattened);
  }

  /** The objects of a kind, whatever their API version. @param group such as `apps`, empty for the core group */
  public all(group: string, kind: string): KubernetesObject[] {
    return this.objects.filter((object) => object.kind === kind && groupOf(object) === group);
  }

  /** One object, if it is there. */
  public find(group: string, kind: string, namespace: string | undefined, name: string | undefined): KubernetesObject | undefined {
    const named = this.all(group, kind).filter((object) => object.metadata?.name === name);
    return named.find((object) => object.metadata?.namespace === namespace) ?? named.find((object) => mayBeIn(object, namespace));
  }
}

/** Whether an object is in a namespace, or might be, since one of both is not known. @internal */
export function mayBeIn(object: KubernetesObject, namespace: string | undefined): boolean {
  const own = object.metadata?.namespace;
  return own === undefined || namespace === undefined || own === namespace;
}

/** `namespace/name`, or the name alone. @internal */
export function idOf(object: KubernetesObject): string {
  return joined(object.metadata?.namespace, object.metadata?.name);
}

/** `namespace/name`, or the name alone. @internal */
export function joined(namespace: string | undefined, name: string | undefined): string {
  return namespace === undefined ? String(name) : `${namespace}/${name}`;
}

function groupOf(object: KubernetesObject): string {
  return object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
}

function flattened(document: any): KubernetesObject[] {
  if (typeof document !== 'object' || document === null || typeof document.apiVersion !== 'string' || typeof document.kind !== 'string') {
    return [];
  }
  return document.kind === 'List' && Array.isArray(document.items) ? document.items.flatMap(flattened) : [document];
}
