import { HttpRequest } from '../http';
import { NoteKind } from '../readers/engine';

/** How bad a finding is. */
export enum Severity {
  /** Requests fail, or get a version that they must not get. */
  ERROR = 'error',
  /** It may go wrong, or it goes wrong for a moment and a small share. */
  WARNING = 'warning',
  /** Good to know. */
  NOTE = 'note',
}

/** A fault of manifests, or of the transition from one state to the next. */
export interface Finding {
  /** The rule that is violated, as an id that stays: `no-ready-pod`, `error-share`, … */
  readonly rule: string;

  /** How bad it is. */
  readonly severity: Severity;

  /**
   * The code of the reader's note that it comes from.
   *
   * @default - it comes from no note
   */
  readonly code?: string;

  /**
   * The kind of that note.
   *
   * @default - it comes from no note
   */
  readonly kind?: NoteKind;

  /**
   * The field or annotation of the object that it is about.
   *
   * @default - the object as a whole
   */
  readonly field?: string;

  /** What is wrong, in one or two sentences. */
  readonly message: string;

  /** What to do about it. */
  readonly fix: string;

  /** Where the rule comes from: a page or a file of the router or the tool. */
  readonly source: string;

  /** The objects that it is about, such as `Deployment echo/echo-v1`. */
  readonly objects: string[];

  /**
   * The smallest request that gets a wrong answer.
   *
   * @default - the finding is about no single request
   */
  readonly request?: HttpRequest;

  /**
   * Where the request comes in, such as `mesh`.
   *
   * @default - there is one entry only, or it is about no single request
   */
  readonly entry?: string;

  /**
   * The moment at which it happens: which updates are visible already.
   *
   * @default - it holds for as long as the manifests are applied
   */
  readonly moment?: string;

  /**
   * The order of the updates in which it happens.
   *
   * @default - it depends on no order
   */
  readonly order?: string[];

  /**
   * The ways of applying that allow the order.
   *
   * @default - it depends on no way of applying
   */
  readonly methods?: string[];

  /**
   * The stage that has it, or the two stages between which it happens.
   *
   * @default - they have no names
   */
  readonly stage?: string;
}
