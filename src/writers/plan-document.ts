import { Duration } from 'cdk8s';
import { Application } from '../application';
import { sortedEntries } from '../faults/sorted-map';
import { PLAN_FORMAT } from '../files/plan-file-name';
import { Gate, RolloutPlan, Stage } from '../plan';

/** A stage with the files that hold its objects. @internal */
export interface StageWithFiles {
  readonly stage: Stage;
  /** The name in the names of its files. */
  readonly name: string;
  /** Files, or folders, relative to the output directory, in the order in which they are applied. */
  readonly files: string[];
}

/** A rollout as its plan file describes it. @internal */
export function planDocument(
  { name, namespace }: Application,
  { stableVersion, canaryVersion }: RolloutPlan,
  router: string,
  rollbackFrom: string | undefined,
  stages: readonly StageWithFiles[],
): string {
  const document = {
    format: PLAN_FORMAT,
    application: { name, namespace },
    router,
    stable: stableVersion,
    ...(canaryVersion === undefined ? {} : { canary: canaryVersion }),
    ...(rollbackFrom === undefined ? {} : { rollbackFrom }),
    stages: stages.map(({ stage, name: called, files }) => ({
      id: stage.id,
      ...(called === stage.id ? {} : { name: called }),
      kind: stage.kind,
      files,
      gates: stage.gates.map(gateDocument),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function gateDocument({ kind, duration, measurement }: Gate): any {
  return {
    kind,
    ...(duration === undefined ? {} : { seconds: secondsOf(duration) }),
    ...(measurement === undefined
      ? {}
      : { templates: measurement.templates, args: Object.fromEntries(sortedEntries(measurement.args)) }),
  };
}

function secondsOf(duration: Duration): number {
  return duration.toMilliseconds() / 1000;
}
