import { Answer } from './answers';
import { Note, NoteKind, Split } from '../../readers/engine';
import { distinctNotes, noteKey } from '../../readers/engine/note';
import { Traffic } from '../../readers/traffic';
import { Finding, Severity } from '../finding';
import { failures, percent } from '../shares';

/** What the reader of a router says of a state. */
interface RouteFindings {
  readonly router: string;
  readonly findings: Finding[];
  /** Notes that no finding reports already. */
  readonly notes: Note[];
}

/** The first request that fails for each reason, and the first that is undetermined for each reason. @internal */
export function routeFindings(answers: Answer[], traffic: Traffic, router: string): RouteFindings {
  const failing = distinctBy(
    answers.filter(({ split }) => !failures(split).isZero),
    failureKey,
  );
  const unknown = distinctBy(
    answers.filter(({ split }) => !split.undetermined.isZero),
    ({ split }) => noteKey(unknownNote(split)),
  );
  const told = new Set(
    [
      ...failing.flatMap(({ split }) => reasonsOf(split)),
      ...unknown.map(({ split }) => unknownNote(split)),
      ...traffic._indexNotes,
    ].map(noteKey),
  );
  const notes = distinctNotes(answers.flatMap(({ split }) => split.notes)).filter((note) => !told.has(noteKey(note)));
  const findings = [
    ...failing.map((answer) => failureFinding(answer, router)),
    ...unknown.map((answer) => unknownFinding(answer, router)),
  ];
  return { router, findings, notes };
}

/** Parts of objects that the router ignores, and answers that the objects leave open. @internal */
export function noteFindings(router: string, notes: Note[]): Finding[] {
  return notes
    .filter(({ kind }) => kind === NoteKind.IGNORED || kind === NoteKind.AMBIGUOUS)
    .map((note): Finding => ({
      rule: 'read-otherwise',
      severity: Severity.WARNING,
      ...ofNote(note),
      message: note.message,
      fix: note.fix!,
      source: note.source ?? `the reader of ${router}`,
      objects: note.objects,
    }));
}

function failureFinding({ request, entry, split }: Answer, router: string): Finding {
  const reasons = reasonsOf(split);
  const statuses = [...new Set(split.shares.flatMap(({ status = 0 }) => (status >= 500 ? [status] : [])))].join(', ');
  const why = reasons.map(({ message }) => message).join('; ') || 'nothing answers them';
  const services = split.shares.flatMap(({ service, status = 0 }) =>
    service !== undefined && status >= 500 ? [`Service ${service}`] : [],
  );
  return {
    rule: 'no-answer',
    severity: Severity.ERROR,
    ...ofNote(reasons.at(0)),
    message:
      `${percent(failures(split))} of these requests are answered with ${statuses} though every pod is ready: ` +
      `${why}`,
    fix: fixOf(reasons) ?? 'Route these requests to a Service that selects ready pods of the intended workload.',
    source: reasons.find(({ source }) => source !== undefined)?.source ?? `the reader of ${router}`,
    objects: [...new Set([...reasons.flatMap(({ objects }) => objects), ...services])],
    request,
    ...(entry === undefined ? {} : { entry: String(entry) }),
  };
}

function unknownFinding({ request, entry, split }: Answer, router: string): Finding {
  const note = unknownNote(split);
  return {
    rule: 'undetermined',
    severity: Severity.WARNING,
    ...ofNote(note),
    message: `the manifests do not tell who answers these requests: ${note.message}`,
    fix: note.fix ?? UNREAD,
    source: note.source ?? `the reader of ${router}`,
    objects: note.objects,
    request,
    ...(entry === undefined ? {} : { entry: String(entry) }),
  };
}

/** Notes on what a reader does not read have no fix of their own. */
const UNREAD = 'Write the route without this part, or find out in the cluster who answers: the readers do not read it.';

function ofNote(note: Note | undefined): Pick<Finding, 'code' | 'kind' | 'field'> {
  return note === undefined
    ? {}
    : { code: note.code, kind: note.kind, ...(note.field === undefined ? {} : { field: note.field }) };
}

function fixOf(notes: Note[]): string | undefined {
  const fixes = [...new Set(notes.flatMap(({ fix }) => fix ?? []))];
  return fixes.length === 0 ? undefined : fixes.join(' ');
}

/** An assumption is no reason for a failure. */
function reasonsOf({ notes }: Split): Note[] {
  return notes.filter(({ kind }) => kind !== NoteKind.ASSUMED);
}

function failureKey({ split }: Answer): string {
  return reasonsOf(split).map(noteKey).join();
}

function unknownNote({ shares }: Split): Note {
  return shares.find(({ undetermined }) => undetermined)!.undetermined!;
}

function distinctBy<T>(all: T[], key: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) {
    if (!first.has(key(one))) {
      first.set(key(one), one);
    }
  }
  return [...first.values()];
}
