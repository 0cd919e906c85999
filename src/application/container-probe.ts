import { Duration } from 'cdk8s';
import { isText, listFault } from '../faults/list-fault';
import { given, shown } from '../faults/shown';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** The timing of a probe. */
export interface ContainerProbeOptions {
  /**
   * The time before the first probe.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * The time between probes.
   *
   * @default - 10 seconds, Kubernetes' default
   */
  readonly period?: Duration;

  /**
   * The time within which the container must answer.
   *
   * @default - 1 second, Kubernetes' default
   */
  readonly timeout?: Duration;

  /**
   * The number of consecutive failures after which the probe counts as failed.
   *
   * @default - 3, Kubernetes' default
   */
  readonly failureThreshold?: number;
}

/** A liveness, readiness or startup probe. HTTP and TCP probes use the application's container port. */
export class ContainerProbe {
  /** An HTTP GET, which must get a status from 200 to 399. @param path begins with a slash @param options the timing */
  public static httpGet(path: string, options: ContainerProbeOptions = {}): ContainerProbe {
    const fault =
      isText(path) && path.startsWith('/')
        ? undefined
        : `the path of a probe must begin with a slash, ${given(path)}: write for example '/healthz'`;
    return new ContainerProbe((port) => ({ httpGet: { path, port } }), options, fault);
  }

  /** A TCP connection, which must open. @param options the timing */
  public static tcpSocket(options: ContainerProbeOptions = {}): ContainerProbe {
    return new ContainerProbe((port) => ({ tcpSocket: { port } }), options);
  }

  /**
   * A command in the container, which must exit with 0.
   *
   * @param command program and arguments
   * @param options the timing
   */
  public static command(command: string[], options: ContainerProbeOptions = {}): ContainerProbe {
    return new ContainerProbe(
      () => ({ exec: { command } }),
      options,
      listFault(command, 'the command of a probe must be a list of texts', isText, "['ls', '/']"),
    );
  }

  private readonly handler: (port: number) => any;
  private readonly options: ContainerProbeOptions;
  private readonly handlerFault?: string;

  private constructor(handler: (port: number) => any, options: ContainerProbeOptions, handlerFault?: string) {
    this.handler = handler;
    this.options = options;
    this.handlerFault = handlerFault;
  }

  /**
   * Its faults, one sentence each.
   *
   * @internal
   */
  public _faults(): string[] {
    const { initialDelay, period, timeout, failureThreshold } = this.options;
    return [
      this.handlerFault,
      ...unknownKeyFaults('ContainerProbeOptions', this.options).map((fault) => `a probe: ${fault}`),
      secondsFault('initialDelay', initialDelay, 0),
      secondsFault('period', period, 1),
      secondsFault('timeout', timeout, 1),
      failureThreshold === undefined || (Number.isInteger(failureThreshold) && failureThreshold >= 1)
        ? undefined
        : `the failureThreshold of a probe must be a whole number of at least 1, ${given(failureThreshold)}`,
    ].filter((fault) => fault !== undefined);
  }

  /**
   * The probe as a container holds it.
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

function secondsFault(what: string, duration: any, least: number): string | undefined {
  const milliseconds = duration?.toMilliseconds?.();
  return duration === undefined || (Number.isInteger(milliseconds / 1000) && milliseconds / 1000 >= least)
    ? undefined
    : `the ${what} of a probe must be a Duration of whole seconds, at least ${least}, ` +
        `given ${milliseconds === undefined ? shown(duration) : `${milliseconds} ms`}: ` +
        'write for example Duration.seconds(5)';
}
