import { Destination } from './destination';
import { Outcome } from './outcome';
import { Fraction } from '../../../fraction';
import { Pods } from '../../engine/endpoints';
import { Note, note, NoteKind } from '../../engine/note';
import { isChoice, shareOf } from '../../engine/pod-shares';
import { Share } from '../../engine/share';

/** What one destination does with its fraction, where nothing but its own pods counts. @internal */
export function ownShares(destination: Destination): Outcome {
  const { state, fraction = Fraction.ONE, service, version, pods = [], note: why } = destination;
  switch (state) {
    case 'invalid':
      return { shares: [new Share({ fraction, status: 500 })], notes: [] };
    case 'refused':
      return { shares: [new Share({ fraction, status: 503 })], notes: [] };
    case 'open':
      return { shares: [new Share({ fraction, undetermined: why })], notes: [] };
    case 'assumed':
      return { shares: [new Share({ fraction, service, version })], notes: [] };
    case 'pods':
      return readyCount(pods) > 0
        ? { shares: podShares(pods, fraction, service, ({ ready }) => ready), notes: [] }
        : { shares: [new Share({ fraction, status: 503 })], notes: [noReadyPod(service)] };
  }
}

/** The parts of pods, each pod like any other. @param countOf how many pods of a workload answer @internal */
export function podShares(
  pods: readonly Pods[],
  fraction: Fraction,
  service: string | undefined,
  countOf: (pods: Pods) => number,
): Share[] {
  const answering = pods.filter((one) => countOf(one) > 0);
  const guessed = answering.find(({ isGuess }) => isGuess);
  if (guessed && isChoice(answering)) {
    return [new Share({ fraction, undetermined: unknownCount(guessed.workload) })];
  }
  const total = answering.reduce((sum, one) => sum + countOf(one), 0);
  return answering.map((one) => shareOf(one, fraction.times(Fraction.of(countOf(one), total)), service));
}

/** @internal */
export function readyCount(pods: readonly Pods[]): number {
  return pods.reduce((sum, { ready }) => sum + ready, 0);
}

/** @internal */
export function noReadyPod(service: string | undefined): Note {
  return note(
    NoteKind.EXPLAINED,
    'gateway-api-no-ready-pod',
    [`Service ${service}`],
    `no pod of Service ${service} is ready, so its share gets 503`,
  );
}

function unknownCount(workload: string): Note {
  return note(
    NoteKind.UNREAD,
    'gateway-api-pods-unknown',
    [workload],
    `how many pods ${workload} has depends on the cluster's nodes: say how many are ready`,
  );
}
