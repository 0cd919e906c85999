/** A table in Markdown, whose columns stand below each other in a terminal too. */
export class Table {
  private readonly rows: string[][];

  public constructor(titles: string[]) {
    this.rows = [titles];
  }

  public add(...cells: string[]): void {
    this.rows.push(cells);
  }

  public toString(): string {
    if (this.rows.length === 1) {
      return '';
    }
    const widths = this.rows[0].map((_, column) => Math.max(3, ...this.rows.map((row) => row[column].length)));
    const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
    const [titles, ...rows] = this.rows;
    return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
  }
}
