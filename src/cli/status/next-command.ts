import { basename } from 'node:path';
import { FoundStatus, STATUS_OPTIONS, statusOf } from './status-options';
import { ManifestFault } from '../../manifests/manifest-fault';
import { gateText } from '../../manifests/plan-file';
import { filesOfStage, objectsOf } from '../../manifests/stage-sets';
import { terminalText } from '../../output/terminal';
import { identityOf, objectName } from '../../readers/engine/kubernetes-object';
import { Command, EXIT } from '../command';
import { describedOptions, GivenOptions } from '../options';

/** Which files are to be applied next. */
export const nextCommand: Command = {
  name: 'next',
  summary: 'the files of the next stage, where its gates hold',
  help: `Prints the files of the stage that may be applied next, one in each line; nothing where a gate does not hold, where
objects are left to be deleted, or where the last stage is reached. Between two stages it prints the files of the later
one. Nothing is applied.

Usage: cdk8s-rollouts next PATH --live LIVE [options]

${describedOptions(STATUS_OPTIONS)}

Examples:
  files=$(cdk8s-rollouts next dist/ --live live.yaml --passed manual) &&
    printf '%s\\n' "$files" | xargs -d '\\n' -r -n1 kubectl apply -f

Exit codes: 0 files are printed, or the last stage is reached; 1 a gate does not hold, objects are left to be deleted, or
the cluster is at no stage; 2 wrong options, or input that cannot be read; 3 an internal error.
`,
  run(args, context) {
    const found = statusOf(new GivenOptions(args, STATUS_OPTIONS), context);
    const waiting = found.flatMap(reasons);
    const going = found.filter(({ status }) => status.mayGoOn);
    requireOwnObjects(found.filter(({ status }) => status.mayGoOn || status.leftOver !== undefined));
    const files = going.flatMap(({ set, status }) => filesOfStage(set.stages[status.next!]));
    if (files.length > 0) {
      context.write(terminalText(files));
    }
    if (waiting.length > 0) {
      context.warn(terminalText(waiting));
    }
    return found.some(isHeld) ? EXIT.FINDINGS : EXIT.OK;
  },
};

/** @throws ManifestFault where two rollouts go on with the same object: only a person knows which of them is meant */
function requireOwnObjects(going: FoundStatus[]): void {
  const owners = new Map<string, string>();
  for (const { set } of going) {
    for (const object of set.stages.flatMap(objectsOf)) {
      const owner = owners.get(identityOf(object)) ?? set.name;
      owners.set(identityOf(object), owner);
      if (owner !== set.name) {
        const names = [owner, set.name].map((name) => basename(name)).join(' and ');
        throw new ManifestFault(`${names} both go on with ${objectName(object)}: say by --rollout which one is meant`);
      }
    }
  }
}

/** Whether something has to happen before the next stage. */
function isHeld({ status: { position, next, mayGoOn } }: FoundStatus): boolean {
  return position.kind === 'elsewhere' || (next !== undefined && !mayGoOn);
}

/** Why no file of a rollout is printed. */
function reasons({ set, status }: FoundStatus): string[] {
  const { position, gates, next, mayGoOn, leftOver } = status;
  if (mayGoOn) {
    return [];
  }
  if (position.kind === 'elsewhere') {
    return [`${set.name}: the cluster is at no stage: cdk8s-rollouts status says what differs`];
  }
  if (leftOver !== undefined) {
    return [`${set.name}: ${set.stages[next!].name} has nothing left to be applied; delete ${leftOver.join(', ')}`];
  }
  if (next === undefined) {
    return [`${set.name}: the last stage is reached`];
  }
  if (gates === undefined) {
    return [`${set.name}: no plan file tells the gates: write it with PlanFiles.write(app)`];
  }
  return gates
    .filter(({ holds }) => holds !== true)
    .map(({ gate, holds, reason }) => `${set.name}: ${holds === false ? 'not yet' : 'not known'}: ${gateText(gate)} (${reason})`);
}
