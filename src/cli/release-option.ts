import { GivenOptions, OptionDescriptions } from './options';
import { requireStep } from './rollout-options';
import { ofUnknownVersion } from '../checks/unknown-version';
import { ManifestFault } from '../manifests/manifest-fault';
import { objectsOf, StageSet } from '../manifests/stage-sets';
import { RolloutMoment } from '../readers/engine';
import { Traffic } from '../readers/traffic';

/** The option that says which release runs while the last stage is applied. */
export const RELEASE_OPTIONS: OptionDescriptions = {
  from: {
    type: 'string',
    value: 'NAMESPACE/NAME@STEP',
    help:
      'The last stage is applied while the release of this Rollout, which the stage before begins, is at this step ' +
      '(from 0). By default that release is over.',
  },
};

/** Gives the moment of a set's release; undefined where the set is not about it. */
export type ReleaseOf = (set: StageSet) => RolloutMoment | undefined;

/**
 * The release that runs while the last stage of a set is applied.
 *
 * @throws ManifestFault where the option is not written so, or no set has two stages with this Rollout
 */
export function releaseOf(options: GivenOptions, sets: StageSet[]): ReleaseOf {
  const text = options.text('from');
  if (text === undefined) {
    return () => undefined;
  }
  const [, rollout, step] = /^([^@]+)@(\d{1,9})$/.exec(text) ?? [];
  if (rollout === undefined) {
    throw new ManifestFault(`--from is written NAMESPACE/NAME@STEP, such as --from shop/cart@2, given '${text}'`);
  }
  const running = sets.filter(
    ({ stages }) => stages.length > 1 && Traffic.releasesOf(objectsOf(stages.at(-2)!)).includes(rollout),
  );
  if (running.length === 0) {
    throw new ManifestFault(
      `--from: the stage before the last one has no Rollout ${rollout}: write the path of what runs, then the path of ` +
        'what is applied',
    );
  }
  return (set) => {
    if (!running.includes(set)) {
      return undefined;
    }
    if (!Traffic.releasesOf(objectsOf(set.stages.at(-1)!)).includes(rollout)) {
      throw new ManifestFault(
        `--from: the last stage has no Rollout ${rollout}, so nothing goes on with its release: leave --from out to ` +
          'check the change as such',
      );
    }
    const [released, stable] = [set.stages.at(-2)!, set.stages.at(-3)].map((stage) => stage && objectsOf(stage));
    requireStep('--from', rollout, Number(step), released!);
    const before = stable ?? released!.map(ofUnknownVersion);
    return RolloutMoment.at({ rollout, step: Number(step), before });
  };
}
