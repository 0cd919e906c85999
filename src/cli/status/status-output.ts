import { FoundStatus } from './status-options';
import { HttpRequest } from '../../http';
import { gateText } from '../../manifests/plan-file';
import { objectsOf, StageSet } from '../../manifests/stage-sets';
import { Split } from '../../readers/engine';
import { Traffic } from '../../readers/traffic';
import { GateState } from '../../status/gates';
import { Deviation } from '../../status/position';
import { columns } from '../columns';
import { splitJson } from '../split-output';
import { changeInWords, splitText, trafficChanges } from '../traffic-change';

/** The lines for a terminal. */
export function statusLines({ set, live, status }: FoundStatus): string[] {
  const names = set.stages.map(({ name }) => name);
  const { position, gates, next, mayGoOn } = status;
  const where = position.kind === 'at'
    ? [`at ${names[position.place]} (stage ${position.place + 1} of ${names.length})`]
    : position.kind === 'between'
      ? [`between ${names[position.from]} and ${names[position.to]}; of ${names[position.to]} is left to be applied:`, ...deviationLines(position.deviations)]
      : [`at no stage; ${names[position.nearest]} is the nearest, but:`, ...deviationLines(position.deviations)];
  const [first, ...others] = where;
  const gateLines = gates === undefined
    ? position.kind === 'at' && next !== undefined ? ['', 'No plan file tells the gates of this stage: see PlanFiles.write().'] : []
    : gates.length === 0 ? [] : ['', `Before ${next === undefined ? 'the next plan' : names[next]}:`, ...gates.map(gateLine)];
  return [
    `${set.name}: ${first}`,
    ...others,
    '',
    ...trafficLines(answersNow(set, live.all)),
    ...gateLines,
    ...(next === undefined ? [] : ['', ...nextLines(set, position.kind === 'at' ? position.place : undefined, next, mayGoOn)]),
  ];
}

function trafficLines(answers: { request: HttpRequest; split: Split }[]): string[] {
  return answers.length === 0
    ? ['No routes of a known router are there.']
    : columns(['REQUEST', 'WHO ANSWERS NOW'], answers.map(({ request, split }) => [String(request), splitText(split)]));
}

function nextLines(set: StageSet, place: number | undefined, next: number, mayGoOn: boolean): string[] {
  const { name } = set.stages[next];
  const effect = place === undefined ? [] : effectOf(set, place, next);
  return [`Next: ${name}${mayGoOn ? ', which may be applied' : ''}`, ...effect.map((line) => `  ${line}`)];
}

/** What a stage does to traffic, in words. */
function effectOf({ stages }: StageSet, place: number, next: number): string[] {
  const [one, other] = [place, next].map((at) => Traffic.of(objectsOf(stages[at])));
  if (one.routers.length + other.routers.length === 0) {
    return [];
  }
  const changed = trafficChanges(one, other).filter(({ changes }) => changes.some(({ isChanged }) => isChanged));
  return changed.length === 0
    ? ['no traffic changes']
    : changed.map((address) => `${address.address}: ${changeInWords(address)}`);
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
  const { position, gates, next, mayGoOn } = status;
  const nameOf = (place: number) => set.stages[place].name;
  const where = position.kind === 'at'
    ? { position: 'at', stage: nameOf(position.place) }
    : position.kind === 'between'
      ? { position: 'between', from: nameOf(position.from), to: nameOf(position.to), left: position.deviations }
      : { position: 'elsewhere', nearest: nameOf(position.nearest), deviations: position.deviations };
  return {
    rollout: set.name,
    ...where,
    traffic: answersNow(set, live.all).map(({ request, split }) => splitJson(request, split)),
    gates: gates?.map(({ gate, holds, reason }) => ({ ...gate, holds: holds ?? null, reason })) ?? null,
    next: next === undefined
      ? null
      : { stage: nameOf(next), files: [...new Set(set.stages[next].manifests.map(({ location }) => location.file))] },
    mayGoOn,
  };
}
