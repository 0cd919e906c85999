import { classAnnotation } from './controllers';
import { KubernetesObject } from '../../engine/kubernetes-object';

/**
 * What the API server checks beside the types of fields (pkg/apis/networking/validation in kubernetes/kubernetes).
 *
 * @internal
 */
export function apiFault(ingress: KubernetesObject): string | undefined {
  const { ingressClassName, rules = [], defaultBackend, backend } = ingress.spec ?? {};
  if (ingressClassName !== undefined && classAnnotation(ingress) !== undefined) {
    return 'the annotation kubernetes.io/ingress.class must not be set beside the field ingressClassName';
  }
  if (rules.length === 0 && !defaultBackend && !backend) {
    return 'it has neither rules nor a default backend';
  }
  const isV1 = ingress.apiVersion === 'networking.k8s.io/v1';
  const faults = rules.flatMap(({ host = '', http }: any) => [
    /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$|^$/.test(host)
      ? undefined
      : `the host '${host}' is no lower-case DNS name`,
    http && !http.paths ? 'a rule has no paths' : undefined,
    ...(http?.paths ?? []).flatMap((path: any) => [
      pathFault(ingress.apiVersion, path),
      isV1 ? backendFault(path.backend) : undefined,
    ]),
  ]);
  return [...faults, isV1 && defaultBackend ? backendFault(defaultBackend) : undefined].find(
    (fault) => fault !== undefined,
  );
}
/** A Service with one way to name its port; other resources are allowed, and no business of the controller. */
function backendFault(backend: any): string | undefined {
  const { service, resource } = backend ?? {};
  if (resource) {
    return undefined;
  }
  if (!service?.name) {
    return 'a backend names no service';
  }
  const { number, name } = service.port ?? {};
  return Boolean(number) === Boolean(name)
    ? 'a backend needs the number or the name of a port, and not both'
    : undefined;
}
function pathFault(apiVersion: string, { path = '', pathType }: any): string | undefined {
  if (
    pathType === undefined
      ? apiVersion === 'networking.k8s.io/v1'
      : !['Exact', 'Prefix', 'ImplementationSpecific'].includes(pathType)
  ) {
    return pathType === undefined
      ? 'a path has no pathType'
      : `a path has the pathType '${pathType}', which does not exist`;
  }
  if (pathType === undefined || pathType === 'ImplementationSpecific') {
    return path !== '' && !path.startsWith('/') ? `the path '${path}' is not absolute` : undefined;
  }
  const sequence =
    ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part)) ??
    ['/..', '/.'].find((part) => path.endsWith(part));
  return path.startsWith('/')
    ? sequence && `the path '${path}' contains ${sequence}`
    : `the path '${path}' is not absolute`;
}
