import { basename } from 'node:path';
import { ManifestFault } from '../../manifests/manifest-fault';
import { objectsOf, StageSet } from '../../manifests/stage-sets';
import { LiveObjects } from '../../status/live-objects';
import { RolloutStatus, rolloutStatus } from '../../status/rollout-status';
import { CommandContext } from '../command';
import { GivenOptions, OptionDescriptions } from '../options';
import { readWithProgress } from '../progress';

/** The options of the commands that look at a cluster. */
export const STATUS_OPTIONS: OptionDescriptions = {
  live: {
    type: 'string',
    value: 'PATH',
    help:
      'The objects of the cluster, as kubectl get -o yaml --show-managed-fields prints them: a file, a folder, or - ' +
      'for the standard input.',
  },
  rollout: {
    type: 'string',
    value: 'NAME',
    help:
      'The rollout of this name, such as web, among several. By default all of them, without those whose plan file says ' +
      'that they are a way back.',
  },
  passed: {
    type: 'string',
    multiple: true,
    oneOf: ['manual', 'analysis', 'duration', 'ready', 'accepted'],
    help: 'A gate that you know to hold; may be given several times.',
  },
};

/** Each stage is compared with what the others have written. */
const MOST_STAGES = 500;

/** A rollout, and where the cluster is in it. */
export interface FoundStatus {
  readonly set: StageSet;
  readonly live: LiveObjects;
  readonly status: RolloutStatus;
}

/** @throws ManifestFault where there are no stages, or no objects of a cluster */
export function statusOf(options: GivenOptions, context: CommandContext): FoundStatus[] {
  const source = options.text('live');
  if (source === undefined) {
    throw new ManifestFault('--live is missing: the objects of the cluster, for example of kubectl get … -o yaml');
  }
  const { sets } = readWithProgress(options.positionals, context);
  const name = options.text('rollout');
  const series = sets.filter(({ stages }) => stages.length > 1);
  const isMeant = (set: StageSet) =>
    name === undefined ? set.plan?.rollbackFrom === undefined : basename(set.name) === name;
  const staged = series.filter(isMeant);
  if (series.length > 0 && staged.length === 0) {
    const names = series.map((set) => basename(set.name)).join(', ');
    throw new ManifestFault(`--rollout: ${name === undefined ? 'is missing, since all are ways back' : `there is no rollout '${name}'`}: the rollouts are ${names}`);
  }
  if (staged.length === 0) {
    throw new ManifestFault(`${options.positionals.join(' ')}: holds no stages of a rollout`);
  }
  const long = staged.find(({ stages }) => stages.length > MOST_STAGES);
  if (long !== undefined) {
    throw new ManifestFault(`${long.name}: has ${long.stages.length} stages, and status compares at most ${MOST_STAGES}`);
  }
  const read = readWithProgress([source], context, true).sets;
  const live = new LiveObjects(read.flatMap(({ stages }) => stages).flatMap(objectsOf));
  const passed = new Set(options.texts('passed'));
  const now = Date.now();
  return staged.map((set) => ({ set, live, status: rolloutStatus(set, live, passed, now) }));
}
