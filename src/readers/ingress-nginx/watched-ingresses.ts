import { annotation, annotationNames, isTrue } from './annotations';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const CONTROLLER = 'k8s.io/ingress-nginx';

/** What the class annotation is compared with, whatever IngressClass objects there are: the default of --ingress-class. */
const CONTROLLER_CLASS = 'nginx';

/** All Ingresses, whoever is to read them. @internal */
export function allIngresses(index: ObjectIndex): KubernetesObject[] {
  return ['networking.k8s.io', 'extensions'].flatMap((group) => index.all(group, 'Ingress'));
}

/** Whether some Ingress is, or may be, one for ingress-nginx. @internal */
export function isForIngressNginx(index: ObjectIndex): boolean {
  const classes = nginxClasses(index);
  return allIngresses(index).some((ingress) => {
    const name = classOf(ingress, index);
    return name === undefined || classes.has(name);
  });
}

/** The Ingresses that the controller watches (GetIngressClass in internal/ingress/controller/store/store.go), oldest first. @internal */
export function watchedIngresses(index: ObjectIndex, notes: string[]): KubernetesObject[] {
  const classes = nginxClasses(index);
  const accepted = allIngresses(index).filter((ingress) => {
    const fault = apiFault(ingress);
    if (fault) {
      notes.push(`Ingress ${idOf(ingress)} is left out, because the API server rejects it: ${fault}`);
    }
    return !fault;
  });
  const isClassless = (ingress: KubernetesObject) => classOf(ingress, index) === undefined;
  const isOwnClass = (name: string, ingress: KubernetesObject) => name === CONTROLLER_CLASS && ingress.spec?.ingressClassName === undefined;
  const watchesClassless = accepted.some((ingress) => isClassless(ingress) && !isTrue(ingress, 'canary')) || accepted.every(isClassless);
  const watched = accepted.filter((ingress) => {
    const name = classOf(ingress, index);
    if (name === undefined ? watchesClassless : classes.has(name) || isOwnClass(name, ingress)) {
      return isServed(ingress, notes);
    }
    notes.push(name === undefined
      ? `Ingress ${idOf(ingress)} has no class, as the main Ingress has, so the controller does not watch it`
      : `Ingress ${idOf(ingress)} has the class '${name}', which is not that of the controller (${[...classes].join(', ')})`);
    return false;
  });
  if (new Set(watched.map(({ metadata }) => metadata?.namespace === undefined)).size > 1) {
    notes.push('some Ingresses have a namespace and some have none: those without are taken as in another namespace');
  }
  if (watched.some(isClassless)) {
    notes.push('Ingresses without a class are taken as watched, which needs --watch-ingress-without-class or a default IngressClass');
  }
  return byAge(watched);
}

/** The classes of the controller: those of its IngressClass objects, else `nginx`, else those that its annotations stand beside. */
function nginxClasses(index: ObjectIndex): Set<string> {
  const objects = index.all('networking.k8s.io', 'IngressClass');
  const own = objects.filter(({ spec }) => spec?.controller === CONTROLLER).map(({ metadata }) => String(metadata?.name));
  if (own.length > 0) {
    return new Set(own);
  }
  const foreign = new Set(objects.map(({ metadata }) => metadata?.name));
  const named = allIngresses(index).map((ingress) => ({ ingress, name: classOf(ingress, index) }));
  if (named.some(({ name }) => name === 'nginx') && !foreign.has('nginx')) {
    return new Set(['nginx']);
  }
  const annotated = named.filter(({ ingress, name }) => name !== undefined && !foreign.has(name) && annotationNames(ingress).length > 0);
  return new Set(annotated.map(({ name }) => name!));
}

/** The class of an Ingress; the API server fills in the default class when an Ingress is created. */
function classOf(ingress: KubernetesObject, index: ObjectIndex): string | undefined {
  const given = ingress.spec?.ingressClassName ?? ingress.metadata?.annotations?.[CLASS_ANNOTATION];
  if (given !== undefined) {
    return given;
  }
  const byDefault = index.all('networking.k8s.io', 'IngressClass')
    .find(({ metadata }) => metadata?.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true');
  return byDefault?.metadata?.name;
}

/** What the API server checks beside the fields' types (pkg/apis/networking/validation in kubernetes/kubernetes). */
function apiFault(ingress: KubernetesObject): string | undefined {
  const { ingressClassName, rules = [], defaultBackend, backend } = ingress.spec ?? {};
  if (ingressClassName !== undefined && ingress.metadata?.annotations?.[CLASS_ANNOTATION] !== undefined) {
    return `the annotation ${CLASS_ANNOTATION} must not be set beside the field ingressClassName`;
  }
  if (rules.length === 0 && !defaultBackend && !backend) {
    return 'it has neither rules nor a default backend';
  }
  const isV1 = ingress.apiVersion === 'networking.k8s.io/v1';
  const faults = rules.flatMap(({ host = '', http }: any) => [
    /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$|^$/.test(host) ? undefined : `the host '${host}' is no lower-case DNS name`,
    http && !http.paths ? 'a rule has no paths' : undefined,
    ...(http?.paths ?? []).flatMap((path: any) => [pathFault(ingress.apiVersion, path), isV1 ? backendFault(path.backend) : undefined]),
  ]);
  return [...faults, isV1 && defaultBackend ? backendFault(defaultBackend) : undefined].find((fault) => fault !== undefined);
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
  return Boolean(number) === Boolean(name) ? 'a backend needs the number or the name of a port, and not both' : undefined;
}

/** The controller does not take an Ingress over with other names that it does not accept (internal/ingress/annotations/alias/main.go). */
function isServed(ingress: KubernetesObject, notes: string[]): boolean {
  const alias = annotation(ingress, 'server-alias') ?? '';
  const isAccepted = alias.split(',').every((one) => /^[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]*$/.test(one.trim()));
  if (!isAccepted) {
    notes.push(`Ingress ${idOf(ingress)} is not served, because the controller does not accept its server-alias '${alias}'`);
  }
  return isAccepted;
}

function pathFault(apiVersion: string, { path = '', pathType }: any): string | undefined {
  if (pathType === undefined ? apiVersion === 'networking.k8s.io/v1' : !['Exact', 'Prefix', 'ImplementationSpecific'].includes(pathType)) {
    return pathType === undefined ? 'a path has no pathType' : `a path has the pathType '${pathType}', which does not exist`;
  }
  if (pathType === undefined || pathType === 'ImplementationSpecific') {
    return path !== '' && !path.startsWith('/') ? `the path '${path}' is not absolute` : undefined;
  }
  const sequence = ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return path.startsWith('/') ? sequence && `the path '${path}' contains ${sequence}` : `the path '${path}' is not absolute`;
}

/**
 * By creation time; of equal seconds the name that sorts last comes first (sortIngressSlice in
 * internal/ingress/controller/store/store.go). Ingresses that do not tell are taken as created after those that do, in
 * the order in which they are given.
 */
function byAge(ingresses: KubernetesObject[]): KubernetesObject[] {
  const timed = ingresses.filter((ingress) => created(ingress) !== undefined);
  const name = ({ metadata }: KubernetesObject) => `${metadata?.namespace ?? ''}/${metadata?.name}`;
  timed.sort((left, right) => created(left)! - created(right)! || (name(left) > name(right) ? -1 : 1));
  return [...timed, ...ingresses.filter((ingress) => created(ingress) === undefined)];
}

/** Whether an Ingress says when it was created. @internal */
export function isAgeKnown(ingress: KubernetesObject): boolean {
  return created(ingress) !== undefined;
}

/** In seconds, which is all that Kubernetes keeps. */
function created({ metadata }: KubernetesObject): number | undefined {
  const time = Date.parse(metadata?.creationTimestamp ?? '');
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}
