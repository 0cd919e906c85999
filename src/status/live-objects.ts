import { groupOf, identityOf, KubernetesObject } from '../readers/engine/kubernetes-object';

/** The objects of a cluster by what they are. @internal */
export class LiveObjects {
  private readonly byId = new Map<string, KubernetesObject>();
  private readonly byName = new Map<string, KubernetesObject[]>();

  /** What autoscalers are about. */
  private readonly autoscaled = new Set<string>();

  public constructor(public readonly all: readonly KubernetesObject[]) {
    for (const object of all) {
      this.byId.set(identityOf(object), object);
      const known = this.byName.get(nameOf(object)) ?? [];
      this.byName.set(nameOf(object), known);
      known.push(object);
      const target = AUTOSCALERS.has(object.kind) ? object.spec?.scaleTargetRef : undefined;
      if (target !== undefined) {
        this.autoscaled.add(scaledKey(object.metadata?.namespace, target?.kind ?? 'Deployment', target?.name));
      }
    }
  }

  /** The live object of a manifest. One without a namespace is the only object of its kind and name. */
  public find(manifest: KubernetesObject): KubernetesObject | undefined {
    if (manifest.metadata?.namespace !== undefined) {
      return this.byId.get(identityOf(manifest));
    }
    const found = this.byName.get(nameOf(manifest)) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  /** Whether a manifest without a namespace has namesakes in several ones. */
  public isInSeveral(manifest: KubernetesObject): boolean {
    return manifest.metadata?.namespace === undefined && (this.byName.get(nameOf(manifest)) ?? []).length > 1;
  }

  /** Whether the number of a workload's pods is another object's business. */
  public isAutoscaled({ kind, metadata }: KubernetesObject): boolean {
    return this.autoscaled.has(scaledKey(metadata?.namespace, kind, metadata?.name));
  }
}

const AUTOSCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

function scaledKey(namespace: unknown, kind: unknown, name: unknown): string {
  return JSON.stringify([namespace, kind, name]);
}

/** What an object is, whatever its namespace. */
function nameOf(object: KubernetesObject): string {
  return JSON.stringify([groupOf(object), object.kind, object.metadata?.name]);
}
