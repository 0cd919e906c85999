import { FULL_WEIGHT } from './pod-weights';
import { onlyVersion, stageWeights } from './stage-weights';
import { VoyagerApiVersion, VoyagerNaming, VoyagerOptions } from './voyager-options';
import { Application, HttpPathKind } from '../../application';
import { configMapManifests, deploymentManifest, objectMetadata, serviceManifest } from '../../application/manifests';
import { RunningVersion, Stage } from '../../plan';

/** The annotation of a pod that gives it its weight. @internal */
export const WEIGHT_ANNOTATION = 'ingress.appscode.com/backend-weight';

/** The label that tells the pods of the two Deployments apart where they are called by role. @internal */
export const TRACK_LABEL = 'track';

/** All objects of one stage over Voyager, as plain JSON, in the order in which they should be applied. @internal */
export function voyagerManifests(application: Application, stage: Stage, options: VoyagerOptions): any[] {
  return [
    ...stage.versions.flatMap((version) => configMapManifests(application, version)),
    ...deployments(application, stage, options),
    // Over both versions while both get something, and pinned to one while it gets everything.
    serviceManifest(application, 'http', onlyVersion(stage)),
    voyagerIngress(application, options),
  ];
}

/**
 * New pods come before old ones go, since a changed weight replaces the pods. ("Recreate" would leave nobody to answer,
 * as soon as one version runs alone.)
 */
const ROLLING_UPDATE = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };

function deployments(application: Application, stage: Stage, { naming }: VoyagerOptions): any[] {
  const weights = stageWeights(application, stage) ?? { stable: FULL_WEIGHT, canary: FULL_WEIGHT };
  const deployment = ({ version, scale }: RunningVersion, weight: number, role: string) => {
    const byRole = naming === VoyagerNaming.BY_ROLE ? { name: `${application.name}-${role}`, identity: { [TRACK_LABEL]: role } } : {};
    const podAnnotations = { [WEIGHT_ANNOTATION]: String(weight) };
    return deploymentManifest(application, version, scale, { ...byRole, podAnnotations, strategy: ROLLING_UPDATE });
  };
  const [first, last = first] = stage.runs;
  const isAlone = stage.runs.length === 1 && naming !== VoyagerNaming.BY_ROLE;
  return [deployment(first, weights.stable, 'previous'), ...(isAlone ? [] : [deployment(last, weights.canary, 'new')])];
}

function voyagerIngress(application: Application, { apiVersion = VoyagerApiVersion.V1, ingressName, annotations }: VoyagerOptions): any {
  const isAnnotated = Object.keys(annotations ?? {}).length > 0;
  return {
    apiVersion: `voyager.appscode.com/${apiVersion}`,
    kind: 'Ingress',
    metadata: { ...objectMetadata(application, ingressName ?? application.name), annotations: isAnnotated ? annotations : undefined },
    spec: isEverything(application) ? defaultBackend(application, apiVersion) : { rules: rules(application, apiVersion) },
  };
}

function isEverything({ hosts, paths }: Application): boolean {
  return hosts.length === 0 && paths.length === 1 && paths[0].kind === HttpPathKind.PREFIX && paths[0].path === '/';
}

function defaultBackend(application: Application, apiVersion: VoyagerApiVersion): any {
  return apiVersion === VoyagerApiVersion.V1 ? { defaultBackend: backend(application, apiVersion) } : { backend: backend(application, apiVersion) };
}

function rules(application: Application, apiVersion: VoyagerApiVersion): any[] {
  const hosts = application.hosts.length > 0 ? application.hosts : [undefined];
  const paths = application.paths.map(({ path }) => ({ path, backend: backend(application, apiVersion) }));
  return hosts.map((host) => ({ host, http: { paths } }));
}

function backend({ name, servicePort }: Application, apiVersion: VoyagerApiVersion): any {
  return apiVersion === VoyagerApiVersion.V1
    ? { service: { name, port: { number: servicePort } } }
    : { serviceName: name, servicePort: String(servicePort) };
}
