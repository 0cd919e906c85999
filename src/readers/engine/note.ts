import { KubernetesObject, objectName } from './kubernetes-object';
import { memoizeByObject } from '../../caching/memoize-by-object';

/** What a note reports. */
export enum NoteKind {
  /** The objects leave something open, and the reader takes the likely answer. */
  ASSUMED = 'assumed',
  /** The router accepts a part of an object, and does nothing with it. */
  IGNORED = 'ignored',
  /** The API server, a webhook or the router refuses an object, or a part of it. */
  REJECTED = 'rejected',
  /** Several answers are possible, and the objects do not tell which. */
  AMBIGUOUS = 'ambiguous',
  /** The reader does not read something that may change the answer. */
  UNREAD = 'unread',
  /** Why the router answers as it does, where a share alone does not tell. */
  EXPLAINED = 'explained',
}

/**
 * Why an answer is what it is, or how certain it is. Whoever decides by a note reads its code, its kind and its
 * objects, never its message.
 */
export interface Note {
  /** A stable id, such as `gloo-delegation-cycle`. */
  readonly code: string;

  /** What it reports. */
  readonly kind: NoteKind;

  /** The objects that it is about, such as `Service echo/echo`. */
  readonly objects: string[];

  /** One or two sentences. */
  readonly message: string;

  /**
   * The field, annotation or value of the object that it is about, where one object may have several such notes.
   *
   * @default - the object as a whole
   */
  readonly field?: string;

  /**
   * What to write instead.
   *
   * @default - there is nothing to change
   */
  readonly fix?: string;

  /**
   * Where the rule comes from: a file or a page of the router.
   *
   * @default - the message tells it, or it needs none
   */
  readonly source?: string;
}

/** What a note may say beside its message. @internal */
export interface NoteDetails {
  readonly field?: string;
  readonly fix?: string;
  readonly source?: string;
}

/**
 * Makes a note. This is the only place where notes are made.
 *
 * @param objects Kubernetes objects, or their names such as `Service echo/echo`
 * @internal
 */
export function note(
  kind: NoteKind,
  code: string,
  objects: (KubernetesObject | string)[],
  message: string,
  details: NoteDetails = {},
): Note {
  return { code, kind, objects: objects.map(nameOf), message, ...details };
}

/** The identity of a note: everything but its message. @internal */
export const noteKey = memoizeByObject(({ code, kind, objects, field }: Note): string =>
  JSON.stringify([code, kind, objects, field]),
);

/** Each note once, the first one of its key. @internal */
export function distinctNotes(notes: Note[]): Note[] {
  const byKey = new Map<string, Note>();
  for (const one of notes) {
    const key = noteKey(one);
    if (!byKey.has(key)) {
      byKey.set(key, one);
    }
  }
  return [...byKey.values()];
}

function nameOf(object: KubernetesObject | string): string {
  return typeof object === 'string' ? object : objectName(object);
}
