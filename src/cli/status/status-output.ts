import { FoundStatus } from './status-options';
import { HttpRequest } from '../../http';
import { gateText } from '../../manifests/plan-file';
import { filesOfStage, objectsOf, StageSet } from '../../manifests/stage-sets';
import { Split } from '../../readers/engine';
import { Traffic } from '../../readers/traffic';
import { GateState } from '../../status/gates';
import { LiveObjects } from '../../status/live-objects';
import { Deviation, Position } from '../../status/position';
import { RolloutStatus } from '../../status/rollout-status';
import { columns } from '../columns';
import { splitJson } from '../split-output';
import { changeInWords, splitText, trafficChanges } from '../traffic-change';

/** The lines for a terminal. */
export function statusLines({ set, live, status }: FoundStatus): string[] {
  const names = set.stages.map(({ name }) => name);
  const [where, ...deviations] = positionLines(status.position, names);
  return [
    `${set.name}: ${where}`,
    ...deviations,
    '',
    ...trafficLines(answersNow(set, live.all)),
    ...gateLines(status, names),
    ...(status.next === undefined ? [] : ['', ...nextLines(set, live, status.next, status)]),
  ];
}

function positionLines(position: Position, names: readonly string[]): string[] {
  switch (position.kind) {
    case 'at':
      return [`at ${names[position.place]} (stage ${position.place + 1} of ${names.length})`];
    case 'before':
      return ['no object of any stage is there'];
    case 'between': {
      const [from, to] = [names[position.from], names[position.to]];
      return [`between ${from} and ${to}; of ${to} is left to be applied:`, ...deviationLines(position.deviations)];
    }
    case 'elsewhere':
      return [`at no stage; ${names[position.nearest]} is the nearest, but:`, ...deviationLines(position.deviations)];
  }
}

function gateLines({ position, gates, next }: RolloutStatus, names: readonly string[]): string[] {
  if (gates === undefined) {
    const hint =
      'No plan file tells the gates of this stage. RolloutApp and PlanFiles.write() write it; name the folder that holds it.';
    return position.kind === 'at' && next !== undefined ? ['', hint] : [];
  }
  const before = next === undefined ? 'the next plan' : names[next];
  return gates.length === 0 ? [] : ['', `Before ${before}:`, ...gates.map(gateLine)];
}

function trafficLines(answers: { request: HttpRequest; split: Split }[]): string[] {
  return answers.length === 0
    ? ['No routes of a known router are there.']
    : columns(['REQUEST', 'WHO ANSWERS NOW'], answers.map(({ request, split }) => [String(request), splitText(split)]));
}

function nextLines(set: StageSet, live: LiveObjects, next: number, { mayGoOn, leftOver }: RolloutStatus): string[] {
  const { name } = set.stages[next];
  const told = leftOver === undefined
    ? `Next: ${name}${mayGoOn ? ', which may be applied' : ''}`
    : `Next: ${name}, for which nothing is left to be applied; delete ${leftOver.join(', ')}`;
  return [told, ...effectOf(set, live, next).map((line) => `  ${line}`)];
}

/** What the next stage does to the traffic of the cluster as it is, in words. */
function effectOf({ stages }: StageSet, live: LiveObjects, next: number): string[] {
  const wanted = objectsOf(stages[next]);
  const known = stages.flatMap(objectsOf).flatMap((manifest) => live.find(manifest) ?? []);
  const kept = wanted.flatMap((manifest) => live.find(manifest) ?? []);
  const removed = new Set(known.filter((object) => !kept.includes(object)));
  const applied = new Map(wanted.map((manifest) => [live.find(manifest), manifest]));
  const after = [
    ...live.all.filter((object) => !removed.has(object)).map((object) => changedBy(object, applied.get(object))),
    ...wanted.filter((manifest) => live.find(manifest) === undefined),
  ];
  const [one, other] = [Traffic.of([...live.all]), Traffic.of(after)];
  if (one.routers.length + other.routers.length === 0) {
    return [];
  }
  const changed = trafficChanges(one, other).filter(({ changes }) => changes.some(({ isChanged }) => isChanged));
  return changed.length === 0
    ? ['no traffic changes']
    : changed.map((address) => `${address.address}: ${changeInWords(address)}`);
}

/** A live object to which a manifest is applied: its status stays. */
function changedBy(object: any, manifest: any): any {
  if (manifest === undefined) {
    return object;
  }
  const { labels, annotations } = manifest.metadata ?? {};
  return { ...object, ...manifest, metadata: { ...object.metadata, labels, annotations }, status: object.status };
}

/** More fields and objects are counted, not listed. */
const MOST_LINES = 20;

function deviationLines(deviations: readonly Deviation[]): string[] {
  const lines = deviations.flatMap((one): string[] => {
    switch (one.kind) {
      case 'missing':
        return [
          one.isInSeveral
            ? `${one.object} is there in several namespaces, and the manifest names none: give the objects of one`
            : `${one.object} is not there`,
        ];
      case 'left over':
        return [`${one.object} is there, and this stage has none`];
      case 'different':
        return one.fields.map(({ field, wanted, live }) => `${one.object}: ${field} is ${valueText(live)}, not ${valueText(wanted)}`);
    }
  });
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `  - ${line}`);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function gateLine({ gate, holds, reason }: GateState): string {
  const mark = holds === true ? 'yes' : holds === false ? 'no ' : '?  ';
  return `  ${mark} ${gateText(gate)}${reason === '' ? '' : ` (${reason})`}`;
}

/** Who answers the requests that the stages tell apart, by the live objects. */
function answersNow(set: StageSet, live: readonly any[]): { request: HttpRequest; split: Split }[] {
  const traffic = Traffic.of([...live]);
  const known = new Set(traffic.routers);
  const requests = new Map<string, { request: HttpRequest; router: string }>();
  for (const { manifests } of set.stages) {
    const staged = Traffic.of(manifests.map(({ object }) => object));
    for (const router of staged.routers.filter((one) => known.has(one))) {
      staged.requests(router).forEach((request) => requests.set(String(request), { request, router }));
    }
  }
  return [...requests.values()].map(({ request, router }) => {
    return { request, split: traffic.split(request, undefined, router) };
  });
}

/** As JSON has it. */
export function statusJson({ set, live, status }: FoundStatus): any {
  const { position, gates, next, leftOver, mayGoOn } = status;
  const nameOf = (place: number) => set.stages[place].name;
  return {
    rollout: set.name,
    ...positionJson(position, nameOf),
    traffic: answersNow(set, live.all).map(({ request, split }) => splitJson(request, split)),
    gates: gates?.map(({ gate, holds, reason }) => ({ ...gate, holds: holds ?? null, reason })) ?? null,
    next: next === undefined ? null : { stage: nameOf(next), files: filesOfStage(set.stages[next]) },
    ...(leftOver === undefined ? {} : { toDelete: leftOver }),
    mayGoOn,
  };
}

function positionJson(position: Position, nameOf: (place: number) => string): any {
  switch (position.kind) {
    case 'at':
      return { position: 'at', stage: nameOf(position.place) };
    case 'before':
      return { position: 'before' };
    case 'between':
      return {
        position: 'between',
        from: nameOf(position.from),
        to: nameOf(position.to),
        left: position.deviations,
      };
    case 'elsewhere':
      return { position: 'elsewhere', nearest: nameOf(position.nearest), deviations: position.deviations };
  }
}
