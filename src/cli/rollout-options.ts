import { GivenOptions, OptionDescriptions } from './options';
import { readingOf } from './reading-options';
import { ofUnknownVersion } from '../checks/unknown-version';
import { ManifestFault } from '../manifests/manifest-fault';
import { objectsOf, StageManifests, StageSet } from '../manifests/stage-sets';
import { RolloutMoment, RolloutPhase, TrafficOptions, PodReadiness } from '../readers/engine';
import { idOf } from '../readers/engine/kubernetes-object';
import { Traffic } from '../readers/traffic';

/** The options that choose the moment of a release. */
export const MOMENT_OPTIONS: OptionDescriptions = {
  ready: {
    type: 'string',
    multiple: true,
    value: 'NAMESPACE/WORKLOAD=N',
    help:
      'How many pods of a workload are ready. For a Rollout: NAMESPACE/NAME:stable=N and NAMESPACE/NAME:canary=N. ' +
      'By default all are.',
  },
  step: {
    type: 'string',
    value: 'N',
    help:
      'The step of a Rollout that its controller is at, counted from 0 (currentStepIndex). By default 0 where ' +
      '--phase or --rollout is given; if none of the three is given, no release is under way.',
  },
  phase: {
    type: 'string',
    oneOf: ['progressing', 'paused', 'aborted', 'full-promotion', 'promoted'],
    help: 'The phase of the step. By default paused: its pods are available, and its weight is set.',
  },
  rollout: { type: 'string', value: 'NAMESPACE/NAME', help: 'Which Rollout is at the step, where there are several.' },
};

const PHASES: { [word: string]: RolloutPhase } = {
  'progressing': RolloutPhase.PROGRESSING,
  'paused': RolloutPhase.PAUSED,
  'aborted': RolloutPhase.ABORTED,
  'full-promotion': RolloutPhase.FULL_PROMOTION,
  'promoted': RolloutPhase.PROMOTED,
};

/** Which pods are ready. @throws ManifestFault if a value is not `workload=number` */
export function readinessOf(options: GivenOptions): PodReadiness {
  return options.texts('ready').reduce((readiness, text) => {
    const [, workload, pods] = /^(.+)=(\d{1,9})$/.exec(text) ?? [];
    if (workload === undefined) {
      throw new ManifestFault(
        `--ready is written NAMESPACE/WORKLOAD=N, such as --ready echo/echo-v2=0, given '${text}'`,
      );
    }
    return readiness.withReadyPods(workload, Number(pods));
  }, PodReadiness.allReady());
}

/** A state to evaluate. */
export interface AskedStage {
  readonly set: string;
  readonly stage: string;
  readonly traffic: Traffic;
}

/** The states that the options select: all of them, or the one at a step of a release. */
export function askedStages(sets: StageSet[], options: GivenOptions): AskedStage[] {
  const [step, phase, rollout] = [options.natural('step'), options.text('phase'), options.text('rollout')];
  const reading = readingOf(options);
  if (step === undefined && phase === undefined && rollout === undefined) {
    return sets.flatMap(({ name, stages }) =>
      stages.map((stage) => ({ set: name, stage: stage.name, traffic: Traffic.of(objectsOf(stage), reading) })),
    );
  }
  const released = sets.filter(({ stages }) => Traffic.releasesOf(objectsOf(stages.at(-1)!)).length > 0);
  if (released.length === 0) {
    throw new ManifestFault(
      '--step, --phase and --rollout need a Rollout of Argo Rollouts, and the manifests contain none',
    );
  }
  return released.map(({ name, stages }) => {
    const last = stages.at(-1)!;
    const traffic = duringStep(last, stages.at(-2), step ?? 0, PHASES[phase ?? 'paused'], reading, rollout);
    return { set: name, stage: last.name, traffic };
  });
}

function duringStep(
  stage: StageManifests,
  before: StageManifests | undefined,
  step: number,
  phase: RolloutPhase,
  reading: TrafficOptions,
  named?: string,
): Traffic {
  const objects = objectsOf(stage);
  const releases = Traffic.releasesOf(objects);
  if (named === undefined && releases.length > 1) {
    throw new ManifestFault(
      `there are several Rollouts (${releases.join(', ')}): say by --rollout which of them is at the step`,
    );
  }
  const rollout = named ?? releases[0];
  if (!releases.includes(rollout)) {
    throw new ManifestFault(`--rollout: there is no Rollout ${rollout}. The Rollouts are: ${releases.join(', ')}.`);
  }
  requireStep('--step', rollout, step, objects);
  return Traffic.during(
    objects,
    RolloutMoment.at({ rollout, step, phase, before: before ? objectsOf(before) : objects.map(ofUnknownVersion) }),
    reading,
  );
}

/** @throws ManifestFault if the Rollout has no such step */
export function requireStep(option: string, rollout: string, step: number, objects: any[]): void {
  const isMeant = (object: any) => object.kind === 'Rollout' && idOf(object) === rollout;
  const steps = objects.find(isMeant)?.spec?.strategy?.canary?.steps ?? [];
  if (step > steps.length) {
    throw new ManifestFault(
      `${option}: the Rollout ${rollout} has ${steps.length} steps: write a number from 0 to ${steps.length} (after ` +
        `the last step), given ${step}`,
    );
  }
}
