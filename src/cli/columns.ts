import { visible } from '../output/visible';

/**
 * Lays out rows below headings, in aligned columns: a line for each row.
 *
 * @param headings one for each column
 */
export function columns(headings: string[], rows: string[][]): string[] {
  const all = [headings, ...rows.map((row) => row.map(visible))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row
      .map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
