import { Answer } from './answers';
import { Reading } from './reader';

/** Whether the reader says what the router did. */
export interface Verdict {
  readonly kind: 'right' | 'undetermined' | 'wrong';
  /** What was read and what was measured, unless it is right. */
  readonly detail?: string;
  /** Why it is undetermined. */
  readonly reason?: string;
  /** Which targets were read and which were measured: two differences that have the same are of one kind. */
  readonly difference?: string;
}

/** How far a sample may be from the share that it is a sample of, in standard deviations. */
const DEVIATIONS = 4;

/** Compares shares: 0 and 1 exactly, others within four standard deviations of so many requests. */
export function verdictOn(read: Reading, { got, ...answer }: Answer): Verdict {
  // What Envoy refuses on a first apply listens nowhere.
  const nameOf = (target: string) => (target === 'refused by Envoy' ? 'no listener' : target);
  const named = Object.entries(got).map(([target, count]) => [nameOf(target), count]);
  const measured: Answer = { ...answer, got: Object.fromEntries(named) };
  const targets = new Set([...read.shares.keys(), ...Object.keys(measured.got)]);
  const isUnclear = read.undetermined !== undefined;
  const contradicted = [...targets].filter((target) => (
    isContradicted(read.shares.get(target) ?? 0, target, measured, isUnclear)
  ));
  const detail = `read ${readText(read)}; measured ${measuredText(measured)}`;
  if (contradicted.length > 0) {
    const names = (some: Iterable<string>) => [...some].sort().join(', ');
    const difference = `${names(read.shares.keys())} instead of ${names(Object.keys(measured.got))}`;
    return { kind: 'wrong', detail, difference };
  }
  return isUnclear ? { kind: 'undetermined', detail, reason: read.undetermined } : { kind: 'right' };
}

/** Of an answer that is undetermined in part, a target may get more than its certain share, and not less. */
function isContradicted(share: number, target: string, { sent, got, chance }: Answer, isUnclear: boolean): boolean {
  const part = (got[target] ?? 0) / sent;
  if (isUnclear && part >= share) {
    return false;
  }
  if (share === 0 || share === 1 || !chance) {
    return part !== share;
  }
  return Math.abs(part - share) > DEVIATIONS * Math.sqrt(share * (1 - share) / sent);
}

function readText({ shares, undetermined }: Reading): string {
  const parts = [...shares].sort().map(([target, share]) => `${target} ${percent(share)}`);
  return [...parts, ...(undetermined === undefined ? [] : [`undetermined (${undetermined})`])].join(', ');
}

function measuredText({ sent, got, why }: Answer): string {
  const parts = Object.entries(got).sort().map(([target, count]) => `${target} ${percent(count / sent)}`);
  return `${parts.join(', ')}${why === undefined ? '' : ` (${why})`}`;
}

function percent(part: number): string {
  return `${Math.round(part * 10_000) / 100} %`;
}

/** Compares which objects are refused; where a message names no object, it is about all of them. */
export function verdictOnAdmission(read: ReadonlyMap<string, string>, refused: string[]): Verdict {
  const measured = new Map(refused.map((text): [string, string] => {
    const [, id] = /^\S+ (\S+?): /.exec(text) ?? ['', text];
    return [id.replace(/^\//, ''), text];
  }));
  const missed = [...measured].filter(([id]) => !read.has(id) && !read.has(''))
    .map(([, text]) => `not refused, though: ${text}`);
  const isTaken = (id: string) => id === '' ? measured.size === 0 : !measured.has(id);
  const falseAlarms = [...read].filter(([id]) => isTaken(id))
    .map(([id, message]) => `refused, though it is not: ${id} (${message})`);
  const faults = [...missed, ...falseAlarms];
  if (faults.length === 0) {
    return { kind: 'right' };
  }
  const difference = missed.length > 0 ? 'not refused' : 'refused, though it is not';
  return { kind: 'wrong', detail: faults.join('; '), difference };
}
