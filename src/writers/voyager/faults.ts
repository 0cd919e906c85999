import { TRACK_LABEL, WEIGHT_ANNOTATION } from './manifests';
import { VoyagerApiVersion, VoyagerNaming, VoyagerOptions } from './options';
import { distance } from './pod-weights';
import { canaryPercent, onlyVersion, podsOf, stageWeights } from './stage-weights';
import { Application, HttpPath, HttpPathKind } from '../../application';
import { labelKeyFault, labelNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { repeated, shown } from '../../faults/shown';
import { Fraction } from '../../fraction';
import { RolloutPlan, Stage, StageKind } from '../../plan';

/** What of an application, a plan and options Voyager cannot express, without regard to other applications. @internal */
export function voyagerFaults(application: Application, plan: RolloutPlan, options: VoyagerOptions): string[] {
  const own = [...optionFaults(application, options), ...pathFaults(application), ...podFaults(application)];
  const isSound = own.length === 0 && plan.validate().length === 0 && application.validate().length === 0;
  const isKnown = isSound && plan.versions.every((version) => Object.hasOwn(application.versions, version));
  const far = isKnown
    ? deviations(application, plan).filter(({ error, percent }) => error.compareTo(tolerance(percent, options)) > 0)
    : [];
  const tooFar = far.map(({ text }) => `${text}: run other numbers of pods, for example by a Step.canaryScale before it, or accept it by weightTolerance`);
  return [...own, ...tooFar].map((fault) => `Voyager: ${fault}`);
}

/** A stage at which the canary's share is not exactly the plan's. */
interface Deviation {
  readonly percent: number;
  readonly error: Fraction;
  readonly text: string;
}

/** Half a percentage point, but never more than half of what either version shall get. */
function tolerance(percent: number, { weightTolerance }: VoyagerOptions): Fraction {
  return Fraction.percent(weightTolerance ?? Number(Math.min(0.5, percent / 2, (100 - percent) / 2).toFixed(6)));
}

/** The stages at which the canary's share is not exactly the plan's. @internal */
export function deviations(application: Application, plan: RolloutPlan): Deviation[] {
  return plan.stages().flatMap((stage) => deviation(application, stage));
}

/**
 * The stages at which the canary's share is another one for a while: Kubernetes brings a Deployment to its new size with
 * the old pods first, and these have the old weight (isScalingEvent in pkg/controller/deployment/sync.go).
 *
 * @internal
 */
export function transients(application: Application, plan: RolloutPlan): string[] {
  const stages = plan.stages();
  return stages.flatMap((stage, index) => {
    const weights = stage.kind === StageKind.SCALES && onlyVersion(stage) === undefined ? stageWeights(application, stages[index - 1]) : undefined;
    if (!weights) {
      return [];
    }
    const [stable, canary] = stage.runs.map((run) => podsOf(application, run));
    const share = Fraction.of(weights.canary * canary, weights.stable * stable + weights.canary * canary);
    const percent = canaryPercent(stage);
    return distance(share, Fraction.percent(percent)).compareTo(Fraction.percent(1)) > 0
      ? [`at the stage ${stage.id} of ${application.name}, ${stage.versions.at(-1)} gets ${Number(share.asPercent.toFixed(1))} % instead of ${percent} % until its pods are replaced: Kubernetes scales before it changes their weight. Scale before the first weight where that is too much`]
      : [];
  });
}

function deviation(application: Application, stage: Stage): Deviation[] {
  const weights = stageWeights(application, stage);
  const error = weights ? distance(weights.achieved, Fraction.percent(canaryPercent(stage))) : Fraction.ZERO;
  if (!weights || error.isZero) {
    return [];
  }
  const [stable, canary] = stage.runs.map((run) => `${podsOf(application, run)} of ${run.version}`);
  const percent = Number(weights.achieved.asPercent.toFixed(3));
  return [{ error, percent: canaryPercent(stage), text: `at the stage ${stage.id} of ${application.name}, ${stage.versions.at(-1)} gets ${weights.achieved} of the requests (${percent} %) instead of ${canaryPercent(stage)} %, the closest with ${stable} and ${canary} and whole weights on one scale for all stages` }];
}

function optionFaults(application: Application, options: VoyagerOptions): string[] {
  const { apiVersion, naming, annotations = {}, weightTolerance, ingressName } = options;
  const odd = mapFault(annotations, 'annotations must map names to texts', isText, '{ \'ingress.appscode.com/type\': \'NodePort\' }');
  const ingress = ingressName ?? application.name;
  const isName = isText(ingress) && labelNameFault(ingress) === undefined && ingress.length <= LONGEST_NAME;
  const isApplication = application.validate().length === 0;
  const isTolerance = weightTolerance === undefined || (Number.isFinite(weightTolerance) && weightTolerance >= 0 && weightTolerance <= 100);
  const labels: object = typeof application.labels === 'object' ? application.labels : {};
  return [
    apiVersion === undefined || Object.values(VoyagerApiVersion).includes(apiVersion) ? undefined : `apiVersion is a VoyagerApiVersion, ${given(apiVersion)}: write for example VoyagerApiVersion.V1`,
    naming === undefined || Object.values(VoyagerNaming).includes(naming) ? undefined : `naming is a VoyagerNaming, ${given(naming)}: write for example VoyagerNaming.BY_ROLE`,
    isTolerance ? undefined : `weightTolerance is a number of percentage points from 0 to 100, ${given(weightTolerance)}: write for example 0.5`,
    isName ? undefined : `the Ingress's name ${shown(ingress)} is none that Voyager can put voyager- before, for objects of its own: at most ${LONGEST_NAME} lower-case letters, digits and dashes, with a letter or digit at both ends`,
    isApplication && application.name === `voyager-${ingress}` ? `Voyager makes a Service voyager-${ingress} of its own for the Ingress ${shown(ingress)}, which would overwrite the application's: give ingressName another one` : undefined,
    naming === VoyagerNaming.BY_ROLE && TRACK_LABEL in labels ? `the label '${TRACK_LABEL}' tells the pods of '${application.name}-previous' and '${application.name}-new' apart: choose another key` : undefined,
    odd,
    ...(odd ? [] : annotationFaults(annotations)),
  ].filter((fault) => fault !== undefined);
}

/** Voyager calls its own Service and workload `voyager-<ingress>`, which has to be a DNS label. */
const LONGEST_NAME = 55;

/** What the rollout's own promise does not survive, and what would become lines of HAProxy's configuration. */
const FORBIDDEN: [string, RegExp, string][] = [
  ['force-ssl-redirect', /^(1|t|true)$/i, 'would send everybody to HTTPS, which the Ingress does not serve'],
  ['ssl-passthrough', /^(1|t|true)$/i, 'would make TCP of all HTTP rules'],
  ['use-node-port', /^(1|t|true)$/i, 'would have hosts known by their node ports only'],
  ['api-schema', /./, 'would hide the Ingress from Voyager'],
];

function annotationFaults(annotations: { [name: string]: string }): string[] {
  return Object.entries(annotations).flatMap(([name, value]) => {
    const key = labelKeyFault(name);
    const forbidden = FORBIDDEN.find(([own, values]) => name === `ingress.appscode.com/${own}` && values.test(value));
    return [
      ...(key ? [`the annotation ${key}`] : []),
      ...(forbidden ? [`the annotation ${shown(name)} ${forbidden[2]}: leave it out`] : []),
      ...(/[\u0000-\u001f\u007f]/.test(value) ? [`the annotation ${shown(name)} has control characters, and Voyager puts it into HAProxy's configuration as it is: write it in one line`] : []),
    ];
  });
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
