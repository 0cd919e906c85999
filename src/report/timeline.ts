import { stringify } from 'yaml';
import { ObjectUpdate, updatesBetween } from '../checks/transition/object-update';
import { HttpRequest } from '../http';
import { Entry, RolloutMoment, RolloutPhase, Split, TrafficOptions } from '../readers/engine';
import { isWorkload } from '../readers/engine/endpoints';
import { idOf, objectName } from '../readers/engine/kubernetes-object';
import { addressLine } from '../readers/engine/request-classes';
import { Traffic } from '../readers/traffic';

/** A state of a cluster in the report. */
export interface ReportStage {
  readonly name: string;
  readonly objects: any[];
  /** What has to hold before the next stage; undefined where no plan file says it. */
  readonly gates?: readonly string[];
}

/** One point of the time line: a stage, or a step that a controller takes. */
export interface TimelinePoint {
  readonly name: string;
  /** The condition for going on to the next point. */
  readonly gate?: string;
  /** Updates against the point before, in words. */
  readonly changes: string[];
  /** The manifests; undefined where they are the same as at the point before. */
  readonly yaml?: string;
  readonly traffic: Traffic;
}

/** Who answers a class of requests at each point. */
export interface TimelineRow {
  readonly request: HttpRequest;
  /** Where the request comes in; undefined where there is one entry only. */
  readonly entry?: Entry;
  readonly splits: Split[];
}

/** The traffic of one application over its stages. */
export interface Timeline {
  readonly name: string;
  readonly points: TimelinePoint[];
  readonly rows: TimelineRow[];
  /** All outcomes, in the order of their first appearance. */
  readonly outcomes: string[];
  readonly notes: string[];
}

/**
 * The time line of some stages in their order.
 *
 * @param reading how the manifests are read
 */
export function timelineOf(name: string, stages: ReportStage[], reading: TrafficOptions = {}): Timeline {
  const points = stages.flatMap((stage, index) => pointsOf(stage, stages[index - 1], reading));
  const routers = [...new Set(points.flatMap(({ traffic }) => traffic.routers))];
  const rows = routers.flatMap((router) => rowsOf(points, router));
  const shown = withoutRepeated(rows);
  const notes = [
    ...new Set(shown.flatMap(({ splits }) => splits).flatMap((split) => split.notes.map(({ message }) => message))),
  ];
  const outcomes = [
    ...new Set(shown.flatMap(({ splits }) => splits).flatMap(({ shares }) => shares.map(({ outcome }) => outcome))),
  ];
  return { name, points, rows: shown, outcomes, notes };
}

/** Each class of requests, at each entry that knows its host at some point. */
function rowsOf(points: TimelinePoint[], router: string): TimelineRow[] {
  const routed = points.filter(({ traffic }) => traffic.routers.includes(router));
  const requests = routed.flatMap(({ traffic }) => traffic.requests(router));
  const distinct = [...new Map(requests.map((request) => [String(request), request])).values()];
  return distinct.flatMap((request): TimelineRow[] => {
    const entries = [
      ...new Map(
        routed.flatMap(({ traffic }) => traffic.entries(request, router)).map((entry) => [String(entry), entry]),
      ).values(),
    ];
    return (entries.length < 2 ? [undefined] : entries).map((entry) => ({
      request,
      entry,
      splits: points.map(({ traffic }) => splitAt(traffic, request, router, entry)),
    }));
  });
}

function splitAt(traffic: Traffic, request: HttpRequest, router: string, entry?: Entry): Split {
  if (!traffic.routers.includes(router)) {
    return new Split([]);
  }
  if (entry === undefined) {
    return traffic.split(request, undefined, router);
  }
  const isThere = traffic.entries(undefined, router).some((one) => entry.includes(one));
  return isThere ? traffic.at(entry).split(request, undefined, router) : new Split([]);
}

/** Leaves out requests with a header that always get the same answer as those without. */
function withoutRepeated(rows: TimelineRow[]): TimelineRow[] {
  return rows.filter((row) => {
    const plain = rows.find(
      (other) =>
        String(other.entry) === String(row.entry) &&
        other.request.headerNames.length === 0 &&
        addressLine(other.request) === addressLine(row.request),
    );
    return (
      plain === undefined ||
      plain === row ||
      row.splits.some((split, index) => !split.isSameTraffic(plain.splits[index]))
    );
  });
}

function pointsOf(stage: ReportStage, before: ReportStage | undefined, reading: TrafficOptions): TimelinePoint[] {
  const held = Traffic._held(stage.objects);
  const updates = before ? updatesBetween(Traffic._held(before.objects), held) : [];
  const changes = before
    ? updates.map((update) => update.name)
    : held.map((object) => `${objectName(object)} is there`);
  const yaml = stage.objects
    .map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');
  const end: TimelinePoint = {
    name: stage.name,
    gate: stage.gates === undefined ? gateOf(updates) : (stage.gates.join('; ') || undefined),
    changes,
    yaml,
    traffic: Traffic.of(stage.objects, reading),
  };
  const release = before && releaseOf(stage, before);
  if (!before || !release) {
    return [end];
  }
  const steps: any[] = release.spec.strategy.canary.steps ?? [];
  const moments = steps.flatMap((step, index): TimelinePoint[] => {
    const kind = Object.keys(step ?? {})[0] ?? 'nothing';
    if (kind === 'pause' || kind === 'analysis') {
      return [];
    }
    const moment = RolloutMoment.at({
      rollout: idOf(release),
      step: index,
      phase: RolloutPhase.PAUSED,
      before: before.objects,
    });
    return [
      {
        name: `${stage.name}, step ${index}: ${stepText(step)}`,
        gate: gateAfter(steps, index),
        changes: [],
        traffic: Traffic.during(stage.objects, moment, reading),
      },
    ];
  });
  const [first, ...rest] = moments;
  return first
    ? [{ ...first, changes, yaml }, ...rest, { ...end, name: `${stage.name}, released`, changes: [], yaml: undefined }]
    : [end];
}

/** The gate that follows from the manifests. Gates of the plan, such as a pause, are in its plan file only. */
function gateOf(updates: ObjectUpdate[]): string | undefined {
  const pods = updates.filter(({ kind, after }) => kind !== 'deleted' && isWorkload(after)).map(({ object }) => object);
  if (pods.length > 0) {
    return `${
      pods.length > 2
        ? `${pods.length} workloads are`
        : `${pods.join(' and ')} ` + `${pods.length === 1 ? 'is' : 'are'}`
    } ready`;
  }
  return updates.some(({ kind }) => kind !== 'deleted') ? 'the router has seen it' : undefined;
}

/** The Rollout whose pods change, if there is one. */
function releaseOf(stage: ReportStage, before: ReportStage): any {
  const changed = updatesBetween(Traffic._held(before.objects), Traffic._held(stage.objects))
    .filter(({ kind }) => kind === 'changed')
    .map(({ after }) => after);
  const known = Traffic.releasesOf(stage.objects);
  return changed.find(
    (object) => object.kind === 'Rollout' && known.includes(idOf(object)) && object.spec?.strategy?.canary,
  );
}

function stepText(step: any): string {
  const [kind, value] = Object.entries<any>(step ?? {})[0] ?? ['nothing', undefined];
  if (typeof value !== 'object' || value === null) {
    return `${kind} ${value}`;
  }
  if (typeof value.name === 'string') {
    return `${kind} ${value.name}${value.match === undefined ? ', closed' : ''}`;
  }
  return `${kind} ${Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : one}`)
    .join(', ')}`;
}

/** The condition between a step and the next one that changes traffic. */
function gateAfter(steps: any[], index: number): string | undefined {
  const [next] = steps.slice(index + 1);
  if (next?.pause !== undefined) {
    return next.pause?.duration === undefined ? 'a person promotes' : `${next.pause.duration} have passed`;
  }
  return next?.analysis === undefined ? undefined : 'an analysis succeeds';
}
