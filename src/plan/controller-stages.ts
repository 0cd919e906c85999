import { CanaryScale } from './canary-scale';
import { Gate } from './gate';
import { Routing } from './routing';
import { RunningVersion, Stage, StageKind, VersionRole } from './stage';
import { Step } from './step';

/**
 * The stages of a plan whose steps a controller takes: `baseline` with the stable version, `rollout` with the canary.
 * Both carry the steps, so they differ in the version alone, and `rollout` of this plan equals `baseline` of the next
 * one.
 *
 * @internal
 */
export function controllerStagesOf([stable, canary]: string[], steps: Step[]): Stage[] {
  const baseline = new Stage({
    id: 'baseline',
    kind: StageKind.BASELINE,
    runs: [full(stable, VersionRole.STABLE)],
    routing: new Routing({ primary: stable }),
    gates: [Gate.ready()],
    steps,
  });
  return canary === undefined ? [baseline] : [baseline, controlled('rollout', canary, [stable, canary], steps)];
}

/**
 * The rollback is the baseline again. The controller skips the steps when it returns to a revision whose pods still
 * exist.
 *
 * @internal
 */
export function controllerRollbackOf([stable, canary]: string[], from: Stage): Stage[] {
  return from.kind === StageKind.BASELINE ? [] : [controlled('rollback', stable, [stable, canary], from.steps)];
}

/**
 * A stage during a controller's run. It runs both versions, so that the objects of both exist until the controller is
 * done.
 */
function controlled(id: string, primary: string, [stable, canary]: string[], steps: Step[]): Stage {
  const runs = [full(stable, VersionRole.STABLE), full(canary, VersionRole.CANARY)];
  return new Stage({
    id,
    kind: StageKind.CONTROLLED,
    runs,
    routing: new Routing({ primary }),
    gates: [Gate.ready()],
    steps,
  });
}

function full(version: string, role: VersionRole): RunningVersion {
  return { version, role, scale: CanaryScale.full() };
}
