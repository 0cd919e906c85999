import { HttpRequest } from '../../http';
import { Split } from '../../readers/engine';
import { carries } from '../../readers/engine/endpoints';
import { idOf } from '../../readers/engine/object-index';
import { Traffic } from '../../readers/traffic';
import { Finding, Severity } from '../finding';
import { bySeverity } from '../severity-order';
import { failures, percent } from '../shares';
import { objectName } from '../transition/object-update';

/** A state of a cluster. */
export interface StateCheckProps {
  /** Kubernetes objects in plain JSON. */
  readonly objects: any[];

  /**
   * How messages call the state.
   *
   * @default - it has no name
   */
  readonly name?: string;
}

/**
 * What is wrong with manifests as they are: requests that nobody answers though every pod is ready, objects that never get into
 * a cluster, and the pitfalls of the routers, each with its reason, what to do about it, and the source.
 */
export class StateCheck {
  /** What is wrong, the worst first. */
  public readonly findings: Finding[];

  /** @param props the objects */
  public constructor(props: StateCheckProps) {
    const { objects, name } = props;
    const traffic = Traffic.of(objects);
    const pitfalls = traffic._pitfalls().map(({ severity, objects: about, ...pitfall }): Finding => {
      return { ...pitfall, severity: severity as Severity, objects: about.map(objectName) };
    });
    // What a pitfall tells of an object the router's note need not tell again.
    const reportedAsPitfall = new Set(pitfalls.filter(({ severity }) => severity === Severity.ERROR).flatMap((pitfall) => pitfall.objects));
    const own: Finding[] = [
      ...pitfalls,
      ...traffic._indexNotes.map(indexFinding),
      ...objects.filter(isUnselected).map(unselected),
      ...traffic.routers.flatMap((router) => asked(traffic, router, objects)).filter(({ rule, objects: about }) => rule !== 'read-otherwise' || !about.some((one) => reportedAsPitfall.has(one))),
    ];
    const findings = name === undefined ? own : own.map((finding) => ({ ...finding, stage: name }));
    this.findings = findings.sort(bySeverity);
  }

  /** The findings of the kind error. */
  public get errors(): Finding[] {
    return this.findings.filter(({ severity }) => severity === Severity.ERROR);
  }
}

function indexFinding(note: string): Finding {
  const isRejected = / is left out, because the API server rejects it: /.test(note);
  return {
    rule: isRejected ? 'rejected-by-api-server' : 'object-repeated',
    severity: isRejected ? Severity.ERROR : Severity.WARNING,
    message: note,
    fix: isRejected ? 'Mend the field: numbers and words like true in the place of a text need quotes.' : 'Keep one of them, or give each stage a folder of its own.',
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/',
    objects: [/^(\S+ \S+) /.exec(note)?.[1] ?? ''],
  };
}

interface Answer {
  readonly request: HttpRequest;
  readonly split: Split;
}

/** A Deployment that does not select its own pods. */
function isUnselected({ kind, apiVersion, spec }: any): boolean {
  const wanted = spec?.selector?.matchLabels;
  return kind === 'Deployment' && apiVersion === 'apps/v1' && typeof wanted === 'object' && wanted !== null
    && !carries(spec.template?.metadata?.labels, wanted);
}

function unselected(object: any): Finding {
  return {
    rule: 'selector-mismatch',
    severity: Severity.ERROR,
    message: `the API server rejects ${objectName(object)}: its selector does not take its own pods`,
    fix: 'Give the pods all labels of the selector.',
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
    objects: [objectName(object)],
  };
}

/** What is only assumed, or told of a single request. */
const ASSUMED = /taken as|is taken |are taken |is assumed|taken for granted|is not among the objects|answers with 404|default backend answers|nginx sends |not read|so stable answers|so the fallback policy/;

/** The objects that a text names. */
function named(text: string, objects: any[]): string[] {
  const words = text.split(/[ ,;()]+/).map((word) => word.replace(/[:.]+$/, ''));
  return objects.filter((object) => words.some((word, index) => word === idOf(object) && words[index - 1] === object.kind)).map(objectName);
}

/**
 * The first request that fails, and the first that nobody can tell anything of; every other one would say the same. And what the
 * reader of a router has to tell of the objects themselves.
 */
function asked(traffic: Traffic, router: string, objects: any[]): Finding[] {
  const answers = traffic.requests(router).map((request): Answer => ({ request, split: traffic.split(request, undefined, router) }));
  const failing = distinctBy(answers.filter(({ split }) => !failures(split).isZero), ({ split }) => reasons(split));
  const unknown = distinctBy(answers.filter(({ split }) => !split.undetermined.isZero), ({ split }) => unknownReason(split));
  const told = new Set(failing.flatMap(({ split }) => split.notes));
  const reasonsTold = unknown.map(({ split }) => unknownReason(split));
  const notes = [...new Set(answers.flatMap(({ split }) => split.notes))]
    .filter((note) => !ASSUMED.test(note) && !told.has(note) && !reasonsTold.includes(note) && !traffic._indexNotes.includes(note) && !/left out, because|controller rejects it/.test(note));
  return [
    ...notes.map((note): Finding => ({
      rule: 'read-otherwise',
      severity: Severity.WARNING,
      message: note,
      fix: 'Write it as the router reads it, or leave it out.',
      source: `the evaluator of ${router}`,
      objects: named(note, objects),
    })),
    ...failing.map(({ request, split }): Finding => ({
      rule: 'no-answer',
      severity: Severity.ERROR,
      message: `${percent(failures(split))} of such requests are answered with ${statuses(split)} though every pod is ready: ${reasons(split) || 'nothing answers them'}`,
      fix: 'Mend what the reason names; until then no request of this kind gets an answer.',
      source: `the evaluator of ${router}`,
      objects: [...new Set([...named(reasons(split), objects), ...split.shares.flatMap(({ service, status = 0 }) => (service !== undefined && status >= 500 ? [`Service ${service}`] : []))])],
      request,
    })),
    ...unknown.map(({ request, split }): Finding => ({
      rule: 'undetermined',
      severity: Severity.WARNING,
      message: `nobody can tell from the manifests who answers such requests: ${unknownReason(split)}`,
      fix: 'Write it so that it does not depend on what the reason names.',
      source: `the evaluator of ${router}`,
      objects: named(unknownReason(split), objects),
      request,
    })),
  ];
}

function unknownReason({ shares }: Split): string {
  return String(shares.find(({ undetermined }) => undetermined)?.undetermined);
}

function statuses(split: Split): string {
  return [...new Set(split.shares.flatMap(({ status = 0 }) => (status >= 500 ? [status] : [])))].join(', ');
}

/** Notes that are no reason for a failure tell what was assumed. */
function reasons(split: Split): string {
  return split.notes.filter((note) => !/is taken as there|are taken as ready|is assumed|are taken as|it is taken/.test(note)).join('; ');
}

function distinctBy<T>(all: T[], key: (one: T) => string): T[] {
  return [...new Map([...all].reverse().map((one) => [key(one), one])).values()].reverse();
}
