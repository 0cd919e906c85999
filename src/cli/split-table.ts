import { columns } from './columns';
import { outcomeName, rounded } from './split-output';
import { HttpRequest } from '../http';
import { Share, Split } from '../readers/engine';

/** Formats the answer to one request in full. */
export function splitTable(request: HttpRequest, split: Split): string[] {
  const rows = split.shares.map((share) => [
    String(share.fraction),
    `${rounded(share.fraction.asPercent)} %`,
    outcomeName(share),
    detail(share),
  ]);
  return [
    String(request),
    '',
    ...columns(['SHARE', 'PERCENT', 'WHO ANSWERS', 'THROUGH'], rows),
    ...noteLines(split.notes.map(({ message }) => message)),
  ];
}

/** Notes below a table; nothing where there are none. */
export function noteLines(notes: string[]): string[] {
  return notes.length === 0 ? [] : ['', 'Notes:', ...notes.map((note) => `  - ${note}`)];
}

function detail({ status, workload, service, subset, undetermined }: Share): string {
  const labels =
    subset &&
    Object.entries(subset)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
  const parts = [
    workload && `workload ${workload}`,
    service && `Service ${service}`,
    labels && `subset ${labels}`,
    status !== undefined && 'no version answers',
    undetermined?.message,
  ];
  return parts.filter((part) => part).join(', ') || '-';
}
