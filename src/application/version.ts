import { ApiObject } from 'cdk8s';
import { k8s, Workload } from 'cdk8s-plus-27';
import { configMapName, containerFaults, containerPodSpec, plainPodSpec } from './container-pod';
import { ContainerVersionProps, VersionOptions } from './container-version';

/**
 * One deployable build of an application: its pods and how many of them.
 *
 * The pod is plain Kubernetes, given complete (`podSpec`), in a short form for the common case (`container`), or
 * taken from a cdk8s-plus workload (`workload`). A version is a value: it may serve in many plans and stages.
 */
export class Version {
  /** A version with one container. @param props image and what it needs */
  public static container(props: ContainerVersionProps): Version {
    return new Version(
      props,
      (fullName, containerPort) => ({ spec: containerPodSpec(props, fullName, containerPort) }),
      (fullName) => containerFaults(props, fullName),
      props,
    );
  }

  /**
   * A version whose pod specification is printed exactly as given. (`Application.podSecurity`, if asked for, adds
   * what is missing for the profile.)
   *
   * @param spec the complete pod specification
   * @param options replicas and annotations
   */
  public static podSpec(spec: k8s.PodSpec, options: VersionOptions = {}): Version {
    return new Version(options, () => ({ spec: plainPodSpec(spec) }), () => []);
  }

  /**
   * A version with the pods of a cdk8s-plus workload (Deployment, StatefulSet, …). The workload hands over its pod
   * template's annotations and specification and, unless given here, its number of replicas; its own object is
   * taken out of its chart, because the rollout prints the Deployment from now on.
   *
   * @param workload whose pods this version runs
   * @param options replicas and annotations
   */
  public static workload(workload: Workload, options: VersionOptions = {}): Version {
    const object = ApiObject.of(workload);
    workload.node.tryRemoveChild(object.node.id);
    return new Version(options, () => {
      const { replicas, template } = object.toJson().spec;
      return { spec: template.spec, annotations: template.metadata?.annotations, replicas };
    }, () => []);
  }

  private readonly options: VersionOptions;
  private readonly pods: (fullName: string, containerPort: number) => GivenPods;
  private readonly formFaults: (fullName: string) => string[];
  private readonly shortForm?: ContainerVersionProps;

  private constructor(
    options: VersionOptions,
    pods: (fullName: string, containerPort: number) => GivenPods,
    formFaults: (fullName: string) => string[],
    shortForm?: ContainerVersionProps,
  ) {
    this.options = options;
    this.pods = pods;
    this.formFaults = formFaults;
    this.shortForm = shortForm;
  }

  /**
   * The pods as plain JSON.
   *
   * @internal
   */
  public _podTemplate(fullName: string, containerPort: number): PodTemplate {
    const given = this.pods(fullName, containerPort);
    const annotations = { ...given.annotations, ...this.options.podAnnotations };
    return {
      spec: given.spec,
      replicas: this.options.replicas ?? given.replicas ?? 1,
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    };
  }

  /**
   * ConfigMap names to their contents.
   *
   * @internal
   */
  public _configMaps(fullName: string): Map<string, { [name: string]: string }> {
    return new Map((this.shortForm?.configFiles ?? []).map((folder) => [configMapName(folder, fullName), folder.files]));
  }

  /**
   * What is wrong with this version, a sentence each.
   *
   * @internal
   */
  public _faults(fullName: string, containerPort: number): string[] {
    const faults = this.formFaults(fullName);
    const { replicas, spec } = this._podTemplate(fullName, containerPort);
    if (!Number.isInteger(replicas) || replicas < 1) {
      faults.push(`replicas must be a whole number of at least 1, given ${replicas}: a version without pods answers nobody`);
    }
    const ports = (spec.containers ?? []).flatMap((container: any) => container.ports ?? []).map((port: any) => port.containerPort);
    if (ports.length > 0 && !ports.includes(containerPort)) {
      faults.push(`no container declares the application's containerPort ${containerPort}, only ${ports.join(', ')}: the Service would lead to a closed port; make them agree`);
    }
    return faults;
  }
}

/**
 * The pods of a version as plain JSON.
 *
 * @internal
 */
export interface PodTemplate {
  /** The pod specification. */
  readonly spec: any;

  /** The number of pods at full size. */
  readonly replicas: number;

  /** Annotations of the pods. */
  readonly annotations?: { [key: string]: string };
}

/** The pods as the author gave them. */
interface GivenPods {
  readonly spec: any;
  readonly annotations?: { [key: string]: string };
  readonly replicas?: number;
}
