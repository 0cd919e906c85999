import { HttpRequest } from '../http';
import { Share, Split } from '../readers/engine';

/** Formats a split as JSON; null is what the manifests do not tell. */
export function splitJson(request: HttpRequest, split: Split): any {
  return { request: requestJson(request), split: split.shares.map(shareJson), notes: split.notes };
}

function requestJson(request: HttpRequest): any {
  const query = request.query ? `?${request.query}` : '';
  const headers = Object.fromEntries(request.headerNames.map((name) => [name, one(request.headerValues(name))]));
  return { method: request.method, url: `${request.scheme}://${request.authority}${request.path}${query}`, headers };
}

function one(values: string[]): string | string[] {
  return values.length === 1 ? values[0] : values;
}

function shareJson(share: Share): any {
  return {
    version: share.version ?? null,
    workload: share.workload ?? null,
    service: share.service ?? null,
    subset: share.subset ? knownLabels(share.subset) : null,
    status: share.status ?? null,
    fraction: String(share.fraction),
    percent: rounded(share.fraction.asPercent),
    role: share.role ?? null,
    unrouted: share.unrouted ?? null,
    ...(share.undetermined === undefined
      ? {}
      : { undetermined: share.undetermined.message, code: share.undetermined.code }),
  };
}

/** Leaves out the pod hash, which the controller computes in the cluster: no manifest has it. */
function knownLabels(labels: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'rollouts-pod-template-hash'));
}

/** Who gets what, in one line: `v1 80 %, v2 20 %`. */
export function splitLine(split: Split): string {
  return [...outcomes(split)].map(([outcome, percent]) => `${outcome} ${rounded(percent)} %`).join(', ');
}

/** The percentage of each outcome. */
export function outcomes(split: Split): Map<string, number> {
  const found = new Map<string, number>();
  for (const share of split.shares) {
    const name = outcomeName(share);
    found.set(name, (found.get(name) ?? 0) + share.fraction.asPercent);
  }
  return found;
}

/** Names who answers: the version, otherwise the workload, the subset or the Service. */
export function outcomeName(share: Share): string {
  const { version, workload, subset, status, undetermined } = share;
  if (subset !== undefined && [version, workload, status, undetermined].every((known) => known === undefined)) {
    return Object.entries(subset)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
  }
  return share.outcome;
}

/** Rounds to six decimals; no weight that people write has more. */
export function rounded(percent: number): number {
  return Math.round(percent * 1e6) / 1e6;
}
