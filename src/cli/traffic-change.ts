import { outcomes, rounded, splitLine } from './split-output';
import { HttpRequest } from '../http';
import { Entry, Split } from '../readers/engine';
import { addressLine } from '../readers/engine/request-classes';
import { AnswerPair, sideBySide } from '../readers/side-by-side';
import { Traffic } from '../readers/traffic';

/** What a change of manifests does to one class of requests. */
export interface RequestChange {
  readonly request: HttpRequest;
  /** Where the request comes in; undefined where there is one entry only. */
  readonly entry?: Entry;
  /** The headers of the request, such as `stage: canary`; empty without headers. */
  readonly condition: string;
  readonly before: Split;
  readonly after: Split;
  readonly isChanged: boolean;
  /** Whether the shares of version names stay the same while other workloads answer. */
  readonly isElsewhere: boolean;
}

/** What a change does to the requests of one address. */
export interface AddressChange {
  /** Method and URL; where there are several entries, the entry too. */
  readonly address: string;
  /** The request without headers first, then those with another answer. */
  readonly changes: RequestChange[];
}

/** Compares every class of requests that the routes of either side distinguish. */
export function trafficChanges(before: Traffic, after: Traffic): AddressChange[] {
  const asked = sideBySide(before, after).map(change);
  const byAddress = new Map<string, RequestChange[]>();
  for (const one of asked) {
    const address = `${addressLine(one.request)}${one.entry === undefined ? '' : ` from ${one.entry}`}`;
    byAddress.set(address, [...(byAddress.get(address) ?? []), one]);
  }
  return [...byAddress].map(([address, changes]) => ({ address, changes: withoutRepeated(changes) }));
}

/** The targets of requests by workload, because another application may have a version with the same name. */
function targets({ shares }: Split): string {
  const own = shares.map(({ outcome, workload, fraction }) => `${outcome} ${workload} ${fraction}`);
  return own.sort().join();
}

function change({ request, entry, from: one, to: other, isOneRouter }: AnswerPair): RequestChange {
  const condition = request.headerNames
    .map((name) => `${name}: ${request.headerValues(name).join(', ')}`)
    .join(' and ');
  const isKnown = [one, other].every(({ shares }) =>
    shares.every(({ workload, status }) => workload !== undefined || status !== undefined),
  );
  const isElsewhere = isOneRouter && isKnown && one.isSameTraffic(other) && targets(one) !== targets(other);
  return {
    request,
    entry,
    condition,
    before: one,
    after: other,
    isElsewhere,
    isChanged: isElsewhere || !one.isSameTraffic(other),
  };
}

/** Leaves out requests with a header that get the same answer as those without. */
function withoutRepeated(changes: RequestChange[]): RequestChange[] {
  const plain = changes.find(({ condition }) => condition === '');
  return changes.filter(
    (one) =>
      one === plain || !plain || !one.before.isSameTraffic(plain.before) || !one.after.isSameTraffic(plain.after),
  );
}

/** Describes a change in words: `stage: canary → v2 unchanged; all other requests v2 20 % → 50 %`. */
export function changeInWords({ changes }: AddressChange): string {
  const special = changes.filter(({ condition }) => condition !== '');
  const plain = changes.find(({ condition }) => condition === '');
  const words = special.map((one) => `${one.condition} ${inWords(one)}`);
  return [
    ...words,
    ...(plain ? [`${special.length > 0 ? 'all other requests' : 'all requests'} ${inWords(plain)}`] : []),
  ].join('; ');
}

function inWords({ before, after, isChanged, isElsewhere }: RequestChange): string {
  if (isElsewhere) {
    return `${workloadText(before)} → ${workloadText(after)}`;
  }
  if (!isChanged) {
    return `${told(after)} unchanged`;
  }
  const [had, gets] = [outcomes(before), outcomes(after)];
  const names = [...new Set([...had.keys(), ...gets.keys()])];
  const [fallen, risen] = [-1, 1].map((sign) =>
    names.filter((name) => Math.sign((gets.get(name) ?? 0) - (had.get(name) ?? 0)) === sign),
  );
  // Of two versions, the share of the one that gets more says everything.
  return risen.length === 1 &&
    fallen.length === 1 &&
    names.length === 2 &&
    had.size > 0 &&
    gets.size > 0 &&
    (had.size === 2 || gets.size === 2)
    ? `${risen[0]} ${rounded(had.get(risen[0]) ?? 0)} % → ${rounded(gets.get(risen[0]) ?? 0)} %`
    : `${splitText(before)} → ${splitText(after)}`;
}

function told(split: Split): string {
  return outcomes(split).size === 1 ? `→ ${[...outcomes(split).keys()][0]}` : splitText(split);
}

/** A split by workloads, where both have the same version names. */
function workloadText({ shares }: Split): string {
  return shares
    .map(
      ({ outcome, workload, fraction }) =>
        `${outcome}${workload === undefined ? '' : ` of ${workload}`} ${rounded(fraction.asPercent)} %`,
    )
    .join(', ');
}

/** A split in one line; `no route` for an empty one. */
export function splitText(split: Split): string {
  return split.shares.length === 0 ? 'no route' : splitLine(split);
}
