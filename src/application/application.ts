import { HttpPath } from './http-path';
import { labelFaults, labelNameFault, labelValueFault, portFault, serviceNameFault } from './kubernetes-names';
import { PodSecurity, restrictedFaults } from './pod-security';
import { PodTemplate, Version } from './version';
import { isText, listFault, mapFault } from '../faults/list-fault';
import { given, isMap, repeated, shown } from '../faults/shown';
import { sortedEntries, sortedKeys } from '../faults/sorted-map';
import { extraArgumentFaults, unknownKeyFaults } from '../faults/unknown-keys';
import { normalizedVersion } from '../plan/version-name';

/** The properties of an application. */
export interface ApplicationProps {
  /**
   * The application's name. Its Service has this name, and the names of its other objects begin with it. At most 63
   * characters including a dash and the longest version.
   */
  readonly name: string;

  /** The namespace of its pods and its Service. */
  readonly namespace: string;

  /** Version names to versions. A version name is also the pods' `version` label, so it must be a label value. */
  readonly versions: { [version: string]: Version };

  /** The port on which the containers listen. */
  readonly containerPort: number;

  /**
   * The port of the Service. Routes name this port, not the container's.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The host names under which the application is exposed. A leading `*.` matches any subdomain.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * The paths under which the application is exposed. The plan applies to all of them.
   *
   * @default - all paths: the prefix `/`
   */
  readonly paths?: HttpPath[];

  /**
   * Labels of all its objects and pods, in addition to `app` and `version`, which select the pods.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * The Pod Security profile that its pods must pass.
   *
   * @default PodSecurity.PRIVILEGED - the pods are printed as given
   */
  readonly podSecurity?: PodSecurity;
}

/**
 * An application to release: its name, namespace, ports, hosts, paths and versions.
 *
 * An application is a value: many plans, stages and providers can use it. Constructing it never throws. `validate()`
 * lists all its faults at once, and every construct reports them at synth time.
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

  /** The host names under which the application is exposed; empty for every host. */
  public readonly hosts: string[];

  /** The paths under which the application is exposed. */
  public readonly paths: HttpPath[];

  /** Labels of all its objects and pods, in addition to `app` and `version`. */
  public readonly labels: { [key: string]: string };

  /** The Pod Security profile that its pods must pass. */
  public readonly podSecurity: PodSecurity;

  private readonly inputFaults: string[];

  /** @param props name, ports, hosts, paths and versions */
  public constructor(props: ApplicationProps) {
    this.inputFaults = [
      ...(isMap(props)
        ? unknownKeyFaults('ApplicationProps', props)
        : [
          `an application needs a map of properties, ${given(props)}: ` +
            "write for example new Application({ name: 'echo', … })",
        ]),
      ...extraArgumentFaults('new Application()', arguments, 1),
    ];
    const input: Partial<ApplicationProps> = isMap(props) ? props : {};
    this.name = input.name!;
    this.namespace = input.namespace!;
    // Frozen copies, because a list or map that changes after the check would be printed unchecked.
    this.versions = frozenCopy(input.versions!);
    this.containerPort = input.containerPort!;
    this.servicePort = input.servicePort ?? 80;
    this.hosts = frozenCopy(input.hosts ?? []);
    this.paths = frozenCopy(input.paths ?? [HttpPath.prefix('/')]);
    this.labels = frozenCopy(input.labels ?? {});
    this.podSecurity = input.podSecurity ?? PodSecurity.PRIVILEGED;
  }

  /** The application's identity in a cluster: `namespace/name`. */
  public get id(): string {
    return `${this.namespace}/${this.name}`;
  }

  /** The name of a version's Deployment: `echo-v1`, `echo-2-4-20`. @param version one of `versions` */
  public deploymentName(version: string): string {
    return `${this.name}-${normalizedVersion(version)}`;
  }

  /**
   * The pods of a version.
   *
   * @internal
   */
  public _pods(version: string): PodTemplate {
    return this.versions[version]._podTemplate(this.deploymentName(version), this.containerPort);
  }

  /** All faults of the application, one sentence each; empty if there are none. */
  public validate(): string[] {
    const faults = [
      ...this.inputFaults,
      propertyFault('name', this.name, serviceNameFault, "'echo'"),
      propertyFault('namespace', this.namespace, labelNameFault, "'echo'"),
      propertyFault('containerPort', this.containerPort, portFault, '8080'),
      propertyFault('servicePort', this.servicePort, portFault, '80'),
      Object.values(PodSecurity).includes(this.podSecurity)
        ? undefined
        : `podSecurity must be a PodSecurity, ${given(this.podSecurity)}: write for example PodSecurity.RESTRICTED`,
      ...this.labelFaults(),
      ...this.exposureFaults(),
      ...this.allVersionFaults(),
    ];
    const name = isText(this.name) ? `application ${shown(this.name)}` : 'application';
    return faults.filter((fault) => fault !== undefined).map((fault) => `${name}: ${fault}`);
  }

  private labelFaults(): string[] {
    const wrongLabel = mapFault(this.labels, 'the labels must map keys to texts', isText, '{ team: \'web\' }');
    if (wrongLabel) {
      return [wrongLabel];
    }
    return [
      ...labelFaults(this.labels).map((fault) => `the label ${fault}`),
      ...['app', 'version']
        .filter((key) => Object.hasOwn(this.labels, key))
        .map((key) => `the label '${key}' selects the pods, and the rollout sets it: choose another key`),
    ];
  }

  private exposureFaults(): string[] {
    const listFaults = [
      listFault(this.hosts, 'the hosts must be a list of host names', isText, "['app.example']"),
      listFault(
        this.paths,
        'the paths must be a list of HttpPath',
        (path) => path instanceof HttpPath,
        "[HttpPath.prefix('/echo')]",
      ),
    ].filter((fault) => fault !== undefined);
    if (listFaults.length > 0) {
      return listFaults;
    }
    return [
      ...this.hosts.map(hostFault).filter((fault) => fault !== undefined),
      ...repeated(this.hosts).map((host) => `the host ${shown(host)} is listed twice: list it once`),
      ...this.paths.flatMap((path) => path.validate()),
      ...(this.paths.length === 0
        ? ['the list of paths is empty, so no request would reach the application: omit it to expose every path']
        : []),
      ...repeated(this.paths.map((path) => path.toString())).map(
        (path) => `the path ${shown(path)} is listed twice: list it once`,
      ),
    ];
  }

  private allVersionFaults(): string[] {
    const wrongVersion = mapFault(
      this.versions,
      'the versions must map names to Version values',
      (version) => version instanceof Version,
      "{ v1: Version.container({ image: 'registry.example/echo:1' }) }",
    );
    if (wrongVersion) {
      return [wrongVersion];
    }
    const faults = sortedEntries(this.versions).flatMap(([name, version]) => this.versionFaults(name, version));
    return faults.length > 0 ? faults : this.sameNameFaults();
  }

  private versionFaults(name: string, version: Version): string[] {
    const label = labelValueFault(name);
    const object = labelNameFault(this.deploymentName(name));
    const podFaults = version._faults(this.deploymentName(name), this.containerPort);
    const isRestricted = this.podSecurity === PodSecurity.RESTRICTED && podFaults.length === 0;
    const pods = isRestricted ? this._pods(name) : undefined;
    const faults = [
      ...(label || name === ''
        ? [`the version ${label ?? "'' is empty"}: its pods are selected by this name, so write a label value`]
        : []),
      ...(!label && object ? [`the Deployment name ${object}: shorten the application's name or the version`] : []),
      ...podFaults,
      ...(pods ? restrictedFaults(pods.spec, pods.annotations) : []),
    ];
    return faults.map((fault) => `version ${shown(name)}: ${fault}`);
  }

  private sameNameFaults(): string[] {
    const names = sortedKeys(this.versions);
    const twice = repeated(names.map(normalizedVersion)).map((normalized) => {
      const clashing = names.filter((name) => normalizedVersion(name) === normalized).map(shown);
      return `the versions ${clashing.join(' and ')} both become '${normalized}' in object names, ` +
        'so one would overwrite the other: give one of them another name';
    });
    const configMaps = names.flatMap((name) => [...this.versions[name]._configMaps(this.deploymentName(name)).keys()]);
    return twice.length > 0
      ? twice
      : repeated(configMaps).map(
        (name) =>
          `two versions would write the same ConfigMap ${shown(name)}: give the files of one of them another name`,
      );
  }
}

function propertyFault(
  what: string,
  value: unknown,
  rule: (value: unknown) => string | undefined,
  example: string,
): string | undefined {
  if (value === undefined || value === null) {
    return `the ${what} is missing: write for example ${what}: ${example}`;
  }
  const reason = rule(value);
  return reason && `the ${what} ${reason}`;
}

function hostFault(host: string): string | undefined {
  return /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(host) && host.length <= 253
    ? undefined
    : `the host ${shown(host)} is not a host name: ` +
        "write lower-case DNS labels joined by dots, without scheme and port, at most one leading '*.'";
}

function frozenCopy<T>(value: T): T {
  return Array.isArray(value) ? Object.freeze([...value]) as T : isMap(value) ? Object.freeze({ ...value }) : value;
}
