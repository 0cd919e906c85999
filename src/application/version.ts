import { ApiObject } from 'cdk8s';
import type { k8s, Workload } from 'cdk8s-plus-27';
import { configMapName, containerFaults, containerPodSpec, imageFault, plainPodSpec } from './container-pod';
import { ContainerVersionProps, VersionOptions } from './container-version';
import { labelKeyFault, labelNameFault } from './kubernetes-names';
import { isText, mapFault } from '../faults/list-fault';
import { given, isMap, repeated, shown } from '../faults/shown';
import { sortedKeys } from '../faults/sorted-map';
import { extraArgumentFaults, unknownKeyFaults } from '../faults/unknown-keys';
import { isReplicaCount } from '../plan/replica-count';

/**
 * One deployable build of an application: its pods and their number.
 *
 * The pods come from the properties of one container (`container`), from a complete pod specification (`podSpec`), or
 * from a cdk8s-plus workload (`workload`). A version is a value: many plans and stages can use it.
 */
export class Version {
  /** A version with one container. @param props the image and its configuration */
  public static container(props: ContainerVersionProps): Version {
    const inputFaults = [
      ...unknownKeyFaults('ContainerVersionProps', props),
      ...extraArgumentFaults('Version.container()', arguments, 1),
    ];
    return new Version(props, {
      pods: (fullName, containerPort) => ({ spec: containerPodSpec(props, fullName, containerPort) }),
      faults: (fullName) =>
        isMap(props)
          ? [...inputFaults, ...containerFaults(props, fullName)]
          : [
            `a version needs an image, ${given(props)}: ` +
              "write for example Version.container({ image: 'registry.example/echo:1' })",
          ],
      configMaps: (fullName) =>
        new Map((props.configFiles ?? []).map((folder) => [configMapName(folder, fullName), folder.files])),
    });
  }

  /**
   * A version whose pod specification is printed exactly as given. (With `PodSecurity.RESTRICTED` the fields that the
   * profile requires are added.)
   *
   * @param spec the complete pod specification
   * @param options replicas and annotations
   */
  public static podSpec(spec: k8s.PodSpec, options: VersionOptions = {}): Version {
    const inputFaults = unknownKeyFaults('VersionOptions', options);
    return new Version(options, {
      pods: () => ({ spec: plainPodSpec(spec) }),
      faults: () =>
        isMap(spec)
          ? inputFaults
          : [
            `a version needs a pod specification, ${given(spec)}: write for example Version.podSpec({ containers: ` +
              "[{ name: 'echo', image: 'registry.example/echo:1' }] })",
          ],
    });
  }

  /**
   * A version with the pods of a cdk8s-plus workload.
   *
   * The version takes the workload's pod specification, pod labels, pod annotations and, unless `options` has them, its
   * replicas. It does not take the workload's name, labels and update strategy. The workload is read when a rollout is
   * constructed with this version; later changes to it have no effect. Its object is removed from its chart, because
   * the rollout writes the Deployment; point an autoscaler at that one. A `Job` is refused, because its pods end.
   *
   * @param workload the workload whose pods this version runs
   * @param options replicas and annotations
   */
  public static workload(workload: Workload, options: VersionOptions = {}): Version {
    const object = workload?.node?.defaultChild;
    if (!ApiObject.isApiObject(object)) {
      const fault =
        'the workload has no object (any more): ' +
          'use each workload for one version only, and use that version in several plans';
      return new Version(options, { pods: () => ({ spec: {} }), faults: () => [fault] });
    }
    workload.node.tryRemoveChild(object.node.id);
    const read = memoized(() => {
      const { replicas, template } = (object as ApiObject).toJson().spec;
      return {
        spec: template.spec,
        labels: template.metadata?.labels,
        annotations: template.metadata?.annotations,
        replicas,
      };
    });
    return new Version(options, {
      pods: read,
      faults: () => {
        try {
          read();
          return unknownKeyFaults('VersionOptions', options);
        } catch (error) {
          return [`cdk8s-plus cannot print the workload: ${(error as Error).message}`];
        }
      },
    });
  }

  private readonly options: VersionOptions;
  private readonly form: VersionForm;
  /** Cached by name and port, because two applications with the same version have different names. */
  private readonly templates = new Map<string, PodTemplate>();

  private constructor(options: VersionOptions, form: VersionForm) {
    this.options = options ?? {};
    this.form = form;
  }

  /**
   * The pods as plain JSON.
   *
   * @internal
   */
  public _podTemplate(fullName: string, containerPort: number): PodTemplate {
    const key = `${fullName} ${containerPort}`;
    const known = this.templates.get(key) ?? this.newTemplate(fullName, containerPort);
    this.templates.set(key, known);
    return known;
  }

  private newTemplate(fullName: string, containerPort: number): PodTemplate {
    const pods = this.form.pods(fullName, containerPort);
    const annotations = { ...pods.annotations, ...this.options.podAnnotations };
    return {
      spec: pods.spec,
      replicas: this.options.replicas ?? pods.replicas ?? 1,
      labels: pods.labels ?? {},
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    };
  }

  /**
   * ConfigMap names to their contents.
   *
   * @internal
   */
  public _configMaps(fullName: string): Map<string, { [name: string]: string }> {
    return this.form.configMaps?.(fullName) ?? new Map();
  }

  /**
   * The faults of this version, one sentence each.
   *
   * @internal
   */
  public _faults(fullName: string, containerPort: number): string[] {
    const faults = this.form.faults(fullName);
    const { replicas, podAnnotations = {} } = this.options;
    if (replicas !== undefined && !isReplicaCount(replicas)) {
      faults.push(
        'replicas must be a whole number from 1 to 2147483647, ' +
          `${given(replicas)}: a version without pods cannot answer requests`,
      );
    }
    const wrongAnnotation = mapFault(
      podAnnotations,
      'podAnnotations must map keys to texts',
      isText,
      "{ 'example/scrape': 'true' }",
    );
    faults.push(
      ...(wrongAnnotation
        ? [wrongAnnotation]
        : sortedKeys(podAnnotations)
          .map(labelKeyFault)
          .filter((fault) => fault !== undefined)
          .map((fault) => `the annotation ${fault}`)),
    );
    if (faults.length > 0) {
      return faults;
    }
    const pods = this._podTemplate(fullName, containerPort);
    const replicaFaults = isReplicaCount(pods.replicas)
      ? []
      : [
        `the workload asks for ${shown(pods.replicas)} pods, ` +
          'but a version needs at least 1: give replicas here or in the workload',
      ];
    return [...replicaFaults, ...podFaults(pods.spec, fullName, containerPort)];
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

  /** Labels of the pods, in addition to those that select them. */
  readonly labels: { [key: string]: string };

  /** Annotations of the pods. */
  readonly annotations?: { [key: string]: string };
}

/** The form in which the pods were given. */
interface VersionForm {
  readonly pods: (fullName: string, containerPort: number) => FormPods;
  readonly faults: (fullName: string) => string[];
  readonly configMaps?: (fullName: string) => Map<string, { [name: string]: string }>;
}

interface FormPods {
  readonly spec: any;
  readonly labels?: { [key: string]: string };
  readonly annotations?: { [key: string]: string };
  readonly replicas?: number;
}

/** Reports whatever keeps a Deployment from running a pod, or its Service from reaching it. */
function podFaults(spec: any, fullName: string, containerPort: number): string[] {
  const containers: any[] = spec.containers ?? [];
  const ports = containers.flatMap((container) => container.ports ?? []).map((port) => port.containerPort);
  const restartPolicy = spec.restartPolicy ?? 'Always';
  return [
    containers.length === 0 ? 'the pod has no container: give at least one' : undefined,
    // A container with the Deployment's name is reported together with the Deployment.
    ...containers
      .map(({ name }) => (name === fullName ? undefined : labelNameFault(name)))
      .map((fault) => fault && `the container name ${fault}`),
    ...containers.map(({ image }) => imageFault(image)),
    ...repeated(containers.map(({ name }) => String(name))).map(
      (name) => `two containers have the name ${shown(name)}: give each its own name`,
    ),
    restartPolicy === 'Always'
      ? undefined
      : 'the pods of a Deployment are always restarted, but this one has the restartPolicy ' +
        `${shown(restartPolicy)}: omit restartPolicy (a version cannot be a Job)`,
    ports.length > 0 && !ports.includes(containerPort)
      ? `no container declares the application's containerPort ${shown(containerPort)}, ` +
        `only ${ports.join(', ')}, so the Service would lead to a closed port: use the same port in both`
      : undefined,
  ].filter((fault) => fault !== undefined);
}

function memoized<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
