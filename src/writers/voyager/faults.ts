import { TRACK_LABEL, WEIGHT_ANNOTATION } from './manifests';
import { VoyagerApiVersion, VoyagerNaming, VoyagerOptions } from './options';
import { distance } from './pod-weights';
import { canaryPercent, onlyVersion, podsOf, stageWeights } from './stage-weights';
import { Application, HttpPath, HttpPathKind } from '../../application';
import { labelKeyFault, labelNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { given, repeated, shown } from '../../faults/shown';
import { sortedEntries, sortedKeys } from '../../faults/sorted-map';
import { Fraction } from '../../fraction';
import { RolloutPlan, Stage, StageKind } from '../../plan';

/** The parts of an application, a plan and options that Voyager cannot express. @internal */
export function voyagerFaults(application: Application, plan: RolloutPlan, options: VoyagerOptions): string[] {
  const faults = [...optionFaults(application, options), ...pathFaults(application), ...podFaults(application)];
  const isValid = faults.length === 0 && plan.validate().length === 0 && application.validate().length === 0;
  const isComputable = isValid && plan.versions.every((version) => Object.hasOwn(application.versions, version));
  const far = isComputable
    ? deviations(application, plan).filter(({ error, percent }) => error.compareTo(tolerance(percent, options)) > 0)
    : [];
  const tooFar = far.map(
    ({ text }) =>
      `${text}: use other numbers of pods, for example with a Step.canaryScale before it, ` +
        'or accept the difference with weightTolerance',
  );
  return [...faults, ...tooFar].map((fault) => `Voyager: ${fault}`);
}

/** A stage at which the canary's fraction differs from the plan's weight. */
interface Deviation {
  readonly percent: number;
  readonly error: Fraction;
  readonly text: string;
}

/** By default half a percentage point, but at most half of what either version gets in the plan. */
function tolerance(percent: number, { weightTolerance }: VoyagerOptions): Fraction {
  return Fraction.percent(weightTolerance ?? Number(Math.min(0.5, percent / 2, (100 - percent) / 2).toFixed(6)));
}

/** The stages at which the canary's fraction differs from the plan's weight. @internal */
export function deviations(application: Application, plan: RolloutPlan): Deviation[] {
  return plan.stages().flatMap((stage) => deviation(application, stage));
}

/**
 * The stages at which the canary's fraction temporarily differs from the plan's weight: Kubernetes first scales a
 * Deployment with its old pods, and these have the old weight (isScalingEvent in pkg/controller/deployment/sync.go).
 *
 * @internal
 */
export function transients(application: Application, plan: RolloutPlan): string[] {
  const stages = plan.stages();
  return stages.flatMap((stage, index) => {
    const weights =
      stage.kind === StageKind.SCALES && onlyVersion(stage) === undefined
        ? stageWeights(application, stages[index - 1])
        : undefined;
    if (!weights) {
      return [];
    }
    const [stable, canary] = stage.runs.map((run) => podsOf(application, run));
    const share = Fraction.of(weights.canary * canary, weights.stable * stable + weights.canary * canary);
    const percent = canaryPercent(stage);
    return distance(share, Fraction.percent(percent)).compareTo(Fraction.percent(1)) > 0
      ? [
        `at the stage ${stage.id} of ${application.name}, ${stage.versions.at(-1)} gets ` +
          `${Number(share.asPercent.toFixed(1))} % instead of ${percent} % until its pods are replaced, ` +
          'because Kubernetes scales before it changes their weight: to avoid this, scale before the first weight',
      ]
      : [];
  });
}

function deviation(application: Application, stage: Stage): Deviation[] {
  const weights = stageWeights(application, stage);
  const error = weights ? distance(weights.achieved, Fraction.percent(canaryPercent(stage))) : Fraction.ZERO;
  if (!weights || error.isZero) {
    return [];
  }
  const [stable, canary] = stage.runs.map((run) => `${podCount(podsOf(application, run))} of ${run.version}`);
  const percent = Number(weights.achieved.asPercent.toFixed(3));
  return [
    {
      error,
      percent: canaryPercent(stage),
      text:
        `at the stage ${stage.id} of ${application.name}, ${stage.versions.at(-1)} gets ` +
          `${weights.achieved} of the requests (${percent} %) instead of ${canaryPercent(stage)} %, ` +
          `which is the nearest fraction with ${stable}, ${canary} and whole weights on the same scale in all stages`,
    },
  ];
}

function podCount(pods: number): string {
  return pods === 1 ? '1 pod' : `${pods} pods`;
}

function optionFaults(application: Application, options: VoyagerOptions): string[] {
  const { apiVersion, naming, annotations = {}, weightTolerance, ingressName } = options;
  const wrongAnnotation = mapFault(
    annotations,
    'annotations must map names to texts',
    isText,
    "{ 'ingress.appscode.com/type': 'NodePort' }",
  );
  const ingress = ingressName ?? application.name;
  const isName = isText(ingress) && labelNameFault(ingress) === undefined && ingress.length <= LONGEST_NAME;
  const isApplication = application.validate().length === 0;
  const isTolerance =
    weightTolerance === undefined ||
    (Number.isFinite(weightTolerance) && weightTolerance >= 0 && weightTolerance <= 100);
  const labels: object = typeof application.labels === 'object' ? application.labels : {};
  return [
    apiVersion === undefined || Object.values(VoyagerApiVersion).includes(apiVersion)
      ? undefined
      : `apiVersion must be a VoyagerApiVersion, ${given(apiVersion)}: write for example VoyagerApiVersion.V1`,
    naming === undefined || Object.values(VoyagerNaming).includes(naming)
      ? undefined
      : `naming must be a VoyagerNaming, ${given(naming)}: write for example VoyagerNaming.BY_ROLE`,
    isTolerance
      ? undefined
      : 'weightTolerance must be a number of percentage points from 0 to 100, ' +
        `${given(weightTolerance)}: write for example 0.5`,
    isName
      ? undefined
      : `the Ingress's name ${shown(ingress)} does not fit, ` +
        'because Voyager names its own objects voyager-<ingress>: ' +
        `use at most ${LONGEST_NAME} lower-case letters, digits and dashes, with a letter or digit at both ends`,
    isApplication && application.name === `voyager-${ingress}`
      ? `Voyager creates a Service voyager-${ingress} for the Ingress ${shown(ingress)}, ` +
        "which would overwrite the application's Service: give another ingressName"
      : undefined,
    naming === VoyagerNaming.BY_ROLE && TRACK_LABEL in labels
      ? `the label '${TRACK_LABEL}' distinguishes the pods of ` +
        `'${application.name}-previous' and '${application.name}-new': choose another key`
      : undefined,
    wrongAnnotation,
    ...(wrongAnnotation ? [] : annotationFaults(annotations)),
  ].filter((fault) => fault !== undefined);
}

/** Voyager names its own Service and workload `voyager-<ingress>`, which must be a DNS label. */
const LONGEST_NAME = 55;

/** Annotations that break the plan: their name, the values that do so, and the effect. */
const FORBIDDEN: [string, RegExp, string][] = [
  ['force-ssl-redirect', /^(1|t|true)$/i, 'would redirect all clients to HTTPS, which the Ingress does not serve'],
  ['ssl-passthrough', /^(1|t|true)$/i, 'would turn all HTTP rules into TCP rules'],
  ['use-node-port', /^(1|t|true)$/i, 'would match hosts only with their node ports'],
  ['api-schema', /./, 'would hide the Ingress from Voyager'],
];

function annotationFaults(annotations: { [name: string]: string }): string[] {
  return sortedEntries(annotations).flatMap(([name, value]) => {
    const key = labelKeyFault(name);
    const forbidden = FORBIDDEN.find(
      ([setting, values]) => name === `ingress.appscode.com/${setting}` && values.test(value),
    );
    return [
      ...(key ? [`the annotation ${key}`] : []),
      ...(forbidden ? [`the annotation ${shown(name)} ${forbidden[2]}: omit it`] : []),
      ...(/[\u0000-\u001f\u007f]/.test(value)
        ? [
          `the annotation ${shown(name)} has control characters, ` +
            "and Voyager copies it unchanged into HAProxy's configuration: write it in one line",
        ]
        : []),
    ];
  });
}

/**
 * Voyager writes paths as HAProxy `path_beg` conditions. Their names replace slashes by dashes (ACLName in
 * pkg/haproxy/template/template.go), and HAProxy joins conditions with the same name.
 */
function pathFaults(application: Application): string[] {
  const paths = Array.isArray(application.paths)
    ? application.paths.filter((path) => path instanceof HttpPath && path.validate().length === 0)
    : [];
  const unreadable = paths
    .filter(({ path }) => /[^-_.:/a-zA-Z0-9]/.test(path))
    .map(
      ({ path }) =>
        `the path ${shown(path)} has characters with a special meaning in HAProxy's configuration: ` +
          'use letters, digits and -_.:/ only',
    );
  const exact = paths
    .filter(({ kind }) => kind === HttpPathKind.EXACT)
    .map(
      ({ path }) =>
        `the exact path ${shown(path)} would also match longer paths, ` +
          `because Voyager supports only prefixes: expose it as HttpPath.prefix(${shown(path)})`,
    );
  const same = repeated(paths.map(conditionName)).map(
    (name) =>
      `the paths ${paths
        .filter((path) => conditionName(path) === name)
        .map(({ path }) => shown(path))
        .join(
          ' and ',
        )} become the same HAProxy condition, because its name replaces slashes by dashes: expose one of them`,
  );
  return [...unreadable, ...exact, ...(unreadable.length > 0 ? [] : same)];
}

function conditionName({ path }: HttpPath): string {
  return path.replace(/^\/|\/$/g, '').replace(/\//g, '-');
}

function podFaults(application: Application): string[] {
  if (application.validate().length > 0) {
    return [];
  }
  return sortedKeys(application.versions)
    .filter((version) => WEIGHT_ANNOTATION in (application._pods(version).annotations ?? {}))
    .map(
      (version) =>
        `the pods of version ${shown(version)} have the annotation ` +
          `'${WEIGHT_ANNOTATION}', which the rollout writes: omit it`,
    );
}
