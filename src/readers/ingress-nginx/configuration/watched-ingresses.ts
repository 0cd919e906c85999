import { controllerSettings } from './controller-settings';
import { allIngresses, classOf, Controller, watchesClass } from './controllers';
import { deepInspectionFault } from './deep-inspection';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { droppingAnnotation } from '../annotations/dropped';
import { annotation, isTrue, PREFIX } from '../annotations/values';

/** The Ingresses of a controller, oldest first. @internal */
export interface WatchedIngresses {
  readonly ingresses: KubernetesObject[];
  /** Those of the controller's class that it refuses, with the reason. */
  readonly dropped: { readonly ingress: KubernetesObject; readonly note: Note }[];
  readonly notes: Note[];
}

/**
 * The Ingresses that a controller serves, oldest first (GetIngressClass, syncIngress and sortIngressSlice in
 * internal/ingress/controller/store/store.go): those that the API server accepts, of the controller's class, without a
 * text that the deep inspection refuses, and without an annotation that drops them.
 *
 * @internal
 */
export function watchedIngresses(index: ObjectIndex, controller: Controller): WatchedIngresses {
  const notes: Note[] = [];
  const accepted = allIngresses(index);
  const isClassless = (ingress: KubernetesObject) => classOf(ingress, index) === undefined;
  const watchesClassless =
    accepted.some((ingress) => isClassless(ingress) && !isTrue(ingress, 'canary')) || accepted.every(isClassless);
  const ofClass = accepted.filter((ingress) => {
    const isWatched = isClassless(ingress) ? watchesClassless : watchesClass(controller, ingress, index);
    if (!isWatched) {
      notes.push(classNote(ingress, classOf(ingress, index), controller));
    }
    return isWatched;
  });
  const { allowsCritical } = controllerSettings(index);
  const dropped = ofClass.flatMap((ingress) => {
    const fault = dropNote(ingress, allowsCritical);
    return fault ? [{ ingress, note: fault }] : [];
  });
  const refused = new Set(dropped.map(({ ingress }) => ingress));
  const served = ofClass.filter((ingress) => !refused.has(ingress));
  return {
    ingresses: byAge(served),
    dropped,
    notes: [...notes, ...dropped.map(({ note: fault }) => fault), ...assumptions(served, isClassless)],
  };
}

function assumptions(served: KubernetesObject[], isClassless: (ingress: KubernetesObject) => boolean): Note[] {
  const withoutNamespace = served.filter(({ metadata }) => metadata?.namespace === undefined);
  const classless = served.filter(isClassless);
  return [
    ...(withoutNamespace.length > 0 && withoutNamespace.length < served.length
      ? [
        note(
          NoteKind.ASSUMED,
          'ingress-nginx-namespace-missing',
          withoutNamespace,
          'some Ingresses have a namespace and some have none: those without are assumed to be in another namespace',
        ),
      ]
      : []),
    ...(classless.length > 0
      ? [
        note(
          NoteKind.ASSUMED,
          'ingress-nginx-classless',
          classless,
          'Ingresses without a class are assumed to be watched, which needs --watch-ingress-without-class or a'
              + ' default IngressClass',
        ),
      ]
      : []),
  ];
}

function classNote(ingress: KubernetesObject, name: string | undefined, { classes, annotated }: Controller): Note {
  const known = [...new Set([...classes, ...annotated])].sort().join(', ') || 'none';
  const reason =
    name === undefined
      ? 'has no class, unlike the main Ingress'
      : `has the class '${name}', and the controller watches ${known}`;
  return note(
    NoteKind.EXPLAINED,
    'ingress-nginx-other-class',
    [ingress],
    `${objectName(ingress)} ${reason}, so the controller does not serve it`,
    { source: 'GetIngressClass in internal/ingress/controller/store/store.go of kubernetes/ingress-nginx' },
  );
}

/** Why the controller of its class does not take an Ingress over. */
function dropNote(ingress: KubernetesObject, allowsCritical: boolean): Note | undefined {
  const inspected = deepInspectionFault(ingress);
  if (inspected !== undefined) {
    return note(
      NoteKind.REJECTED,
      'ingress-nginx-inspection',
      [ingress],
      `${objectName(ingress)} is not served: the controller's deep inspection refuses '${inspected}'`,
      {
        fix: 'Write another host, path or Secret name.',
        source: 'internal/ingress/inspector/rules.go of kubernetes/ingress-nginx',
      },
    );
  }
  const dropping = droppingAnnotation(ingress, allowsCritical);
  if (dropping === undefined) {
    return undefined;
  }
  const { name, isTooRisky } = dropping;
  return note(
    NoteKind.REJECTED,
    isTooRisky ? 'ingress-nginx-annotation-risk' : 'ingress-nginx-annotation-invalid',
    [ingress],
    isTooRisky
      ? `${objectName(ingress)} is not served: the annotation ${name} has the risk Critical, and`
        + ' annotations-risk-level is High by default'
      : `${objectName(ingress)} is not served: the controller does not accept '${annotation(ingress, name)}' as`
        + ` ${name}`,
    {
      field: name,
      fix: isTooRisky
        ? `Remove ${PREFIX}${name}, or set annotations-risk-level: Critical and allow-snippet-annotations: "true"`
          + ' in the controller\'s ConfigMap.'
        : `Correct ${PREFIX}${name}, or remove it.`,
      source: 'Extract in internal/ingress/annotations/annotations.go of kubernetes/ingress-nginx',
    },
  );
}

/**
 * By creation time; of equal seconds the name that sorts last comes first (sortIngressSlice). Ingresses that do not
 * tell are assumed to be created after those that do, in the order of the input.
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
