import { Fraction } from '../../fraction';
import { Share, Split } from '../../readers/engine';
import { Severity } from '../finding';
import { failures, percent, sum } from '../shares';

/** What is wrong with a split between two others. @internal */
export interface Judgement {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Judgements of one kind, rule and severity are reported once. */
  readonly kind: string;
}

/** A split at a moment, and what it has to be between. @internal */
export interface JudgedSplit {
  readonly from: Split;
  readonly to: Split;
  readonly now: Split;
  /** The split if every pod of both states were ready. */
  readonly meant: Split;
  /** Whether pods of two templates run at once, so that their numbers decide shares. */
  readonly isMixed: boolean;
  /** Whether all visible updates change workloads, pod by pod, so that shares may follow the numbers of pods. */
  readonly isScaling: boolean;
  /** Whether a visible update deletes a workload or scales it to zero. */
  readonly isGone: boolean;
}

/**
 * While pods are replaced one by one, shares that numbers of pods decide exceed both states a little. Up to this
 * much is a note.
 */
const MIXTURE_TOLERANCE = Fraction.percent(10);

/** All that is wrong with a split, the worst first; nothing where it is fine. @internal */
export function judged(split: JudgedSplit): Judgement[] {
  const unansweredOrEmptied = unanswered(split) ?? emptied(split);
  return [unansweredOrEmptied, foreign(split), uncertain(split)].filter((judgement) => judgement !== undefined);
}

/**
 * A share that gets an error. Requests that fail in the first state, or get 404 in the second one, may fail
 * meanwhile; a 5xx in the second state is an error all the same.
 */
function unanswered({ from, to, now, meant }: JudgedSplit): Judgement | undefined {
  const failing = errors(now);
  const allowed = largest(errors(from), errors(to).minus(failures(to)));
  if (failing.compareTo(allowed) <= 0) {
    return undefined;
  }
  const statuses = [...new Set(now.shares.filter(isError).map(({ status }) => status))].join(', ');
  const lost = versionsOf(meant).filter((version) => shareOf(now, version).compareTo(shareOf(meant, version)) < 0);
  return lost.length > 0 && errors(meant).compareTo(failing) < 0
    ? {
      kind: 'failing',
      rule: 'no-ready-pod',
      severity: Severity.ERROR,
      message:
          `${percent(failing)} of these requests are answered with ${statuses}: they are meant for ` +
          `${lost.join(' and ')}, which has no ready pod`,
    }
    : {
      kind: 'failing',
      rule: 'error-share',
      severity: Severity.ERROR,
      message: `${percent(failing)} of these requests are answered with ${statuses}`,
    };
}

/** A share that is meant for a version without ready pods, and gets another version. */
function emptied({ from, to, now, meant, isGone }: JudgedSplit): Judgement | undefined {
  const isWithin = (version: string) =>
    shareOf(meant, version).compareTo(largest(shareOf(from, version), shareOf(to, version))) <= 0;
  const [version] = versionsOf(meant).filter((one) => shareOf(now, one).isZero && isWithin(one));
  if (version === undefined || versionsOf(now).length === 0) {
    return undefined;
  }
  return {
    kind: 'replaced',
    rule: 'no-ready-pod',
    severity: isGone ? Severity.ERROR : Severity.WARNING,
    message:
      `${percent(shareOf(meant, version))} of these requests are meant for ${version}, which has no ready pod; ` +
      `${versionsOf(now).join(' and ')} answers instead` +
      `${isGone ? ', and requests in flight to the pods that are removed fail' : ''}`,
  };
}

/** A share that exceeds those of both states. */
function foreign({ from, to, now, isMixed, isScaling }: JudgedSplit): Judgement | undefined {
  for (const version of versionsOf(now)) {
    const [share, one, other] = [now, from, to].map((split) => shareOf(split, version));
    const [least, most] = [smallest(one, other), largest(one, other)];
    if (share.compareTo(most) > 0) {
      const isLittle = isMixed && share.minus(most).compareTo(MIXTURE_TOLERANCE) <= 0;
      return most.isZero
        ? {
          kind: 'foreign',
          rule: 'foreign-version',
          severity: Severity.ERROR,
          message: `${percent(share)} of these requests go to ${version}, which gets none of them in either stage`,
        }
        : {
          kind: 'bounds',
          rule: 'share-out-of-bounds',
          severity: isLittle ? Severity.NOTE : isScaling ? Severity.WARNING : Severity.ERROR,
          message:
              `${percent(share)} of these requests go to ${version}, which gets ` +
              `${least.isEqualTo(most) ? percent(most) : `between ${percent(least)} and ${percent(most)}`} in ` +
              'the two stages',
        };
    }
  }
  return undefined;
}

function uncertain({ from, to, now }: JudgedSplit): Judgement | undefined {
  const reason = now.shares.find((share) => share.undetermined !== undefined)?.undetermined?.message;
  return reason !== undefined && from.undetermined.isZero && to.undetermined.isZero
    ? {
      kind: 'unknown',
      rule: 'undetermined',
      severity: Severity.WARNING,
      message: `the manifests do not tell who answers these requests in between: ${reason}`,
    }
    : undefined;
}

function isError({ status = 0 }: Share): boolean {
  return status >= 400;
}

function errors(split: Split): Fraction {
  return sum(split.shares.filter(isError));
}

/** The versions that answer; pods without a version label are known by their workload. */
function versionsOf(split: Split): string[] {
  return [...new Set(answered(split).map(nameOf))];
}

function shareOf(split: Split, version: string): Fraction {
  return sum(answered(split).filter((share) => nameOf(share) === version));
}

function answered({ shares }: Split): Share[] {
  return shares.filter(({ status, undetermined }) => status === undefined && undetermined === undefined);
}

function nameOf(share: Share): string {
  return share.outcome;
}

function largest(one: Fraction, other: Fraction): Fraction {
  return one.compareTo(other) >= 0 ? one : other;
}

function smallest(one: Fraction, other: Fraction): Fraction {
  return one.compareTo(other) <= 0 ? one : other;
}
