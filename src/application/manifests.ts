import { Application } from './application';
import { PodSecurity, restrictedPodSpec } from './pod-security';
import { memoizeByObject } from '../caching/memoize-by-object';
import { TextMemo } from '../caching/text-memo';
import { CanaryScale } from '../plan';

/** The label that all pods of an application carry. @internal */
export const APPLICATION_LABEL = 'app';

/** The label whose value is the version of a pod. @internal */
export const VERSION_LABEL = 'version';

/** The fields of a Deployment that a router changes. @internal */
export interface DeploymentVariation {
  /**
   * The Deployment's name.
   *
   * @default - `<application>-<version>`
   */
  readonly name?: string;

  /**
   * The labels that select its pods, in addition to `app`. Kubernetes does not allow a Deployment's selector to change.
   *
   * @default - the version label
   */
  readonly identity?: { [label: string]: string };

  /**
   * Annotations of its pods.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * The update strategy.
   *
   * @default - Kubernetes' default
   */
  readonly strategy?: any;

  /**
   * How long a new pod must be ready before an old one is removed.
   *
   * @default - 0
   */
  readonly minReadySeconds?: number;
}

/** Safe to keep: an application is frozen, and nobody changes a manifest. */
const MADE = memoizeByObject((_: Application) => new TextMemo<any>(Infinity));

/**
 * Caches manifests per application, so that stages with the same manifest share it, and it is printed only once.
 *
 * @param key everything that the manifest depends on, except the application
 * @internal
 */
export function once(application: Application, key: string, make: () => any): any {
  return MADE(application).of(key, make);
}

/** The Deployment of one version, as plain JSON. @internal */
export function deploymentManifest(
  application: Application,
  version: string,
  scale: CanaryScale,
  variation: DeploymentVariation = {},
): any {
  const make = () => newDeployment(application, version, scale, variation);
  // Not cached with a strategy, because the key would have to hold it.
  return variation.strategy === undefined
    ? once(
      application,
      `Deployment ${scale.replicasOf(application._pods(version).replicas)} ${version} ${JSON.stringify(variation)}`,
      make,
    )
    : make();
}

function newDeployment(
  application: Application,
  version: string,
  scale: CanaryScale,
  variation: DeploymentVariation,
): any {
  const pods = application._pods(version);
  const selected = { [APPLICATION_LABEL]: application.name, ...(variation.identity ?? { [VERSION_LABEL]: version }) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: objectMetadata(application, variation.name ?? application.deploymentName(version)),
    spec: {
      replicas: scale.replicasOf(pods.replicas),
      selector: { matchLabels: selected },
      strategy: variation.strategy,
      minReadySeconds: variation.minReadySeconds,
      template: podTemplateManifest(application, version, selected, variation.podAnnotations),
    },
  };
}

/** The template of a version's pods, as plain JSON. @internal */
export function podTemplateManifest(
  application: Application,
  version: string,
  selected: { [label: string]: string },
  podAnnotations = {},
): any {
  const pods = application._pods(version);
  const annotations = { ...pods.annotations, ...podAnnotations };
  return {
    metadata: {
      labels: { ...pods.labels, ...application.labels, [VERSION_LABEL]: version, ...selected },
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    spec: application.podSecurity === PodSecurity.RESTRICTED ? restrictedPodSpec(pods.spec) : pods.spec,
  };
}

/** The ConfigMaps of one version, as plain JSON. @internal */
export function configMapManifests(application: Application, version: string): any[] {
  return once(application, `ConfigMaps ${version}`, () => {
    const configMaps = application.versions[version]._configMaps(application.deploymentName(version));
    return [...configMaps].map(([name, data]) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: objectMetadata(application, name),
      data,
    }));
  });
}

/** The Service for the pods of all versions, or of one version, as plain JSON. @internal */
export function serviceManifest(application: Application, portName?: string, version?: string): any {
  const selector = {
    [APPLICATION_LABEL]: application.name,
    ...(version === undefined ? {} : { [VERSION_LABEL]: version }),
  };
  return service(application, application.name, selector, portName);
}

/** A Service with any name, for the pods with given labels, as plain JSON. @internal */
export function namedServiceManifest(
  application: Application,
  name: string,
  selector: { [label: string]: string },
  portName: string,
): any {
  return service(application, name, selector, portName);
}

/** The Service for the pods of one version, with the name of its Deployment, as plain JSON. @internal */
export function versionServiceManifest(application: Application, version: string, portName?: string): any {
  return service(
    application,
    application.deploymentName(version),
    { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version },
    portName,
  );
}

/** A Service with any name for the pods of one version, as plain JSON. @internal */
export function selectingServiceManifest(
  application: Application,
  name: string,
  version: string,
  portName: string,
): any {
  return service(application, name, { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version }, portName);
}

function service(
  application: Application,
  name: string,
  selector: { [label: string]: string },
  portName?: string,
): any {
  return once(application, `Service ${name} ${portName} ${JSON.stringify(selector)}`, () => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(application, name),
    spec: {
      ports: [
        { name: portName, port: application.servicePort, targetPort: application.containerPort, protocol: 'TCP' },
      ],
      selector,
    },
  }));
}

/** The metadata of an application's object. @internal */
export function objectMetadata(
  application: Application,
  name: string,
  namespace: string = application.namespace,
  labels: { [key: string]: string } = {},
): any {
  const all = { ...application.labels, ...labels };
  return { name, namespace, labels: Object.keys(all).length > 0 ? all : undefined };
}
