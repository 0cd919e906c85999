import { HttpPath } from './http-path';
import { labelFaults, labelNameFault, labelValueFault, portFault, serviceNameFault } from './kubernetes-names';
import { PodSecurity, restrictedFaults } from './pod-security';
import { PodTemplate, Version } from './version';
import { isText, listFault, mapFault } from '../faults/list-fault';
import { isMap, repeated, shown } from '../faults/shown';
import { extraArgumentFaults, unknownKeyFaults } from '../faults/unknown-keys';
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

  private readonly inputFaults: string[];

  /** @param props what is released */
  public constructor(props: ApplicationProps) {
    this.inputFaults = [
      ...(isMap(props) ? unknownKeyFaults('ApplicationProps', props) : [`an application needs a map of properties, given ${shown(props)}: write for example new Application({ name: 'echo', … })`]),
      ...extraArgumentFaults('new Application()', arguments, 1),
    ];
    const given: Partial<ApplicationProps> = isMap(props) ? props : {};
    this.name = given.name!;
    this.namespace = given.namespace!;
    // Frozen copies: a list or map that changes later would be checked in one state and printed in another.
    this.versions = copied(given.versions!);
    this.containerPort = given.containerPort!;
    this.servicePort = given.servicePort ?? 80;
    this.hosts = copied(given.hosts ?? []);
    this.paths = copied(given.paths ?? [HttpPath.prefix('/')]);
    this.labels = copied(given.labels ?? {});
    this.podSecurity = given.podSecurity ?? PodSecurity.PRIVILEGED;
  }

  /** What tells the application from all others: `namespace/name`. */
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

  /** Everything that is wrong with the application, a sentence each; empty when nothing is. */
  public validate(): string[] {
    const faults = [
      ...this.inputFaults,
      fault('name', this.name, serviceNameFault, '\'echo\''),
      fault('namespace', this.namespace, labelNameFault, '\'echo\''),
      fault('containerPort', this.containerPort, portFault, '8080'),
      fault('servicePort', this.servicePort, portFault, '80'),
      Object.values(PodSecurity).includes(this.podSecurity) ? undefined : `podSecurity is a PodSecurity, given ${shown(this.podSecurity)}: write for example PodSecurity.RESTRICTED`,
      ...this.labelFaults(),
      ...this.exposureFaults(),
      ...this.allVersionFaults(),
    ];
    return faults.filter((one) => one !== undefined).map((one) => `application ${shown(this.name)}: ${one}`);
  }

  private labelFaults(): string[] {
    const odd = mapFault(this.labels, 'the labels must map keys to texts', isText, '{ team: \'web\' }');
    return odd ? [odd] : [
      ...labelFaults(this.labels).map((one) => `the label ${one}`),
      ...['app', 'version'].filter((key) => Object.hasOwn(this.labels, key)).map((key) => `the label '${key}' selects the pods and is set by the rollout: choose another key`),
    ];
  }

  private exposureFaults(): string[] {
    const odd = [
      listFault(this.hosts, 'the hosts must be a list of host names', isText, '[\'app.example\']'),
      listFault(this.paths, 'the paths must be a list of HttpPath', (path) => path instanceof HttpPath, '[HttpPath.prefix(\'/echo\')]'),
    ].filter((one) => one !== undefined);
    return odd.length > 0 ? odd : [
      ...this.hosts.map(hostFault).filter((one) => one !== undefined),
      ...repeated(this.hosts).map((host) => `the host ${shown(host)} is listed twice: list it once`),
      ...this.paths.flatMap((path) => path.validate()),
      ...(this.paths.length === 0 ? ['the list of paths is empty, so that no request would reach the application: leave it out to expose every path'] : []),
      ...repeated(this.paths.map((path) => path.toString())).map((path) => `the path ${shown(path)} is listed twice: list it once`),
    ];
  }

  private allVersionFaults(): string[] {
    const odd = mapFault(this.versions, 'the versions must map names to Version values', (version) => version instanceof Version, '{ v1: Version.container({ image: \'registry.example/echo:1\' }) }');
    if (odd) {
      return [odd];
    }
    const own = Object.entries(this.versions).flatMap(([name, version]) => this.versionFaults(name, version));
    return own.length > 0 ? own : this.sameNameFaults();
  }

  private versionFaults(name: string, version: Version): string[] {
    const label = labelValueFault(name);
    const object = labelNameFault(this.deploymentName(name));
    const own = version._faults(this.deploymentName(name), this.containerPort);
    const restricted = this.podSecurity === PodSecurity.RESTRICTED && own.length === 0;
    const pods = restricted ? this._pods(name) : undefined;
    const faults = [
      ...(label || name === '' ? [`the version ${label ?? '\'\' is empty'}: the pods are told apart by it`] : []),
      ...(!label && object ? [`the Deployment name ${object}: shorten the application's name or the version`] : []),
      ...own,
      ...(pods ? restrictedFaults(pods.spec, pods.annotations) : []),
    ];
    return faults.map((one) => `version ${shown(name)}: ${one}`);
  }

  private sameNameFaults(): string[] {
    const names = Object.keys(this.versions);
    const twice = repeated(names.map(normalizedVersion)).map((one) => {
      const clashing = names.filter((name) => normalizedVersion(name) === one).map(shown);
      return `the versions ${clashing.join(' and ')} both become '${one}' in object names, so that one would overwrite the other: give one of them another name`;
    });
    const configMaps = names.flatMap((name) => [...this.versions[name]._configMaps(this.deploymentName(name)).keys()]);
    return twice.length > 0 ? twice : repeated(configMaps).map((name) => `two versions would share the ConfigMap ${shown(name)}: give the files of one of them another name`);
  }
}

function fault(what: string, value: unknown, rule: (value: unknown) => string | undefined, example: string): string | undefined {
  if (value === undefined || value === null) {
    return `the ${what} is missing: write for example ${what}: ${example}`;
  }
  const reason = rule(value);
  return reason && `the ${what} ${reason}`;
}

function hostFault(host: string): string | undefined {
  return /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(host) && host.length <= 253
    ? undefined
    : `the host ${shown(host)} is no host name: lower-case DNS labels joined by dots, without scheme and port, at most one leading '*.'`;
}

function copied<T>(value: T): T {
  return Array.isArray(value) ? Object.freeze([...value]) as T : isMap(value) ? Object.freeze({ ...value }) : value;
}
