import { HttpPath } from './http-path';
import { labelFaults, labelNameFault, labelValueFault, portFault, serviceNameFault } from './kubernetes-names';
import { PodSecurity, restrictedFaults } from './pod-security';
import { Version } from './version';
import { normalizedVersion } from '../plan/version-name';

/** What is released, and where it is exposed. */
export interface ApplicationProps {
  /**
   * The application's name: the name of its Service and the beginning of all its object names. At most 63
   * characters together with a dash and the longest version.
   */
  readonly name: string;

  /** The namespace of its pods and its Service. */
  readonly namespace: string;

  /** Version names to versions. The names become the pods' `version` label, so they have to be label values. */
  readonly versions: { [version: string]: Version };

  /** The port on which the containers listen. */
  readonly containerPort: number;

  /**
   * The port of the Service. Routers are told this one, never the container's.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The host names under which it is exposed. A leading `*.` stands for any name below.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * The paths under which it is exposed. All of them follow the plan alike.
   *
   * @default - everything: the prefix `/`
   */
  readonly paths?: HttpPath[];

  /**
   * Labels of all its objects and pods, beside `app` and `version` by which pods are selected.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * The Pod Security profile that its pods have to pass.
   *
   * @default PodSecurity.PRIVILEGED - printed as given
   */
  readonly podSecurity?: PodSecurity;
}

/**
 * The thing that is released: name, namespace, ports, where it is exposed, its versions.
 *
 * An application is a value: it is given to as many plans, stages and providers as needed. Nothing is thrown while
 * it is put together; `validate()` names all its faults at once, and every construct reports them at synth time.
 */
export class Application {
  /** The application's name. */
  public readonly name: string;

  /** The namespace of its pods and its Service. */
  public readonly namespace: string;

  /** Version names to versions. */
  public readonly versions: { [version: string]: Version };

  /** The port on which the containers listen. */
  public readonly containerPort: number;

  /** The port of the Service. */
  public readonly servicePort: number;

  /** The host names under which it is exposed; empty for every host. */
  public readonly hosts: string[];

  /** The paths under which it is exposed. */
  public readonly paths: HttpPath[];

  /** Labels of all its objects and pods, beside `app` and `version`. */
  public readonly labels: { [key: string]: string };

  /** The Pod Security profile that its pods have to pass. */
  public readonly podSecurity: PodSecurity;

  /** @param props what is released */
  public constructor(props: ApplicationProps) {
    this.name = props.name;
    this.namespace = props.namespace;
    this.versions = props.versions;
    this.containerPort = props.containerPort;
    this.servicePort = props.servicePort ?? 80;
    this.hosts = props.hosts ?? [];
    this.paths = props.paths ?? [HttpPath.prefix('/')];
    this.labels = props.labels ?? {};
    this.podSecurity = props.podSecurity ?? PodSecurity.PRIVILEGED;
  }

  /** What tells the application from all others: `namespace/name`. */
  public get id(): string {
    return `${this.namespace}/${this.name}`;
  }

  /** The name of a version's Deployment: `echo-v1`, `echo-2-4-20`. */
  public deploymentName(version: string): string {
    return `${this.name}-${normalizedVersion(version)}`;
  }

  /** Everything that is wrong with the application, a sentence each; empty when nothing is. */
  public validate(): string[] {
    const faults = [
      fault('the name', serviceNameFault(this.name)),
      fault('the namespace', labelNameFault(this.namespace)),
      fault('the containerPort', portFault(this.containerPort)),
      fault('the servicePort', portFault(this.servicePort)),
      ...labelFaults(this.labels).map((one) => fault('the label', one)),
      ...['app', 'version'].filter((key) => key in this.labels).map((key) => `the label '${key}' selects the pods and is set by the rollout: choose another key`),
      ...this.hosts.map((host) => hostFault(host)),
      ...this.paths.flatMap((path) => path.validate()),
      ...(this.paths.length === 0 ? ['the list of paths is empty, so that no request would reach the application: leave it out to expose every path'] : []),
      ...duplicates(this.paths.map((path) => path.toString())).map((path) => `the path '${path}' is listed twice: list it once`),
      ...Object.entries(this.versions).flatMap(([name, version]) => this.versionFaults(name, version)),
      ...this.sameNameFaults(),
    ];
    return faults.filter((one) => one !== undefined).map((one) => `application '${this.name}': ${one}`);
  }

  private versionFaults(name: string, version: Version): string[] {
    const label = labelValueFault(name);
    const object = labelNameFault(this.deploymentName(name));
    const { spec } = version._podTemplate(this.deploymentName(name), this.containerPort);
    const faults = [
      ...(label || name === '' ? [`the version ${label ?? '\'\' is empty'}: the pods are told apart by it`] : []),
      ...(!label && object ? [`the Deployment name ${object}: shorten the application's name or the version`] : []),
      ...version._faults(this.deploymentName(name), this.containerPort),
      ...(this.podSecurity === PodSecurity.RESTRICTED ? restrictedFaults(spec) : []),
    ];
    return faults.map((one) => `version '${name}': ${one}`);
  }

  private sameNameFaults(): string[] {
    const names = Object.keys(this.versions);
    return duplicates(names.map(normalizedVersion)).map((twice) => {
      const clashing = names.filter((name) => normalizedVersion(name) === twice);
      return `the versions ${clashing.map((name) => `'${name}'`).join(' and ')} both become '${twice}' in object names, so that one would overwrite the other: give one of them another name`;
    });
  }
}

function fault(what: string, reason?: string): string | undefined {
  return reason && `${what} ${reason}`;
}

function hostFault(host: string): string | undefined {
  return /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(host) && host.length <= 253
    ? undefined
    : `the host '${host}' is no host name: lower-case DNS labels joined by dots, without scheme and port, at most one leading '*.'`;
}

function duplicates(values: string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
