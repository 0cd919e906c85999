import { groupOf, KubernetesObject, textOfValue } from '../readers/engine/kubernetes-object';

/** The objects of a cluster by what they are. @internal */
export class LiveObjects {
  private readonly byId = new Map<string, KubernetesObject>();
  private readonly byName = new Map<string, KubernetesObject[]>();

  public constructor(public readonly all: readonly KubernetesObject[]) {
    for (const object of all) {
      this.byId.set(idOf(object, object.metadata?.namespace), object);
      const name = idOf(object, undefined);
      this.byName.set(name, [...(this.byName.get(name) ?? []), object]);
    }
  }

  /** The live object of a manifest. One without a namespace is the only object of its kind and name. */
  public find(manifest: KubernetesObject): KubernetesObject | undefined {
    const namespace = manifest.metadata?.namespace;
    const found = this.byName.get(idOf(manifest, undefined)) ?? [];
    if (namespace === undefined) {
      return found.length === 1 ? found[0] : undefined;
    }
    return this.byId.get(idOf(manifest, namespace));
  }

  /** Whether a manifest without a namespace has namesakes in several ones. */
  public isInSeveral(manifest: KubernetesObject): boolean {
    return manifest.metadata?.namespace === undefined && (this.byName.get(idOf(manifest, undefined)) ?? []).length > 1;
  }

  /** Whether the number of a workload's pods is another object's business. */
  public isAutoscaled({ kind, metadata }: KubernetesObject): boolean {
    return this.all.some(({ kind: scaler, metadata: own, spec }) => {
      const target = spec?.scaleTargetRef;
      return (
        ['HorizontalPodAutoscaler', 'ScaledObject'].includes(scaler) &&
        own?.namespace === metadata?.namespace &&
        (target?.kind ?? 'Deployment') === kind &&
        target?.name === metadata?.name
      );
    });
  }
}

function idOf(object: KubernetesObject, namespace: string | undefined): string {
  return JSON.stringify([groupOf(object), object.kind, namespace, textOfValue(object.metadata?.name)]);
}
