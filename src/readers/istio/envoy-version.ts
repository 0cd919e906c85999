import { memoizeByObject } from '../../caching/memoize-by-object';
import { isWorkload } from '../engine/endpoints';
import { ObjectIndex } from '../engine/object-index';
import { RepeatedLines } from '../envoy';

/** From this minor version of Istio 1 on, its Envoy is 1.39 or newer. */
const FIRST_WITH_EACH = 31;

/**
 * How the Envoy of an installation compares repeated headers, as the image of istiod or of a proxy among the objects
 * tells; undefined where none does.
 *
 * @internal
 */
export function envoyLines(index: ObjectIndex): RepeatedLines | undefined {
  return versionOf(index).lines;
}

const versionOf = memoizeByObject((index: ObjectIndex): { lines?: RepeatedLines } => {
  const images = index.objects
    .filter(isWorkload)
    .flatMap(({ kind, spec }) => {
      return (kind === 'Pod' ? spec : spec?.template?.spec)?.containers ?? [];
    })
    .map(({ image }: any) => /\/(?:pilot|proxyv2):1\.(\d+)/.exec(String(image))?.[1]);
  const minors = images.filter((minor) => minor !== undefined).map(Number);
  if (minors.length === 0) {
    return {};
  }
  const isEach = minors.map((minor) => minor >= FIRST_WITH_EACH);
  return isEach.every(Boolean)
    ? { lines: RepeatedLines.EACH }
    : isEach.some(Boolean)
      ? {}
      : { lines: RepeatedLines.JOINED };
});
