import { CanaryScale } from './canary-scale';
import { Gate } from './gate';
import { Routing } from './routing';
import { RunningVersion, Stage, StageKind, VersionRole } from './stage';
import { Step } from './step';

/**
 * What is committed of a plan whose steps a controller takes: the application before the release, and with it. Both
 * carry the steps, so that they differ in the version alone, and the one of this plan is the other one of the next.
 *
 * @internal
 */
export function controllerStagesOf([stable, canary]: string[], steps: Step[]): Stage[] {
  const baseline = new Stage({ id: 'baseline', kind: StageKind.BASELINE, runs: [full(stable, VersionRole.STABLE)], routing: new Routing({ primary: stable }), gates: [Gate.ready()], steps });
  return canary === undefined ? [baseline] : [baseline, controlled('rollout', canary, [stable, canary], steps)];
}

/**
 * The way back is the baseline again: the controller goes back to pods that it still knows without taking the steps.
 *
 * @internal
 */
export function controllerRollbackOf([stable, canary]: string[], from: Stage): Stage[] {
  return from.kind === StageKind.BASELINE ? [] : [controlled('rollback', stable, [stable, canary], from.steps)];
}

/** What both versions need is there until the controller is done. */
function controlled(id: string, primary: string, [stable, canary]: string[], steps: Step[]): Stage {
  const runs = [full(stable, VersionRole.STABLE), full(canary, VersionRole.CANARY)];
  return new Stage({ id, kind: StageKind.CONTROLLED, runs, routing: new Routing({ primary }), gates: [Gate.ready()], steps });
}

function full(version: string, role: VersionRole): RunningVersion {
  return { version, role, scale: CanaryScale.full() };
}
