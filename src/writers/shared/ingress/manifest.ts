import { IngressOptions } from './options';
import { Application, HttpPathKind } from '../../../application';
import { objectMetadata } from '../../../application/manifests';

/** The parts in which the main and the canary Ingress differ. @internal */
export interface IngressExtras {
  readonly annotations?: { [name: string]: string };
  readonly tls?: any[];
}

/** The name of the main Ingress. @internal */
export function mainIngressName(application: Application, options: IngressOptions): string {
  return options.ingressName ?? application.name;
}

/** The main Ingress of an application, as plain JSON. @internal */
export function mainIngressManifest(application: Application, backend: any, options: IngressOptions): any {
  const { annotations, tls = [] } = options;
  const certificates = tls.map(({ secretName, hosts = application.hosts }) => ({
    hosts: hosts.length > 0 ? hosts : undefined,
    secretName,
  }));
  const isAnnotated = Object.keys(annotations ?? {}).length > 0;
  return ingressManifest(application, mainIngressName(application, options), backend, options, {
    annotations: isAnnotated ? annotations : undefined,
    tls: certificates.length > 0 ? certificates : undefined,
  });
}

/**
 * An Ingress as plain JSON. The main and the canary Ingress have the same hosts, paths and pathTypes, because the
 * controller attaches a canary only to equal ones.
 *
 * @internal
 */
export function ingressManifest(
  application: Application,
  name: string,
  backend: any,
  options: IngressOptions,
  extras: IngressExtras,
): any {
  const paths = application.paths.map(({ kind, path }) => ({
    path,
    pathType: kind === HttpPathKind.EXACT ? 'Exact' : 'Prefix',
    backend,
  }));
  const hosts = application.hosts.length > 0 ? application.hosts : [undefined];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { ...objectMetadata(application, name), annotations: extras.annotations },
    spec: {
      ingressClassName: options.ingressClassName ?? 'nginx',
      rules: hosts.map((host) => ({ host, http: { paths } })),
      tls: extras.tls,
    },
  };
}
