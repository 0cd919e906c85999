import { KNOWN_IMPLEMENTATIONS } from './implementations';
import { Implementation } from './implementations/implementation';
import { GatewayApiModel } from './model';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { holderOf } from '../engine/routed';
import { Split } from '../engine/split';

type Ask = (readiness: PodReadiness, model?: GatewayApiModel) => Split;

const ALL_READY = PodReadiness.allReady();

/**
 * The standard's answer, with a note where an implementation that is known answers otherwise. What the standard leaves
 * open stays open. The note is a warning where they also differ with all pods ready.
 *
 * @param ask who answers by the rules of an implementation; undefined for the standard's
 * @param isInMesh whether the mesh answers: implementations without a mesh are not compared then
 * @internal
 */
export function departures(
  index: ObjectIndex,
  split: Split,
  readiness: PodReadiness,
  ask: Ask,
  isInMesh: boolean,
): Split {
  if (!split.undetermined.isZero) {
    return split;
  }
  const differing = KNOWN_IMPLEMENTATIONS.filter(({ hasMesh }) => hasMesh || !isInMesh)
    .map((implementation) => ({
      implementation,
      answer: ask(readiness, modelsOf(index)(implementation)),
    }))
    .filter(({ answer }) => !answer.isSameTraffic(split));
  if (differing.length === 0) {
    return split;
  }
  const answers = differing.map(({ implementation, answer }) => `${implementation.title} (${answer})`).join(', ');
  const isAlways = differing.some(
    ({ implementation }) => !ask(ALL_READY, modelsOf(index)(implementation)).isSameTraffic(ask(ALL_READY)),
  );
  const shares = [split, ...differing.map(({ answer }) => answer)].flatMap((one) => one.shares);
  const holders = [...new Set(shares.flatMap(({ routes }) => routes).map(holderOf))].sort();
  return new Split(split.shares, [
    ...split.notes,
    note(
      isAlways ? NoteKind.AMBIGUOUS : NoteKind.EXPLAINED,
      'gateway-api-implementations-differ',
      holders,
      `this is the answer of the standard, and some implementations answer otherwise: ${answers}`,
      { fix: 'Name the implementation (--implementation), or add its GatewayClass to the objects.', source: 'docs/gateway-api.md' },
    ),
  ]);
}

/** The same objects by the rules of each implementation. */
const modelsOf = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((implementation: Implementation) => new GatewayApiModel(index, implementation)),
);
