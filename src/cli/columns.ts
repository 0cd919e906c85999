import { visible } from '../output/visible';

/** Longer texts move what follows them: padding every row for the sake of one would make any table huge. */
const MAX_WIDTH = 200;

/**
 * Lays out rows below headings, in aligned columns: a line for each row.
 *
 * @param headings one for each column
 */
export function columns(headings: string[], rows: string[][]): string[] {
  const all = [headings, ...rows.map((row) => row.map(visible))];
  const widths = headings.map((_, column) => {
    return Math.min(MAX_WIDTH, all.reduce((widest, row) => Math.max(widest, row[column].length), 0));
  });
  return all.map((row) =>
    row
      .map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
