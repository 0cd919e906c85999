/** A name that differs by more than this is another one. */
const MOST_EDITS = 2;

/**
 * The known name that is most like a misspelt one, if any is: at most two letters are missing, added, exchanged or wrong.
 * Case does not count.
 *
 * @internal
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const most = Math.min(MOST_EDITS, Math.ceil(given.length / 3));
  const distances = known.map((name) => ({ name, distance: edits(given.toLowerCase(), name.toLowerCase()) }));
  const near = distances.filter(({ distance }) => distance <= most);
  return near.sort((one, other) => one.distance - other.distance)[0]?.name;
}

/** How many letters have to be inserted, deleted, replaced or swapped with their neighbour to get from one text to another. */
function edits(from: string, to: string): number {
  // Names are short; a long text is no misspelt name.
  if (Math.abs(from.length - to.length) > MOST_EDITS) {
    return Infinity;
  }
  const rows = [[...Array(to.length + 1).keys()]];
  for (let i = 1; i <= from.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost, isSwapped ? rows[i - 2][j - 2] + 1 : Infinity);
    }
  }
  return rows[from.length][to.length];
}
