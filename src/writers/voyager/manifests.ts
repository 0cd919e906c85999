import { VoyagerApiVersion, VoyagerNaming, VoyagerOptions } from './options';
import { FULL_WEIGHT } from './pod-weights';
import { onlyVersion, stageWeights } from './stage-weights';
import { IngressSpec } from '../../../imports/voyager.appscode.com';
import { Application, HttpPathKind } from '../../application';
import { configMapManifests, deploymentManifest, objectMetadata, serviceManifest } from '../../application/manifests';
import { RunningVersion, Stage } from '../../plan';

/** The annotation that holds a pod's weight. @internal */
export const WEIGHT_ANNOTATION = 'ingress.appscode.com/backend-weight';

/** The label that distinguishes the pods of the two Deployments with VoyagerNaming.BY_ROLE. @internal */
export const TRACK_LABEL = 'track';

/** All objects of one stage over Voyager, as plain JSON, in the order in which they should be applied. @internal */
export function voyagerManifests(application: Application, stage: Stage, options: VoyagerOptions): any[] {
  return [
    ...stage.versions.flatMap((version) => configMapManifests(application, version)),
    ...deployments(application, stage, options),
    // Selects both versions while both get requests, and only one version while it gets all requests.
    serviceManifest(application, 'http', onlyVersion(stage)),
    voyagerIngress(application, options),
  ];
}

/**
 * New pods start before old pods stop, because a changed weight replaces the pods. ("Recreate" would leave no pod to
 * answer while only one version runs.)
 */
const ROLLING_UPDATE = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };

/**
 * An old pod is removed this long after the new one is ready, so that Voyager can write HAProxy's configuration and
 * reload it.
 */
const RELOAD_SECONDS = 10;

function deployments(application: Application, stage: Stage, { naming }: VoyagerOptions): any[] {
  const weights = stageWeights(application, stage) ?? { stable: FULL_WEIGHT, canary: FULL_WEIGHT };
  const deployment = ({ version, scale }: RunningVersion, weight: number, role: string) => {
    const byRole =
      naming === VoyagerNaming.BY_ROLE
        ? { name: `${application.name}-${role}`, identity: { [TRACK_LABEL]: role } }
        : {};
    const podAnnotations = { [WEIGHT_ANNOTATION]: String(weight) };
    return deploymentManifest(application, version, scale, {
      ...byRole,
      podAnnotations,
      strategy: ROLLING_UPDATE,
      minReadySeconds: RELOAD_SECONDS,
    });
  };
  const [first, last = first] = stage.runs;
  const isAlone = stage.runs.length === 1 && naming !== VoyagerNaming.BY_ROLE;
  return [deployment(first, weights.stable, 'previous'), ...(isAlone ? [] : [deployment(last, weights.canary, 'new')])];
}

function voyagerIngress(
  application: Application,
  { apiVersion = VoyagerApiVersion.V1, ingressName, annotations }: VoyagerOptions,
): any {
  const isAnnotated = Object.keys(annotations ?? {}).length > 0;
  return {
    apiVersion: `voyager.appscode.com/${apiVersion}`,
    kind: 'Ingress',
    metadata: {
      ...objectMetadata(application, ingressName ?? application.name),
      annotations: isAnnotated ? annotations : undefined,
    },
    spec: apiVersion === VoyagerApiVersion.V1 ? v1Spec(application) : v1beta1Spec(application),
  };
}

function v1Spec(application: Application): IngressSpec {
  const backend = { service: { name: application.name, port: { number: application.servicePort } } };
  return isEverything(application) ? { defaultBackend: backend } : { rules: rules(application, backend) };
}

function v1beta1Spec(application: Application): any {
  const backend = { serviceName: application.name, servicePort: String(application.servicePort) };
  return isEverything(application) ? { backend } : { rules: rules(application, backend) };
}

function isEverything({ hosts, paths }: Application): boolean {
  return hosts.length === 0 && paths.length === 1 && paths[0].kind === HttpPathKind.PREFIX && paths[0].path === '/';
}

function rules<Backend>(
  { hosts, paths }: Application,
  backend: Backend,
): { host?: string; http: { paths: { path: string; backend: Backend }[] } }[] {
  const http = { paths: paths.map(({ path }) => ({ path, backend })) };
  return (hosts.length > 0 ? hosts : [undefined]).map((host) => ({ host, http }));
}
