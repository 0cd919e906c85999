import { IngressOptions, IngressTls } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { labelKeyFault, objectNameFault } from '../../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../../faults/list-fault';
import { isMap, shown } from '../../../faults/shown';
import { sortedEntries } from '../../../faults/sorted-map';

/**
 * The parts of an application and options that an Ingress of ingress-nginx cannot express, one sentence each.
 *
 * @internal
 */
export function ingressFaults(application: Application, options: IngressOptions): string[] {
  const { annotations = {}, tls = [] } = options;
  const shapeFaults = [
    mapFault(
      annotations,
      'annotations must map names to texts',
      isText,
      "{ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }",
    ),
    listFault(tls, 'tls must be a list of certificates', isCertificate, "[{ secretName: 'app-tls' }]"),
  ].filter((fault) => fault !== undefined);
  return [
    ...(shapeFaults.length > 0
      ? shapeFaults
      : [
        ...annotationFaults(annotations),
        ...tlsFaults(application, tls),
        ...regexModeFaults(application, annotations),
      ]),
    ...addressFaults(application),
    ...pathsOf(application).flatMap(pathFaults),
    ...samePathFaults(application),
  ];
}

function isCertificate(tls: any): boolean {
  const { secretName, hosts } = isMap(tls) ? tls : {};
  return (
    isText(secretName) && (hosts === undefined || (Array.isArray(hosts) && hosts.length > 0 && hosts.every(isText)))
  );
}

/** The API server accepts DNS names only (ValidateIngress in pkg/apis/networking/validation). */
function addressFaults({ hosts }: Application): string[] {
  const addresses = Array.isArray(hosts) ? hosts.filter((host) => /^\d+(\.\d+){3}$/.test(host)) : [];
  return addresses.map(
    (host) =>
      `the host ${shown(host)} is an IP address, but the API server takes names only: omit the hosts, or give a name`,
  );
}

/**
 * Both paths become one nginx location with a trailing slash (normalizePrefixPath in
 * internal/ingress/controller/location.go).
 */
function samePathFaults(application: Application): string[] {
  const prefixes = pathsOf(application).filter(({ kind }) => kind === HttpPathKind.PREFIX).map(({ path }) => path);
  return prefixes
    .filter((path) => path !== '/' && path.endsWith('/') && prefixes.includes(path.slice(0, -1)))
    .map(
      (path) =>
        `the prefixes ${shown(path.slice(0, -1))} and ${shown(path)} become the same nginx location, ` +
          `and nginx rejects a configuration with both: omit ${shown(path)}`,
    );
}

const CANARY_ANNOTATION = /^nginx\.ingress\.kubernetes\.io\/canary(-|$)/;

/** Annotations with which nginx answers requests itself, so that no version gets them. */
const ANSWERING = ['permanent-redirect', 'temporal-redirect'].map((name) => `nginx.ingress.kubernetes.io/${name}`);

function annotationFaults(annotations: { [name: string]: string }): string[] {
  return sortedEntries(annotations).flatMap(([name, value]) => {
    const key = labelKeyFault(name);
    if (key) {
      return [`the annotation ${key}`];
    }
    if (ANSWERING.includes(name)) {
      return [`the annotation ${shown(name)} redirects every client, so no version would answer: omit it`];
    }
    if (name === 'nginx.ingress.kubernetes.io/rewrite-target' && /\$\d/.test(value)) {
      return [
        `the rewrite-target ${shown(value)} refers to capture groups, but these paths are prefixes without groups, ` +
          'so the groups would be empty: rewrite to a fixed path, or rewrite in the application',
      ];
    }
    if (CANARY_ANNOTATION.test(name)) {
      return [
        `the annotation ${shown(name)} belongs to the canary Ingress, ` +
          'which the rollout writes; it would turn the main Ingress into a canary: omit it',
      ];
    }
    return name === 'kubernetes.io/ingress.class'
      ? [
        "API servers reject the annotation 'kubernetes.io/ingress.class' " +
          'together with ingressClassName (newer ones only if they differ): omit it, and give ingressClassName',
      ]
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
      ...(isHostless && hosts.length === 0
        ? [
          `the certificate ${shown(secretName)} has no effect, because the application has no hosts, ` +
            'and the controller would serve its default certificate: give the application hosts',
        ]
        : []),
      ...unknown.map(
        (host) =>
          `the certificate ${shown(secretName)} is for ${shown(host)}, ` +
            "which is not one of the application's hosts: list it there too",
      ),
    ];
  });
}

/**
 * Whether annotations make all paths of a host regular expressions (enforceRegexModifier in
 * internal/ingress/controller/template/template.go).
 *
 * @internal
 */
export function isRegexMode(annotations: { [name: string]: string } = {}): boolean {
  return (
    annotations['nginx.ingress.kubernetes.io/rewrite-target'] !== undefined ||
    annotations['nginx.ingress.kubernetes.io/use-regex'] === 'true'
  );
}

function regexModeFaults(application: Application, annotations: { [name: string]: string }): string[] {
  return isRegexMode(annotations)
    ? pathsOf(application)
      .filter(({ kind }) => kind === HttpPathKind.EXACT)
      .map(
        (path) =>
          'the annotations rewrite-target and use-regex make all paths of a host regular expressions ' +
            `without an end anchor, so the exact path ${shown(path.path)} would also match longer paths: ` +
            `expose it as HttpPath.prefix(${shown(path.path)}), or omit the annotation`,
      )
    : [];
}

/** The valid paths; `Application.validate()` reports the others. */
function pathsOf(application: Application): HttpPath[] {
  return Array.isArray(application.paths)
    ? application.paths.filter((path) => path instanceof HttpPath && path.validate().length === 0)
    : [];
}

/** The rules of the API server (validateHTTPIngressPath) and of the admission webhook (strict-validate-path-type). */
function pathFaults({ path }: HttpPath): string[] {
  const forbidden = /[^-_./a-zA-Z0-9]/.exec(path);
  if (forbidden) {
    return [
      `the path ${shown(path)} contains ${shown(forbidden[0])}, but the controller accepts letters, ` +
        'digits and -_./ only (strict-validate-path-type): expose a shorter prefix',
    ];
  }
  const sequence =
    ['//', '/./', '/../'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return sequence
    ? [
      `the path ${shown(path)} contains ${shown(sequence)}, ` +
        'which the API server rejects: write the path in its simplest form',
    ]
    : [];
}
