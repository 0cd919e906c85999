import { Application } from './application';
import { PodSecurity, restrictedPodSpec } from './pod-security';
import { CanaryScale } from '../plan';

/** The label that all pods of an application carry. @internal */
export const APPLICATION_LABEL = 'app';

/** The label that tells the pods of one version from the others. @internal */
export const VERSION_LABEL = 'version';

/** The Deployment of one version, as plain JSON. @internal */
export function deploymentManifest(application: Application, version: string, scale: CanaryScale): any {
  const name = application.deploymentName(version);
  const pods = application.versions[version]._podTemplate(name, application.containerPort);
  const selected = { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: objectMetadata(application, name),
    spec: {
      replicas: scale.replicasOf(pods.replicas),
      selector: { matchLabels: selected },
      template: {
        metadata: { labels: { ...pods.labels, ...application.labels, ...selected }, annotations: pods.annotations },
        spec: application.podSecurity === PodSecurity.RESTRICTED ? restrictedPodSpec(pods.spec) : pods.spec,
      },
    },
  };
}

/** The ConfigMaps of one version, as plain JSON. @internal */
export function configMapManifests(application: Application, version: string): any[] {
  const configMaps = application.versions[version]._configMaps(application.deploymentName(version));
  return [...configMaps].map(([name, data]) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: objectMetadata(application, name), data }));
}

/** The Service over the pods of all versions, as plain JSON. @internal */
export function serviceManifest(application: Application): any {
  return service(application, application.name, { [APPLICATION_LABEL]: application.name });
}

/** The Service over the pods of one version, called like its Deployment, as plain JSON. @internal */
export function versionServiceManifest(application: Application, version: string): any {
  return service(application, application.deploymentName(version), { [APPLICATION_LABEL]: application.name, [VERSION_LABEL]: version });
}

function service(application: Application, name: string, selector: { [label: string]: string }): any {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(application, name),
    spec: { ports: [{ port: application.servicePort, targetPort: application.containerPort, protocol: 'TCP' }], selector },
  };
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
