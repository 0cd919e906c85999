import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { annotationNames } from '../annotations/values';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_CONTROLLER = 'k8s.io/ingress-nginx';

/** What the class annotation is compared with: the default of `--ingress-class`. */
const DEFAULT_CLASS = 'nginx';

/** A controller of ingress-nginx: it watches the Ingresses of its classes and knows nothing of others. @internal */
export interface Controller {
  /** What its IngressClass objects call it. */
  readonly id: string;
  /** The names of its IngressClass objects. */
  readonly classes: ReadonlySet<string>;
  /** The values of the class annotation that it accepts. */
  readonly annotated: ReadonlySet<string>;
}

/** All Ingresses, whoever is to read them. @internal */
export function allIngresses(index: ObjectIndex): KubernetesObject[] {
  return ['networking.k8s.io', 'extensions'].flatMap((group) => index.all(group, 'Ingress'));
}

/**
 * The controllers, by the IngressClass objects that name them: `k8s.io/ingress-nginx`, or another name of that kind for
 * one that runs beside it (`--controller-class`). Without such objects there is one controller, of the class `nginx`;
 * where a part of the objects is given and none has that class, its class is the one that Ingresses with its
 * annotations have.
 *
 * @internal
 */
export const controllersOf = memoizeByObject((index: ObjectIndex): Controller[] => {
  const objects = index.all('networking.k8s.io', 'IngressClass');
  const own = objects.filter(({ spec }) => isIngressNginx(spec?.controller));
  if (own.length === 0) {
    const classes = classesWithoutObjects(index, new Set(objects.map(({ metadata }) => String(metadata?.name))));
    return [{ id: DEFAULT_CONTROLLER, classes, annotated: classes }];
  }
  const ids = [...new Set(own.map(({ spec }) => String(spec.controller)))];
  const annotatedId = ids.includes(DEFAULT_CONTROLLER) ? DEFAULT_CONTROLLER : ids[0];
  return ids.map((id) => ({
    id,
    classes: new Set(own.filter(({ spec }) => spec.controller === id).map(({ metadata }) => String(metadata?.name))),
    annotated: new Set(id === annotatedId ? [DEFAULT_CLASS] : []),
  }));
});

/** The project's own name, or that of a second controller made after it. */
function isIngressNginx(controller: unknown): boolean {
  return (
    typeof controller === 'string' &&
    /^k8s\.io\/([a-z0-9-]+-)?(ingress-nginx|nginx-ingress|nginx)(-[a-z0-9-]+)?$/.test(controller)
  );
}

function classesWithoutObjects(index: ObjectIndex, foreign: Set<string>): Set<string> {
  const named = allIngresses(index).map((ingress) => ({ ingress, name: classOf(ingress, index) }));
  if (index.isComplete || (named.some(({ name }) => name === DEFAULT_CLASS) && !foreign.has(DEFAULT_CLASS))) {
    return new Set(foreign.has(DEFAULT_CLASS) ? [] : [DEFAULT_CLASS]);
  }
  const annotated = named.filter(
    ({ ingress, name }) => name !== undefined && !foreign.has(name) && annotationNames(ingress).length > 0,
  );
  return new Set(annotated.map(({ name }) => name!));
}

/**
 * Whether some Ingress is, or may be, one for ingress-nginx: it has no class, one of ingress-nginx, or annotations of
 * ingress-nginx and a class that no other controller has.
 *
 * @internal
 */
export function isForIngressNginx(index: ObjectIndex): boolean {
  const classes = new Set(
    controllersOf(index).flatMap((controller) => [...controller.classes, ...controller.annotated]),
  );
  const objects = new Set(index.all('networking.k8s.io', 'IngressClass').map(({ metadata }) => metadata?.name));
  return allIngresses(index).some((ingress) => {
    const name = classOf(ingress, index);
    return name === undefined || classes.has(name) || (!objects.has(name) && annotationNames(ingress).length > 0);
  });
}

/** The class of an Ingress; the API server fills in the default class when an Ingress is created. @internal */
export function classOf(ingress: KubernetesObject, index: ObjectIndex): string | undefined {
  return ingress.spec?.ingressClassName ?? classAnnotation(ingress) ?? defaultClass(index).name;
}

/** The older way to write the class. @internal */
export function classAnnotation(ingress: KubernetesObject): string | undefined {
  return ingress.metadata?.annotations?.[CLASS_ANNOTATION];
}

/**
 * Whether the controller watches the class of an Ingress that has one (GetIngressClass in controller/store/store.go).
 *
 * @internal
 */
export function watchesClass(
  { classes, annotated }: Controller,
  ingress: KubernetesObject,
  index: ObjectIndex,
): boolean {
  const annotation = ingress.spec?.ingressClassName === undefined ? classAnnotation(ingress) : undefined;
  return annotation === undefined ? classes.has(classOf(ingress, index) ?? '') : annotated.has(annotation);
}

const defaultClass = memoizeByObject((index: ObjectIndex): { readonly name?: string } => {
  const isDefault = ({ metadata }: KubernetesObject) =>
    metadata?.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
  return { name: index.all('networking.k8s.io', 'IngressClass').find(isDefault)?.metadata?.name };
});
