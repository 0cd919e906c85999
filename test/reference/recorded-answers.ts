import { existsSync, readFileSync } from 'node:fs';
import { referencePath } from './reference';
import { HttpRequest } from '../../src/http';
import { readManifests } from '../../src/manifests/manifest-reader';
import { Entry, GatewayImplementation, PodReadiness, Share, Split, Unrouted } from '../../src/readers/engine';
import { Traffic } from '../../src/readers/traffic';

/** A request that was sent to a real router, and who answered it. */
export interface RecordedAnswer {
  readonly case: string;
  readonly url: string;
  readonly method?: string;
  readonly headers: [string, string][];
  /** Further arguments, such as `--ready echo/echo-v2=0`. */
  readonly args?: string[];
  readonly via: 'gateway' | 'sidecar';
  /** The namespace of a client in the mesh. */
  readonly ns?: string;
  /** The gateway that the request was sent to, where there are several. */
  readonly gateway?: string;
  readonly answers: { readonly [target: string]: number };
  readonly requests?: number;
  readonly n?: number;
}

/** What the reader says of a recorded answer. */
export interface Replay {
  readonly verdict: 'right' | 'undetermined' | 'wrong';
  readonly recorded: RecordedAnswer;
  /** The reader's split, or the error that it throws. */
  readonly said: string;
  readonly notes: string[];
}

/** The answers that were recorded for a router; none where the material is absent. */
export function recordedAnswers(router: string): RecordedAnswer[] {
  const file = referencePath(`recorded/${router}`, 'answers.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).answers : [];
}

/** Asks the reader what was asked of the router. */
export function replay(router: string, recorded: RecordedAnswer, implementation?: GatewayImplementation): Replay {
  try {
    const split = splitOf(router, recorded, implementation);
    const verdict = isSame(split, recorded) ? 'right' : split.undetermined.isZero ? 'wrong' : 'undetermined';
    return {
      verdict,
      recorded,
      said: String(split),
      notes: split.notes.map(({ code, message }) => `${code}: ${message}`),
    };
  } catch (error) {
    return { verdict: 'wrong', recorded, said: String(error), notes: [] };
  }
}

function splitOf(router: string, recorded: RecordedAnswer, implementation?: GatewayImplementation): Split {
  const text = readFileSync(referencePath(`recorded/${router}`, `${recorded.case}.yaml`), 'utf8');
  const objects = readManifests(text, recorded.case).manifests.map(({ object }) => object);
  const traffic = Traffic.of(objects, { complete: true, implementation });
  const request = recorded.headers.reduce(
    (one, [name, value]) => one.withHeader(name, value),
    HttpRequest.to(recorded.url, { method: recorded.method }),
  );
  const ready = (recorded.args ?? []).flatMap((arg, index, args) =>
    args[index - 1] === '--ready' ? [arg.split('=')] : [],
  );
  const readiness = ready.reduce(
    (known, [workload, pods]) => known.withReadyPods(workload, Number(pods)),
    PodReadiness.allReady(),
  );
  const entry = recorded.via === 'sidecar' ? Entry.mesh(recorded.ns) : Entry.gateway(recorded.gateway);
  return traffic.at(entry).split(request, readiness);
}

/** Shares of 0 and 1 are exact; others are samples, and compared within four standard deviations. */
function isSame(split: Split, { answers, requests, n }: RecordedAnswer): boolean {
  const said = new Map<string, number>();
  for (const share of split.shares) {
    const target = Object.keys(answers).find((name) => namesOf(share).includes(name)) ?? share.outcome;
    said.set(target, (said.get(target) ?? 0) + share.fraction.asPercent / 100);
  }
  const count = n ?? (requests || 2000);
  return [...new Set([...Object.keys(answers), ...said.keys()])].every((target) => {
    const [share, measured] = [said.get(target) ?? 0, answers[target] ?? 0];
    const deviation = Math.sqrt((share * (1 - share)) / count);
    return Math.abs(share - measured) <= 4 * deviation + 1e-3;
  });
}

/** All that the recordings may call a target. */
function namesOf({ workload, version, status, unrouted }: Share): (string | undefined)[] {
  const special =
    unrouted === undefined
      ? []
      : unrouted === Unrouted.PASSTHROUGH
        ? ['PASSTHROUGH']
        : ['no listener', 'ENVOY-REFUSES'];
  return [workload, version, status === undefined ? undefined : String(status), ...special];
}
