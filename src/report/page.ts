import { chart, colorOf, percents } from './chart';
import { STYLE } from './style';
import { Timeline, TimelinePoint, TimelineRow } from './timeline';
import { Finding } from '../checks';
import { counted } from '../output/counted';
import { htmlBlock, htmlDocument, htmlText } from '../output/html';
import { Shown } from '../output/shown';
import { Split } from '../readers/engine';

/** One application on the page. */
export interface ReportSection {
  readonly timeline: Timeline;
  readonly findings: Finding[];
}

/**
 * Renders one page about the traffic of some applications: for each a time line with the shares at every stage, the
 * findings, and the manifests. The page needs no network and no script.
 */
export function page(sections: ReportSection[]): Shown {
  const errors = sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error').length;
  const contents =
    sections.length < 2 ? '' : `<nav aria-label="Applications"><ul>${sections.map(link).join('')}</ul></nav>`;
  const found = errors === 0 ? 'No errors were found.' : `<strong>${counted(errors, 'error')} found.</strong>`;
  return htmlDocument(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<link rel="icon" href="data:,">
<title>Who gets which version</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Who gets which version</h1>
<p class="soft">${counted(sections.length, 'application')}, read from manifests; every pod is assumed ready. ${found}</p>
</header>
${contents}
<main>
${sections.map(section).join('\n')}
</main>
</body>
</html>
`);
}

function link({ timeline, findings }: ReportSection, index: number): string {
  const number = findings.length > 0 ? ` <span class="soft">(${findings.length})</span>` : '';
  return `<li><a href="#s${index}">${htmlText(timeline.name)}</a>${number}</li>`;
}

function section({ timeline, findings }: ReportSection, index: number): string {
  const { name, outcomes, notes, points } = timeline;
  const legend = outcomes.map((outcome) => `<li>${key(outcome, outcomes)}${htmlText(outcome)}</li>`).join('');
  const yaml = points.map((point, place) => manifests(point, place)).join('\n');
  return `<section aria-labelledby="s${index}">
<h2 id="s${index}">${htmlText(name)}</h2>
${
  timeline.rows.length === 0
    ? '<p>No route of a known router is among the manifests.</p>'
    : `<ul class="legend" aria-label="Who answers">${legend}</ul>
${chart(timeline)}
${table(timeline)}`
}
<h3>Findings</h3>
${findings.length === 0 ? '<p>None.</p>' : findings.map(finding).join('\n')}
${
  notes.length === 0
    ? ''
    : `<details><summary>${counted(notes.length, 'note')} on how the manifests were ` +
      `read</summary><ul>${notes.map((note) => `<li>${htmlText(note)}</li>`).join('')}</ul></details>`
}
<h3>Manifests</h3>
${yaml}
</section>`;
}

function table({ points, rows, outcomes }: Timeline): string {
  const heads = points
    .map(
      ({ name, gate }, index) =>
        `<th scope="col">${index + 1}. ` +
        `${htmlText(name)}${gate === undefined ? '' : `<span class="gate">then: ${htmlText(gate)}</span>`}</th>`,
    )
    .join('');
  const body = rows
    .map((row) => `<tr><th scope="row">${rowHead(row)}</th>${cells(row, points, outcomes)}</tr>`)
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="Shares by stage"><table>
<caption>Who answers each class of requests, stage by stage</caption>
<thead><tr><th scope="col">Request</th>${heads}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

function rowHead({ request, entry }: TimelineRow): string {
  const from = entry === undefined ? '' : ` <span class="soft">from ${htmlText(String(entry))}</span>`;
  return `<code>${htmlText(String(request))}</code>${from}`;
}

function cells({ request, splits }: TimelineRow, points: TimelinePoint[], outcomes: string[]): string {
  return splits
    .map(
      (split, index) =>
        `<td data-stage="${htmlText(points[index].name)}" ` +
        `data-request="${htmlText(String(request))}">${cell(split, outcomes)}</td>`,
    )
    .join('');
}

function cell(split: Split, outcomes: string[]): string {
  const shares = percents(split);
  if (shares.length === 0) {
    return '<span class="soft">no route</span>';
  }
  const bars = shares
    .map(([outcome, percent]) => `<span style="width: ${percent}%; background: ${colorOf(outcome, outcomes)}"></span>`)
    .join('');
  const texts = shares
    .map(
      ([outcome, percent]) =>
        `<span class="share" data-outcome="${htmlText(outcome)}" ` +
        `data-percent="${percent}">${key(outcome, outcomes)}${htmlText(outcome)} ${percent} %</span>`,
    )
    .join('');
  return `<div class="bar" aria-hidden="true">${bars}</div>${texts}`;
}

function key(outcome: string, outcomes: string[]): string {
  return `<span class="key" aria-hidden="true" style="background: ${colorOf(outcome, outcomes)}"></span>`;
}

function finding({
  rule,
  severity,
  message,
  fix,
  source,
  objects,
  request,
  entry,
  moment,
  order,
  methods,
  stage,
}: Finding): string {
  const details: [string, string | undefined][] = [
    ['Stage', stage],
    ['Request', request && String(request)],
    ['From', entry],
    ['When', moment],
    ['Order', order && `${order.join(', ')}${methods ? ` (${methods.join(', ')})` : ''}`],
    ['Objects', objects.filter((object) => object !== '').join(', ')],
    ['Fix', fix],
    ['Source', source],
  ];
  const list = details
    .filter(([, text]) => text)
    .map(([name, text]) => `<dt>${name}</dt><dd>${htmlText(text!)}</dd>`)
    .join('');
  return (
    `<div class="finding ${severity}"><strong>${severity}: ` +
    `${htmlText(rule)}</strong><br>${htmlText(message)}<dl>${list}</dl></div>`
  );
}

function manifests({ name, changes, yaml }: TimelinePoint, index: number): string {
  if (yaml === undefined) {
    return '';
  }
  const list =
    changes.length === 0
      ? '<p>Nothing changes.</p>'
      : `<ul>${changes.map((change) => `<li>${htmlText(change)}</li>`).join('')}</ul>`;
  const changed = changes.length === 0 ? 'no change' : counted(changes.length, 'object');
  const title = `${index + 1}. ${htmlText(name)} <span class="soft">${changed}</span>`;
  return `<details><summary>${title}</summary>${list}<pre tabindex="0"><code>${htmlBlock(yaml)}</code></pre></details>`;
}
