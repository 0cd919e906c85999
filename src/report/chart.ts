import { Timeline } from './timeline';
import { htmlText } from '../output/html';
import { Split } from '../readers/engine';

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [800, 190, 40, 10, 26];

/** The colour of an outcome: versions by their order, errors red, undetermined shares grey. */
export function colorOf(outcome: string, outcomes: string[]): string {
  if (outcome === 'undetermined') {
    return 'var(--unknown)';
  }
  if (/^[45]\d\d$/.test(outcome)) {
    return 'var(--bad)';
  }
  const versions = outcomes.filter((one) => one !== 'undetermined' && !/^[45]\d\d$/.test(one));
  return `var(--c${versions.indexOf(outcome) % 6})`;
}

/** The percentage of each outcome, as the page shows it. */
export function percents(split: Split): [string, number][] {
  const found = new Map<string, number>();
  split.shares.forEach(({ outcome, fraction }) => found.set(outcome, (found.get(outcome) ?? 0) + fraction.asPercent));
  return [...found].map(([outcome, percent]) => [outcome, Math.round(percent * 1e6) / 1e6]);
}

/** Draws the shares of the first class of requests over all points, a band for each outcome. */
export function chart({ points, rows, outcomes }: Timeline): string {
  const [row] = rows;
  if (!row || points.length < 2) {
    return '';
  }
  const step = (WIDTH - LEFT) / points.length;
  const y = (percent: number) => Math.round((TOP + (HEIGHT - TOP - BOTTOM) * (1 - percent / 100)) * 100) / 100;
  const x = (index: number) => Math.round((LEFT + step * index) * 100) / 100;
  const bands = row.splits.flatMap((split, index) => {
    let below = 0;
    const shares = new Map(percents(split));
    return outcomes
      .filter((outcome) => shares.has(outcome))
      .map((outcome) => {
        const percent = shares.get(outcome)!;
        const [top, bottom] = [y(below + percent), y(below)];
        below += percent;
        const title = `${points[index].name}: ${outcome} ${percent} %`;
        return (
          `<rect x="${x(index)}" y="${top}" width="${Math.round(step * 100) / 100}" ` +
          `height="${Math.round((bottom - top) * 100) / 100}" style="fill: ` +
          `${colorOf(outcome, outcomes)}"><title>${htmlText(title)}</title></rect>`
        );
      });
  });
  const lines = [0, 50, 100].map(
    (percent) => `<text x="${LEFT - 6}" y="${y(percent) + 4}" text-anchor="end">${percent} %</text>`,
  );
  const ticks = points.map(
    (_, index) => `<text x="${x(index) + step / 2}" y="${HEIGHT - 8}" text-anchor="middle">${index + 1}</text>`,
  );
  const label = `Who answers ${row.request}, over ${points.length} points; the table below has the numbers.`;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
    `aria-label="${htmlText(label)}">${bands.join('')}${lines.join('')}${ticks.join('')}</svg>`
  );
}
