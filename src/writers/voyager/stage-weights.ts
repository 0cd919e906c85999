import { PodWeights, podWeights } from './pod-weights';
import { Application } from '../../application';
import { RunningVersion, Stage } from '../../plan';

/** The pod weights of both versions at a stage; undefined if only one version runs. @internal */
export function stageWeights(application: Application, stage: Stage): PodWeights | undefined {
  const [stable, canary] = stage.runs;
  if (canary === undefined) {
    return undefined;
  }
  return podWeights(canaryPercent(stage), podsOf(application, stable), podsOf(application, canary));
}

/** The number of a running version's pods. @internal */
export function podsOf(application: Application, { version, scale }: RunningVersion): number {
  return scale.replicasOf(application._pods(version).replicas);
}

/** The version that gets all requests, if one does. @internal */
export function onlyVersion(stage: Stage): string | undefined {
  const percent = canaryPercent(stage);
  return percent === 0 ? stage.versions[0] : percent === 100 ? stage.versions.at(-1) : undefined;
}

/** The canary's percentage of all requests in the plan. @internal */
export function canaryPercent({ runs, routing }: Stage): number {
  return routing.primary === runs.at(-1)!.version ? 100 : routing.weight ?? 0;
}
