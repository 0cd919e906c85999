import { IngressOptions, IngressTls } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { labelKeyFault, objectNameFault } from '../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../faults/list-fault';
import { isMap, shown } from '../../../faults/shown';

/** What of an application and options cannot be an Ingress of ingress-nginx, one sentence each. @internal */
export function ingressFaults(application: Application, options: IngressOptions): string[] {
  const { annotations = {}, tls = [] } = options;
  const odd = [
    mapFault(annotations, 'annotations must map names to texts', isText, '{ \'nginx.ingress.kubernetes.io/proxy-body-size\': \'8m\' }'),
    listFault(tls, 'tls must be a list of certificates', isCertificate, '[{ secretName: \'app-tls\' }]'),
  ].filter((fault) => fault !== undefined);
  return [
    ...(odd.length > 0 ? odd : [...annotationFaults(annotations), ...tlsFaults(application, tls), ...regexModeFaults(application, annotations)]),
    ...addressFaults(application),
    ...pathsOf(application).flatMap(pathFaults),
    ...samePathFaults(application),
  ];
}

function isCertificate(tls: any): boolean {
  const { secretName, hosts } = isMap(tls) ? tls : {};
  return isText(secretName) && (hosts === undefined || (Array.isArray(hosts) && hosts.length > 0 && hosts.every(isText)));
}

/** The API server takes DNS names only (ValidateIngress in pkg/apis/networking/validation). */
function addressFaults({ hosts }: Application): string[] {
  const addresses = Array.isArray(hosts) ? hosts.filter((host) => /^\d+(\.\d+){3}$/.test(host)) : [];
  return addresses.map((host) => `the host ${shown(host)} is an address, and the API server takes names only: leave the hosts out, or give a name`);
}

/** To nginx both are one location, with a slash at the end (normalizePrefixPath in internal/ingress/controller/location.go). */
function samePathFaults(application: Application): string[] {
  const prefixes = pathsOf(application).filter(({ kind }) => kind === HttpPathKind.PREFIX).map(({ path }) => path);
  return prefixes
    .filter((path) => path !== '/' && path.endsWith('/') && prefixes.includes(path.slice(0, -1)))
    .map((path) => `the prefixes ${shown(path.slice(0, -1))} and ${shown(path)} are one location to nginx, which refuses its whole configuration with both: leave ${shown(path)} out`);
}

const CANARY_ANNOTATION = /^nginx\.ingress\.kubernetes\.io\/canary(-|$)/;

/** Annotations of the main Ingress with which no request would follow the plan. */
const ANSWERING = ['permanent-redirect', 'temporal-redirect'].map((name) => `nginx.ingress.kubernetes.io/${name}`);

function annotationFaults(annotations: { [name: string]: string }): string[] {
  return Object.entries(annotations).flatMap(([name, value]) => {
    const key = labelKeyFault(name);
    if (key) {
      return [`the annotation ${key}`];
    }
    if (ANSWERING.includes(name)) {
      return [`the annotation ${shown(name)} sends every client elsewhere, so that no version would answer: leave it out`];
    }
    if (name === 'nginx.ingress.kubernetes.io/rewrite-target' && /\$\d/.test(value)) {
      return [`the rewrite-target ${shown(value)} asks for groups of an expression, and paths here are prefixes without any, so that the groups would be empty: rewrite to a fixed path, or leave it to the application`];
    }
    if (CANARY_ANNOTATION.test(name)) {
      return [`the annotation ${shown(name)} is for the canary Ingress and is written by the rollout; on the main Ingress it would make a canary of it: leave it out`];
    }
    return name === 'kubernetes.io/ingress.class'
      ? ['the annotation \'kubernetes.io/ingress.class\' beside the field ingressClassName is rejected by the API server: leave it out, and give ingressClassName']
      : [];
  });
}

function tlsFaults(application: Application, tls: IngressTls[]): string[] {
  return tls.flatMap(({ secretName, hosts = [] }) => {
    const secret = objectNameFault(secretName);
    const unknown = hosts.filter((host) => !Array.isArray(application.hosts) || !application.hosts.includes(host));
    const isHostless = Array.isArray(application.hosts) && application.hosts.length === 0;
    return [
      ...(secret ? [`the Secret of a certificate ${secret}`] : []),
      ...(isHostless && hosts.length === 0 ? [`the certificate ${shown(secretName)} would be for no host, because the application has none, and the controller would serve its own: give the application hosts`] : []),
      ...unknown.map((host) => `the certificate ${shown(secretName)} is for ${shown(host)}, which is none of the application's hosts: list it there too`),
    ];
  });
}

/** Annotations that turn all paths of a host into expressions (enforceRegexModifier in internal/ingress/controller/template/template.go). @internal */
export function isRegexMode(annotations: { [name: string]: string } = {}): boolean {
  return annotations['nginx.ingress.kubernetes.io/rewrite-target'] !== undefined || annotations['nginx.ingress.kubernetes.io/use-regex'] === 'true';
}

function regexModeFaults(application: Application, annotations: { [name: string]: string }): string[] {
  return isRegexMode(annotations)
    ? pathsOf(application)
      .filter(({ kind }) => kind === HttpPathKind.EXACT)
      .map((path) => `the annotations rewrite-target and use-regex turn all paths of a host into the beginnings of expressions, so the exact path ${shown(path.path)} would take longer paths too: expose it as HttpPath.prefix(${shown(path.path)}), or leave the annotation out`)
    : [];
}

/** Faults of the list itself are the application's to tell. */
function pathsOf(application: Application): HttpPath[] {
  return Array.isArray(application.paths) ? application.paths.filter((path) => path instanceof HttpPath && path.validate().length === 0) : [];
}

/** What the API server (validateHTTPIngressPath) and the admission webhook (strict-validate-path-type) let pass. */
function pathFaults({ path }: HttpPath): string[] {
  const odd = /[^-_./a-zA-Z0-9]/.exec(path);
  if (odd) {
    return [`the path ${shown(path)} has ${shown(odd[0])}, and the controller takes letters, digits and -_./ only (strict-validate-path-type): expose a shorter prefix`];
  }
  const sequence = ['//', '/./', '/../'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return sequence ? [`the path ${shown(path)} has ${shown(sequence)}, which the API server rejects: write the path in its simplest form`] : [];
}
