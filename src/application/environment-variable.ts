import { objectNameFault } from './kubernetes-names';
import { given, isMissing, shown } from '../faults/shown';

/** The value of an environment variable, or its source. */
export class EnvironmentVariable {
  /** A literal value. @param value a text; quote numbers and booleans */
  public static value(value: string): EnvironmentVariable {
    const fault =
      typeof value === 'string'
        ? undefined
        : `the value must be a text, ${given(value)}: quote it, or check where it comes from`;
    return new EnvironmentVariable({ value }, [fault]);
  }

  /** A key of a Secret in the application's namespace. @param secretName the Secret @param key the key in it */
  public static fromSecret(secretName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { secretKeyRef: { name: secretName, key } } }, [
      nameFault('Secret', secretName),
      keyFault(key),
    ]);
  }

  /**
   * A key of a ConfigMap in the application's namespace.
   *
   * @param configMapName the ConfigMap
   * @param key the key in it
   */
  public static fromConfigMap(configMapName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { configMapKeyRef: { name: configMapName, key } } }, [
      nameFault('ConfigMap', configMapName),
      keyFault(key),
    ]);
  }

  /** A field of the pod. @param fieldPath such as `metadata.name` or `status.podIP` */
  public static fromPodField(fieldPath: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { fieldRef: { fieldPath } } }, [fieldFault(fieldPath)]);
  }

  private readonly source: any;
  private readonly faults: string[];

  private constructor(source: any, faults: (string | undefined)[]) {
    this.source = source;
    this.faults = faults.filter((fault) => fault !== undefined);
  }

  /**
   * Its faults, one sentence each.
   *
   * @internal
   */
  public _faults(): string[] {
    return this.faults;
  }

  /**
   * The entry of a container's `env`.
   *
   * @internal
   */
  public _toContainer(name: string): any {
    return { name, ...this.source };
  }
}

function nameFault(kind: string, name: unknown): string | undefined {
  const fault = objectNameFault(name);
  return fault && `the ${kind} name ${fault}`;
}

function keyFault(key: unknown): string | undefined {
  return typeof key === 'string' && /^[-._A-Za-z0-9]{1,253}$/.test(key)
    ? undefined
    : `the key ${isMissing(key) ? 'is missing' : `${shown(key)} is not a key of a Secret or ConfigMap`}: ` +
        "use letters, digits, '-', '_' and '.'";
}

/** https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
function fieldFault(path: unknown): string | undefined {
  const known = new RegExp(
    "^(metadata\\.(name|namespace|uid|(labels|annotations)\\['[^']+'\\])|" +
      'spec\\.(nodeName|serviceAccountName)|status\\.(hostIPs?|podIPs?))$',
  );
  return typeof path === 'string' && known.test(path)
    ? undefined
    : `the field ${isMissing(path) ? 'is missing' : `${shown(path)} is not a pod field that a variable can use`}: ` +
        "write for example 'metadata.name' or 'status.podIP'";
}
