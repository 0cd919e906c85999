import { CATCH_ALL } from './configuration';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { routeId } from '../../engine/routed';

/** A Service's port, as an Ingress writes it. @internal */
export interface Backend {
  readonly service: string;
  readonly port: number | string;
}

/** A path of a rule, with the controller's defaults. @internal */
export interface Path {
  readonly path: string;
  readonly pathType: string;
  readonly backend?: Backend;
}

/** The paths of a host; undefined where the rule has no `http`. @internal */
export interface Rule {
  readonly host: string;
  readonly paths?: Path[];
}

/**
 * Rules with the controller's defaults: an empty path is `/`, and a path of no particular type is a prefix.
 *
 * @internal
 */
export function rulesOf(ingress: KubernetesObject): Rule[] {
  return (ingress.spec?.rules ?? []).map(({ host, http }: any) => ({
    host: host ? host : CATCH_ALL,
    paths:
      http &&
      (http.paths ?? []).map(({ path, pathType, backend }: any) => ({
        path: path ? path : '/',
        pathType: pathType === 'Exact' ? 'Exact' : 'Prefix',
        backend: backendOf(backend),
      })),
  }));
}

/** The backend of an Ingress without rules, or of what its rules do not take. @internal */
export function defaultBackendOf(ingress: KubernetesObject): Backend | undefined {
  return backendOf(ingress.spec?.defaultBackend ?? ingress.spec?.backend);
}

/** A port written by name and by number are two upstreams. @internal */
export function upstreamName(ingress: KubernetesObject, { service, port }: Backend): string {
  return `${ingress.metadata?.namespace ?? ''}-${service}-${port}`;
}

function backendOf(backend: any): Backend | undefined {
  const name = backend?.service?.name ?? backend?.serviceName;
  const port = backend?.service ? backend.service.port?.number || backend.service.port?.name : backend?.servicePort;
  return name === undefined ? undefined : { service: name, port: port ?? '' };
}

/** The id of what an Ingress does at a host and path. @internal */
export function addressId(ingress: KubernetesObject, address: string): string {
  return routeId(ingress, address);
}

/** Host and path in one text. @internal */
export function addressOf(host: string, path: string): string {
  return `${host === CATCH_ALL || host === '' ? '*' : host}${path}`;
}

/** A host as messages name it. @internal */
export function hostName(host: string): string {
  return host === CATCH_ALL || host === '' ? 'all hosts' : host;
}
