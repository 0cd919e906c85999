/** Where the value of an environment variable comes from. */
export class EnvironmentVariable {
  /** The value itself. */
  public static value(value: string): EnvironmentVariable {
    return new EnvironmentVariable({ value });
  }

  /** A key of a Secret in the application's namespace. */
  public static fromSecret(secretName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { secretKeyRef: { name: secretName, key } } });
  }

  /** A key of a ConfigMap in the application's namespace. */
  public static fromConfigMap(configMapName: string, key: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { configMapKeyRef: { name: configMapName, key } } });
  }

  /** A field of the pod, such as `metadata.name` or `status.podIP`. */
  public static fromPodField(fieldPath: string): EnvironmentVariable {
    return new EnvironmentVariable({ valueFrom: { fieldRef: { fieldPath } } });
  }

  private readonly source: any;

  private constructor(source: any) {
    this.source = source;
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
