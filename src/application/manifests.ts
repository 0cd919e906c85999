import { Application } from './application';
import { PodSecurity, restrictedPodSpec } from './pod-security';
import { CanaryScale } from '../plan';

/** The label that all pods of an application carry. @internal */
export const APPLICATION_LABEL = 'app';

/** The label that tells the pods of one version from the others. @internal */
export const VERSION_LABEL = 'version';

/** What a router asks of a Deployment beside its version. @internal */
export interface DeploymentVariation {
  /**
   * Its name.
   *
   * @default - the version's
   */
  readonly name?: string;

  /**
   * The label by which it tells its pods from others; it must never change under one name.
   *
   * @default - the version
   */
  readonly identity?: { [label: string]: string };

  /**
   * Annotations of its pods.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * How pods are replaced.
   *
   * @default - as Kubernetes does
   */
  readonly strategy?: any;

  /**
   * How long a new pod has to be ready before an old one may go.
   *
   * @default - not at all
   */
  readonly minReadySeconds?: number;
}

const MADE = new WeakMap<Application, Map<string, any>>();

/**
 * The same manifest for every stage that asks for the same: it is kept once and printed once.
 *
 * @param key of what and how it is made, the application aside
 * @internal
 */
export function once(application: Application, key: string, make: () => any): any {
  const made = MADE.get(application);
  if (!made) {
    MADE.set(application, new Map());
    return once(application, key, make);
  }
  const known = made.get(key);
  if (known !== undefined) {
    return known;
  }
  const manifest = make();
  made.set(key, manifest);
  return manifest;
}

/** The Deployment of one version, as plain JSON. @internal */
export function deploymentManifest(application: Application, version: string, scale: CanaryScale, variation: DeploymentVariation = {}): any {
  const make = () => newDeployment(application, version, scale, variation);
  // A strategy is the user's, and may be anything.
  return variation.strategy === undefined
    ? once(application, `Deployment ${scale.replicasOf(application._pods(version).replicas)} ${version} ${JSON.stringify(variation)}`, make)
    : make();
}

function newDeployment(application: Application, version: string, scale: CanaryScale, variation: DeploymentVariation): any {
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
export function podTemplateManifest(application: Application, version: string, selected: { [label: string]: string }, podAnnotations = {}): any {
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
    return [...configMaps].map(([name, data]) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: objectMetadata(application, name), data }));
  });
}

/** The Service over the pods of all versions, or of one of them, as plain JSON. @internal */
export function serviceManifest(application: Application, portName?: string, version?: string): any {
  const selector = { [APPLICATION_LABEL]: application.name, ...(version === undefined ? {} : { [VERSION_LABEL]: version }) };
  return service(application, application.name, selector, portName);
}

/** A Service under a name of its own, over all pods with some labels, as plain JSON. @internal */
export function namedServiceManifest(application: Application, name: string, selector: { [label: string]: string }, portName: string): any {
  return service(application, name, selector, portName);
}

/** The Service over the pods of one version, called like its Deployment, as plain JSON. @internal */
export function versionServiceManifest(application: Application, version: string, portName?: string): any {
  return service(application, application.deploymentName(version), { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version }, portName);
}

/** A Service over the pods of one version, under a name of its own, as plain JSON. @internal */
export function selectingServiceManifest(application: Application, name: string, version: string, portName: string): any {
  return service(application, name, { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version }, portName);
}

function service(application: Application, name: string, selector: { [label: string]: string }, portName?: string): any {
  return once(application, `Service ${name} ${portName} ${JSON.stringify(selector)}`, () => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(application, name),
    spec: { ports: [{ name: portName, port: application.servicePort, targetPort: application.containerPort, protocol: 'TCP' }], selector },
  }));
}

/** Metadata of an object that belongs to an application. @internal */
export function objectMetadata(
  application: Application,
  name: string,
  namespace: string = application.namespace,
  labels: { [key: string]: string } = {},
): any {
  const all = { ...application.labels, ...labels };
  return { name, namespace, labels: Object.keys(all).length > 0 ? all : undefined };
}
