import { Finding, Severity } from './finding';
import { objectName } from './object-update';
import { Fraction } from '../fraction';
import { HttpRequest } from '../http';
import { Split, Traffic } from '../traffic';

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
 * a cluster, and the traps of the routers, each with its reason, what to do about it, and the source.
 */
export class StateCheck {
  /** What is wrong, the worst first. */
  public readonly findings: Finding[];

  /** @param props the objects */
  public constructor(props: StateCheckProps) {
    const { objects, name } = props;
    const traffic = Traffic.of(objects);
    const own: Finding[] = [
      ...traffic._traps().map(({ severity, objects: about, ...trap }): Finding => {
        return { ...trap, severity: severity as Severity, objects: about.map(objectName) };
      }),
      ...traffic._indexNotes.map(indexFinding),
      ...traffic.routers.flatMap((router) => unanswered(traffic, router)),
    ];
    const findings = name === undefined ? own : own.map((finding) => ({ ...finding, stage: name }));
    const rank = ({ severity }: Finding) => [Severity.ERROR, Severity.WARNING, Severity.NOTE].indexOf(severity);
    this.findings = findings.sort((one, other) => rank(one) - rank(other));
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

/** The first request that fails, and the first that nobody can tell anything of; every other one would say the same. */
function unanswered(traffic: Traffic, router: string): Finding[] {
  const answers = traffic.requests(router).map((request): Answer => ({ request, split: traffic.split(request, undefined, router) }));
  const failing = distinctBy(answers.filter(({ split }) => !failures(split).isZero), ({ split }) => reasons(split));
  const unknown = distinctBy(answers.filter(({ split }) => !split.undetermined.isZero), ({ split }) => unknownReason(split));
  return [
    ...failing.map(({ request, split }): Finding => ({
      rule: 'no-answer',
      severity: Severity.ERROR,
      message: `${percent(failures(split))} of such requests are answered with ${statuses(split)} though every pod is ready: ${reasons(split) || 'nothing answers them'}`,
      fix: 'Mend what the reason names; until then no request of this kind gets an answer.',
      source: `the evaluator of ${router}`,
      objects: [...new Set(split.shares.flatMap(({ service, status = 0 }) => (service !== undefined && status >= 500 ? [`Service ${service}`] : [])))],
      request,
    })),
    ...unknown.map(({ request, split }): Finding => ({
      rule: 'undetermined',
      severity: Severity.WARNING,
      message: `nobody can tell from the manifests who answers such requests: ${unknownReason(split)}`,
      fix: 'Write it so that it does not depend on what the reason names.',
      source: `the evaluator of ${router}`,
      objects: [],
      request,
    })),
  ];
}

function failures(split: Split): Fraction {
  return split.shares.filter(({ status = 0 }) => status >= 500).reduce((sum, { fraction }) => sum.plus(fraction), Fraction.ZERO);
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

function percent(fraction: Fraction): string {
  return `${Math.round(fraction.asPercent * 100) / 100} %`;
}

function distinctBy<T>(all: T[], key: (one: T) => string): T[] {
  return [...new Map([...all].reverse().map((one) => [key(one), one])).values()].reverse();
}
