import { ImageChange, imageChanges } from './image-changes';
import { State, StatePair } from './state-pairs';
import { ManifestFault } from '../../manifests/manifest-fault';
import { Entry, TrafficOptions } from '../../readers/engine';
import { Traffic } from '../../readers/traffic';
import { AddressChange, trafficChanges } from '../traffic-change';

/** Two states that were compared. */
export interface ComparedState {
  /** The name of the state; empty where there is only one. */
  readonly name: string;
  readonly pair: StatePair;
  readonly addresses: AddressChange[];
  readonly images: ImageChange[];
  /** Why the two cannot be compared. */
  readonly reason?: string;
}

/** How states are read, and where requests come in. */
export interface Asked {
  readonly from?: Entry;
  readonly reading: TrafficOptions;
}

/** @throws ManifestFault where both sides lack the entry that is asked for */
export function compared(pair: StatePair, isNamed: boolean, asked: Asked): ComparedState {
  const { old, now } = pair;
  const names = [...new Set([old, now].flatMap((state) => state?.name ?? []))];
  const name = isNamed ? names.join(' → ') : '';
  if (old === undefined || now === undefined) {
    return { name, pair, addresses: [], images: [], reason: old ? 'is only in OLD' : 'is only in NEW' };
  }
  const images = imageChanges(old.objects, now.objects);
  const addresses = changesBetween(old, now, asked);
  return addresses === undefined
    ? { name, pair, addresses: [], images, reason: 'has no routes of a known router on either side' }
    : { name, pair, addresses, images };
}

/** What changes for requests; undefined where no side has routes. */
function changesBetween(old: State, now: State, { from, reading }: Asked): AddressChange[] | undefined {
  const whole = [old, now].map(({ objects }) => Traffic.of(objects, reading));
  const [one, other] = from === undefined ? whole : atEntry(whole, from);
  return one.routers.length + other.routers.length > 0 ? trafficChanges(one, other) : undefined;
}

/** Both sides at an entry. A side that lacks it has no routes there. @throws ManifestFault if both lack it */
function atEntry(sides: Traffic[], from: Entry): Traffic[] {
  const entries = sides.map((traffic) => traffic.routers.flatMap((router) => traffic.entries(undefined, router)));
  const isKnown = entries.map((all) => all.some((one) => from.includes(one)));
  if (!isKnown.includes(true)) {
    const known = [...new Set(entries.flat().map(String))].join(', ') || '(nowhere)';
    throw new ManifestFault(`--from: neither side has ${from}. Requests come in at: ${known}.`);
  }
  return sides.map((traffic, place) => (isKnown[place] ? traffic.at(from) : Traffic.of([])));
}

/** Whether a request gets another answer. */
export function isChanged({ addresses }: ComparedState): boolean {
  return addresses.some(({ changes }) => changes.some((change) => change.isChanged));
}

/** Whether there is more to say than that nothing changes. */
export function isDifferent(state: ComparedState): boolean {
  const { old, now } = state.pair;
  return isChanged(state) || state.images.length > 0 || old === undefined || now === undefined;
}
