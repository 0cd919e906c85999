import { distance } from './pod-weights';
import { canaryPercent, podsOf, stageWeights } from './stage-weights';
import { TRACK_LABEL, WEIGHT_ANNOTATION } from './voyager-manifests';
import { VoyagerApiVersion, VoyagerNaming, VoyagerOptions } from './voyager-options';
import { Application, HttpPath, HttpPathKind } from '../../application';
import { labelKeyFault, objectNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { repeated, shown } from '../../faults/shown';
import { Fraction } from '../../fraction';
import { RolloutPlan, Stage } from '../../plan';

/** What of an application, a plan and options Voyager cannot express, looking at nothing else. @internal */
export function voyagerFaults(application: Application, plan: RolloutPlan, options: VoyagerOptions): string[] {
  const own = [...optionFaults(application, options), ...pathFaults(application), ...podFaults(application)];
  const isSound = own.length === 0 && plan.validate().length === 0 && application.validate().length === 0;
  const isKnown = isSound && plan.versions.every((version) => version in application.versions);
  const far = isKnown
    ? deviations(application, plan).filter(({ error }) => error.compareTo(Fraction.percent(options.weightTolerance ?? 0.5)) > 0)
    : [];
  const tooFar = far.map(({ text }) => `${text}: run other numbers of pods, for example by a Step.canaryScale before it, or accept it by weightTolerance`);
  return [...own, ...tooFar].map((fault) => `Voyager: ${fault}`);
}

/** The stages at which the canary's share is not exactly the plan's. @internal */
export function deviations(application: Application, plan: RolloutPlan): { readonly error: Fraction; readonly text: string }[] {
  return plan.stages().flatMap((stage) => deviation(application, stage));
}

function deviation(application: Application, stage: Stage): { readonly error: Fraction; readonly text: string }[] {
  const weights = stageWeights(application, stage);
  const error = weights ? distance(weights.achieved, Fraction.percent(canaryPercent(stage))) : Fraction.ZERO;
  if (!weights || error.isZero) {
    return [];
  }
  const [stable, canary] = stage.runs.map((run) => `${podsOf(application, run)} of ${run.version}`);
  const percent = Number(weights.achieved.asPercent.toFixed(3));
  return [{ error, text: `at the stage ${stage.id} of ${application.name}, ${stage.versions.at(-1)} gets ${weights.achieved} of the requests (${percent} %) instead of ${canaryPercent(stage)} %, which is the closest for ${stable} and ${canary} with weights of at most 256 a pod` }];
}

function optionFaults(application: Application, options: VoyagerOptions): string[] {
  const { apiVersion, naming, annotations = {}, weightTolerance, ingressName } = options;
  const odd = mapFault(annotations, 'annotations must map names to texts', isText, '{ \'ingress.appscode.com/type\': \'NodePort\' }');
  const name = ingressName === undefined ? undefined : objectNameFault(ingressName);
  const isTolerance = weightTolerance === undefined || (Number.isFinite(weightTolerance) && weightTolerance >= 0 && weightTolerance <= 100);
  const labels: object = typeof application.labels === 'object' ? application.labels : {};
  return [
    apiVersion === undefined || Object.values(VoyagerApiVersion).includes(apiVersion) ? undefined : `apiVersion is a VoyagerApiVersion, given ${shown(apiVersion)}: write for example VoyagerApiVersion.V1`,
    naming === undefined || Object.values(VoyagerNaming).includes(naming) ? undefined : `naming is a VoyagerNaming, given ${shown(naming)}: write for example VoyagerNaming.BY_ROLE`,
    isTolerance ? undefined : `weightTolerance is a number of percentage points from 0 to 100, given ${shown(weightTolerance)}: write for example 0.5`,
    name && `the Ingress ${name}`,
    naming === VoyagerNaming.BY_ROLE && TRACK_LABEL in labels ? `the label '${TRACK_LABEL}' tells the pods of '${application.name}-previous' and '${application.name}-new' apart: choose another key` : undefined,
    odd,
    ...(odd ? [] : Object.keys(annotations).map(labelKeyFault).map((fault) => fault && `the annotation ${fault}`)),
  ].filter((fault) => fault !== undefined);
}

/**
 * Paths become HAProxy's `path_beg` conditions, with names in which slashes and dashes are one (ACLName in
 * pkg/haproxy/template/template.go); conditions of one name count as one.
 */
function pathFaults(application: Application): string[] {
  const paths = Array.isArray(application.paths) ? application.paths.filter((path) => path instanceof HttpPath && path.validate().length === 0) : [];
  const odd = paths.filter(({ path }) => /[^-_.:/a-zA-Z0-9]/.test(path)).map(({ path }) => `the path ${shown(path)} has characters that HAProxy's configuration reads in its own way: use letters, digits and -_.:/ only`);
  const exact = paths.filter(({ kind }) => kind === HttpPathKind.EXACT).map(({ path }) => `the exact path ${shown(path)} would take longer paths too, because Voyager knows the beginnings of paths only: expose it as HttpPath.prefix(${shown(path)})`);
  const same = repeated(paths.map(conditionName)).map((name) => `the paths ${paths.filter((path) => conditionName(path) === name).map(({ path }) => shown(path)).join(' and ')} become one condition, because slashes and dashes are one in its name: expose one of them`);
  return [...odd, ...exact, ...(odd.length > 0 ? [] : same)];
}

function conditionName({ path }: HttpPath): string {
  return path.replace(/^\/|\/$/g, '').replace(/\//g, '-');
}

function podFaults(application: Application): string[] {
  if (application.validate().length > 0) {
    return [];
  }
  return Object.keys(application.versions)
    .filter((version) => WEIGHT_ANNOTATION in (application._pods(version).annotations ?? {}))
    .map((version) => `the pods of version ${shown(version)} have the annotation '${WEIGHT_ANNOTATION}', which the rollout writes: leave it out`);
}
