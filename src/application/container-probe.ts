import { Duration } from 'cdk8s';

/** When and how often a probe runs. */
export interface ContainerProbeOptions {
  /**
   * How long to wait before the first probe.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * Time between probes.
   *
   * @default - 10 seconds, by Kubernetes
   */
  readonly period?: Duration;

  /**
   * How long an answer may take.
   *
   * @default - 1 second, by Kubernetes
   */
  readonly timeout?: Duration;

  /**
   * Failures in a row that count as failed.
   *
   * @default - 3, by Kubernetes
   */
  readonly failureThreshold?: number;
}

/** How Kubernetes asks a container whether it is well. Probes go to the application's container port. */
export class ContainerProbe {
  /** An HTTP GET that has to answer with a status from 200 to 399. */
  public static httpGet(path: string, options: ContainerProbeOptions = {}): ContainerProbe {
    return new ContainerProbe((port) => ({ httpGet: { path, port } }), options);
  }

  /** A TCP connection that has to open. */
  public static tcpSocket(options: ContainerProbeOptions = {}): ContainerProbe {
    return new ContainerProbe((port) => ({ tcpSocket: { port } }), options);
  }

  /** A command in the container that has to exit with 0. */
  public static command(command: string[], options: ContainerProbeOptions = {}): ContainerProbe {
    return new ContainerProbe(() => ({ exec: { command } }), options);
  }

  private readonly handler: (port: number) => any;
  private readonly options: ContainerProbeOptions;

  private constructor(handler: (port: number) => any, options: ContainerProbeOptions) {
    this.handler = handler;
    this.options = options;
  }

  /**
   * As a container's probe.
   *
   * @internal
   */
  public _toContainer(port: number): any {
    return {
      ...this.handler(port),
      initialDelaySeconds: this.options.initialDelay?.toSeconds(),
      periodSeconds: this.options.period?.toSeconds(),
      timeoutSeconds: this.options.timeout?.toSeconds(),
      failureThreshold: this.options.failureThreshold,
    };
  }
}
