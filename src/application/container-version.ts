import type { k8s } from 'cdk8s-plus-27';
import { ContainerProbe } from './container-probe';
import { EnvironmentVariable } from './environment-variable';

/** Options of every version, whatever form its pod has. */
export interface VersionOptions {
  /**
   * The number of pods at full size, at least 1.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };
}

/** Amounts of CPU, memory and so on, as Kubernetes quantities: `{ cpu: '100m', memory: '64Mi' }`. */
export interface ContainerResources {
  /**
   * The amounts that Kubernetes reserves for the container.
   *
   * @default - none
   */
  readonly requests?: { [resource: string]: string };

  /**
   * The amounts that the container must not exceed.
   *
   * @default - none
   */
  readonly limits?: { [resource: string]: string };
}

/** Files of a version: the content of a ConfigMap, mounted as a folder. */
export interface ConfigFiles {
  /** The folder in the container, as an absolute path. */
  readonly mountPath: string;

  /** File names to contents, at most 1 MiB in total. */
  readonly files: { [name: string]: string };

  /**
   * The last part of the ConfigMap's name, which is `<application>-<version>-<name>`.
   *
   * @default 'config'
   */
  readonly name?: string;
}

/** A version with one container. */
export interface ContainerVersionProps extends VersionOptions {
  /** The container image. */
  readonly image: string;

  /**
   * The container's name.
   *
   * @default - `<application>-<version>`
   */
  readonly containerName?: string;

  /**
   * When to pull the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default - Kubernetes decides by the image's tag
   */
  readonly imagePullPolicy?: string;

  /**
   * The entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments of the entry point.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables by name. Each is printed after those that its value refers to by `$(NAME)`, since Kubernetes
   * replaces no others, and otherwise they are sorted by name.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvironmentVariable };

  /**
   * Secrets whose keys all become environment variables.
   *
   * @default - none
   */
  readonly envFromSecrets?: string[];

  /**
   * ConfigMaps whose keys all become environment variables.
   *
   * @default - none
   */
  readonly envFromConfigMaps?: string[];

  /**
   * CPU, memory and so on.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * Whether the container may get requests. Without a readiness probe a pod counts as ready as soon as it has started,
   * and the first requests of a stage may reach a process that does not listen yet.
   *
   * @default - none
   */
  readonly readinessProbe?: ContainerProbe;

  /**
   * Whether the container is healthy; Kubernetes restarts it if not.
   *
   * @default - none
   */
  readonly livenessProbe?: ContainerProbe;

  /**
   * Whether the container has started; the other probes wait for it.
   *
   * @default - none
   */
  readonly startupProbe?: ContainerProbe;

  /**
   * Files to mount.
   *
   * @default - none
   */
  readonly configFiles?: ConfigFiles[];

  /**
   * The container's security context, printed as given.
   *
   * @default - none, or what `Application.podSecurity` requires
   */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * The pod's security context, printed as given.
   *
   * @default - none, or what `Application.podSecurity` requires
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /**
   * The service account that the pods run as.
   *
   * @default - the namespace's default
   */
  readonly serviceAccountName?: string;
}
