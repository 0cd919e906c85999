import { ApiObject } from 'cdk8s';
import type { k8s, Workload } from 'cdk8s-plus-27';
import { configMapName, containerFaults, containerPodSpec, imageFault, plainPodSpec } from './container-pod';
import { ContainerVersionProps, VersionOptions } from './container-version';
import { labelKeyFault, labelNameFault } from './kubernetes-names';
import { isText, mapFault } from '../faults/list-fault';
import { isMap, repeated, shown } from '../faults/shown';
import { extraArgumentFaults, unknownKeyFaults } from '../faults/unknown-keys';
import { isReplicaCount } from '../plan/replica-count';

/**
 * One deployable build of an application: its pods and how many of them.
 *
 * The pod is plain Kubernetes, given complete (`podSpec`), in a short form for the common case (`container`), or
 * taken from a cdk8s-plus workload (`workload`). A version is a value: it may serve in many plans and stages.
 */
export class Version {
  /** A version with one container. @param props image and what it needs */
  public static container(props: ContainerVersionProps): Version {
    const inputFaults = [...unknownKeyFaults('ContainerVersionProps', props), ...extraArgumentFaults('Version.container()', arguments, 1)];
    return new Version(props, {
      pods: (fullName, containerPort) => ({ spec: containerPodSpec(props, fullName, containerPort) }),
      faults: (fullName) => (isMap(props) ? [...inputFaults, ...containerFaults(props, fullName)] : [`a version needs an image, given ${shown(props)}: write for example Version.container({ image: 'registry.example/echo:1' })`]),
      configMaps: (fullName) => new Map((props.configFiles ?? []).map((folder) => [configMapName(folder, fullName), folder.files])),
    });
  }

  /**
   * A version whose pod specification is printed exactly as given. (`Application.podSecurity`, if asked for, adds
   * what is missing for the profile.)
   *
   * @param spec the complete pod specification
   * @param options replicas and annotations
   */
  public static podSpec(spec: k8s.PodSpec, options: VersionOptions = {}): Version {
    const inputFaults = unknownKeyFaults('VersionOptions', options);
    return new Version(options, {
      pods: () => ({ spec: plainPodSpec(spec) }),
      faults: () => (isMap(spec) ? inputFaults : [`a version needs a pod specification, given ${shown(spec)}: write for example Version.podSpec({ containers: [{ name: 'echo', image: 'registry.example/echo:1' }] })`]),
    });
  }

  /**
   * A version with the pods of a cdk8s-plus workload.
   *
   * The workload hands over its pods' specification, labels and annotations and, unless given here, its number of
   * replicas; not its own name, labels and update strategy. It is read when a rollout is constructed with the
   * version: what is added to it later is not seen. Its own object is taken out of its chart, because the rollout
   * prints the Deployment from now on; an autoscaler has to be pointed at that one. Only workloads whose pods run on
   * can be taken: no `Job`.
   *
   * @param workload whose pods this version runs
   * @param options replicas and annotations
   */
  public static workload(workload: Workload, options: VersionOptions = {}): Version {
    const object = workload?.node?.defaultChild;
    if (!ApiObject.isApiObject(object)) {
      const fault = 'the workload has no object of its own (any more): take each workload for one version, and use that version in several plans';
      return new Version(options, { pods: () => ({ spec: {} }), faults: () => [fault] });
    }
    workload.node.tryRemoveChild(object.node.id);
    const read = lazily(() => {
      const { replicas, template } = (object as ApiObject).toJson().spec;
      return { spec: template.spec, labels: template.metadata?.labels, annotations: template.metadata?.annotations, replicas };
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
  /** The same version of another application has other names. */
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
    const given = this.form.pods(fullName, containerPort);
    const annotations = { ...given.annotations, ...this.options.podAnnotations };
    return {
      spec: given.spec,
      replicas: this.options.replicas ?? given.replicas ?? 1,
      labels: given.labels ?? {},
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
   * What is wrong with this version, a sentence each.
   *
   * @internal
   */
  public _faults(fullName: string, containerPort: number): string[] {
    const faults = this.form.faults(fullName);
    const { replicas, podAnnotations = {} } = this.options;
    if (replicas !== undefined && !isReplicaCount(replicas)) {
      faults.push(`replicas must be a whole number of at least 1 and of 32 bits, given ${shown(replicas)}: a version without pods answers nobody`);
    }
    const odd = mapFault(podAnnotations, 'podAnnotations must map keys to texts', isText, '{ \'example/scrape\': \'true\' }');
    faults.push(...(odd ? [odd] : Object.keys(podAnnotations).map(labelKeyFault).filter((fault) => fault !== undefined).map((fault) => `the annotation ${fault}`)));
    if (faults.length > 0) {
      return faults;
    }
    const pods = this._podTemplate(fullName, containerPort);
    const idle = isReplicaCount(pods.replicas) ? [] : [`the workload asks for ${shown(pods.replicas)} pods, and a version needs at least 1: give replicas here or there`];
    return [...idle, ...podFaults(pods.spec, fullName, containerPort)];
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

  /** Labels of the pods beside those that select them. */
  readonly labels: { [key: string]: string };

  /** Annotations of the pods. */
  readonly annotations?: { [key: string]: string };
}

/** How the author gave the pods. */
interface VersionForm {
  readonly pods: (fullName: string, containerPort: number) => GivenPods;
  readonly faults: (fullName: string) => string[];
  readonly configMaps?: (fullName: string) => Map<string, { [name: string]: string }>;
}

interface GivenPods {
  readonly spec: any;
  readonly labels?: { [key: string]: string };
  readonly annotations?: { [key: string]: string };
  readonly replicas?: number;
}

/** What keeps a Deployment from running a pod, or its Service from reaching it. */
function podFaults(spec: any, fullName: string, containerPort: number): string[] {
  const containers: any[] = spec.containers ?? [];
  const ports = containers.flatMap((container) => container.ports ?? []).map((port) => port.containerPort);
  const restartPolicy = spec.restartPolicy ?? 'Always';
  return [
    containers.length === 0 ? 'the pod has no container: give at least one' : undefined,
    // A container that is called like its Deployment is told of with the Deployment.
    ...containers.map(({ name }) => (name === fullName ? undefined : labelNameFault(name))).map((fault) => fault && `the container name ${fault}`),
    ...containers.map(({ image }) => imageFault(image)),
    ...repeated(containers.map(({ name }) => String(name))).map((name) => `two containers are called ${shown(name)}: give each its own name`),
    restartPolicy === 'Always' ? undefined : `the pods of a Deployment are always restarted, and this one asks for ${shown(restartPolicy)}: leave restartPolicy out (a Job cannot be a version)`,
    ports.length > 0 && !ports.includes(containerPort)
      ? `no container declares the application's containerPort ${shown(containerPort)}, only ${ports.join(', ')}: the Service would lead to a closed port; make them agree`
      : undefined,
  ].filter((fault) => fault !== undefined);
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
