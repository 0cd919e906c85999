/**
 * The known name that a misspelt one is nearest to, if some is near: at most a quarter of its letters differ.
 *
 * @internal
 */
export function nearestOf(name: string, known: string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 4));
  // A name that is much longer than any known one needs no table.
  const candidates = known
    .filter((one) => Math.abs(one.length - name.length) <= limit)
    .map((one) => ({ one, distance: distance(name, one) }));
  const [best] = candidates
    .filter((candidate) => candidate.distance <= limit)
    .sort((left, right) => left.distance - right.distance);
  return best?.one;
}

/** How many letters are added, left out, replaced or exchanged with their neighbour. */
function distance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const isExchanged =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      rows[row][column] = Math.min(
        rows[row - 1][column] + 1,
        rows[row][column - 1] + 1,
        rows[row - 1][column - 1] + (isSame ? 0 : 1),
        isExchanged ? rows[row - 2][column - 2] + 1 : Infinity,
      );
    }
  }
  return rows[left.length][right.length];
}
