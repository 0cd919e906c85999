import { objectNameFault } from './kubernetes-names';
import { shown } from '../faults/shown';

/** Where the value of an environment variable comes from. */
export class EnvironmentVariable {
  /** The value itself. @param value a text; write numbers and booleans quoted */
  public static value(value: string): EnvironmentVariable {
    const fault = typeof value === 'string' ? undefined : `the value must be a text, given ${shown(value)}: quote it, or check where it comes from`;
    return new EnvironmentVariable({ value }, [fault]);
  }

  /** A key of a Secret in the application's namespace. @param secretName the Secret @param key the key in it */
  public static fromSecret(secretName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { secretKeyRef: { name: secretName, key } } }, [objectNameFault(secretName), keyFault(key)]);
  }

  /** A key of a ConfigMap in the application's namespace. @param configMapName the ConfigMap @param key the key in it */
  public static fromConfigMap(configMapName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { configMapKeyRef: { name: configMapName, key } } }, [objectNameFault(configMapName), keyFault(key)]);
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
   * What is wrong with it, a sentence each.
   *
   * @internal
   */
  public _faults(): string[] {
    return this.faults;
  }

  /**
   * As an entry of a container's `env`.
   *
   * @internal
   */
  public _toContainer(name: string): any {
    return { name, ...this.source };
  }
}

function keyFault(key: unknown): string | undefined {
  return typeof key === 'string' && /^[-._A-Za-z0-9]{1,253}$/.test(key) ? undefined : `${shown(key)} is no key of a Secret or ConfigMap: use letters, digits, '-', '_' and '.'`;
}

/** https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
function fieldFault(path: unknown): string | undefined {
  const known = /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;
  return typeof path === 'string' && known.test(path) ? undefined : `${shown(path)} is no pod field that a variable can take: write for example 'metadata.name' or 'status.podIP'`;
}
