import type { k8s } from 'cdk8s-plus-27';
import { ContainerProbe } from './container-probe';
import { EnvironmentVariable } from './environment-variable';

/** What every version may have, whatever form its pod is given in. */
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
   * What the container is sure to get.
   *
   * @default - none
   */
  readonly requests?: { [resource: string]: string };

  /**
   * What the container may never exceed.
   *
   * @default - none
   */
  readonly limits?: { [resource: string]: string };
}

/** Files that a version brings along: the content of a ConfigMap, mounted as a folder. */
export interface ConfigFiles {
  /** The folder in the container, absolute. */
  readonly mountPath: string;

  /** File names to contents; at most 1 MiB together. */
  readonly files: { [name: string]: string };

  /**
   * The end of the ConfigMap's name, which is `<application>-<version>-<name>`.
   *
   * @default 'config'
   */
  readonly name?: string;
}

/** The short form of a version: one container. */
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
   * @default - the image's own
   */
  readonly command?: string[];

  /**
   * Arguments of the entry point.
   *
   * @default - the image's own
   */
  readonly args?: string[];

  /**
   * Environment variables by name.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvironmentVariable };

  /**
   * Secrets of which every key becomes an environment variable.
   *
   * @default - none
   */
  readonly envFromSecrets?: string[];

  /**
   * ConfigMaps of which every key becomes an environment variable.
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
   * Whether the container may get requests. Without it a pod counts as ready as soon as it has started, and the
   * first requests of a stage may meet a process that is not listening yet.
   *
   * @default - none
   */
  readonly readinessProbe?: ContainerProbe;

  /**
   * Whether the container has to be restarted.
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
   * @default - none, or what `Application.podSecurity` asks for
   */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * The pod's security context, printed as given.
   *
   * @default - none, or what `Application.podSecurity` asks for
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /**
   * The service account that the pods run as.
   *
   * @default - the namespace's default
   */
  readonly serviceAccountName?: string;
}
