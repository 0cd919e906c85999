/**
 * The known name nearest to a misspelt one. Undefined if there is none near enough. Case does not count.
 *
 * @param most how many letters may be missing, added, swapped with their neighbour or wrong
 * @internal
 */
export function nearestName(given: string, known: readonly string[], most = fewEdits(given)): string | undefined {
  const distances = known.map((name) => ({ name, distance: edits(given.toLowerCase(), name.toLowerCase(), most) }));
  const near = distances.filter(({ distance }) => distance <= most);
  return near.sort((one, other) => one.distance - other.distance)[0]?.name;
}

/** Of a short name two letters are another name. */
function fewEdits(name: string): number {
  return Math.min(2, Math.ceil(name.length / 3));
}

/**
 * The edit distance: how many letters to insert, delete, replace or swap with their neighbour (optimal string
 * alignment).
 */
function edits(from: string, to: string, most: number): number {
  // Names are short. This skips the quadratic comparison for long texts.
  if (Math.abs(from.length - to.length) > most) {
    return Infinity;
  }
  const rows = [[...Array(to.length + 1).keys()]];
  for (let i = 1; i <= from.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1,
        rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + cost,
        isSwapped ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
  }
  return rows[from.length][to.length];
}
