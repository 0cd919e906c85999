import { Duration } from 'cdk8s';
import { ArgoRolloutsOptions, PodMetadata } from './options';
import { AntiAffinity } from './rollout/anti-affinity';
import { measurementOf, releaseContext, rolloutNames } from './rollout/context';
import { FINE_AND_AUTOSCALED } from './rollout/scaling-claims';
import { WorkloadReference } from './rollout/workload-reference';
import { RolloutRouter } from './routers/rollout-router';
import { Application } from '../../application';
import { labelFaults, labelKeyFault, objectNameFault, serviceNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { given, isMap, shown } from '../../faults/shown';
import { sortedKeys } from '../../faults/sorted-map';
import { unknownKeyFaults } from '../../faults/unknown-keys';
import { RolloutPlan, Step, StepKind } from '../../plan';

/**
 * The parts of an application, a plan and options that the controller of Argo Rollouts rejects, or executes differently
 * from the plan (pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts), one sentence each.
 *
 * @internal
 */
export function argoRolloutsFaults(
  application: Application,
  plan: RolloutPlan,
  options: ArgoRolloutsOptions,
  router: RolloutRouter,
): string[] {
  const durations = durationFaults(options);
  const faults = [
    ...unknownKeyFaults('ArgoRolloutsOptions', options),
    ...nameFaults(application, options, router),
    ...durations,
    ...(durations.length > 0 ? [] : deadlineFaults(options)),
    ...numberFaults(options),
    ...switchFaults(options),
    ...metadataFaults('canaryMetadata', options.canaryMetadata),
    ...metadataFaults('stableMetadata', options.stableMetadata),
    ...scaleFaults(options, router),
    ...surgeFaults(options, router),
    ...backgroundFaults(plan, options),
    ...valueFaults(options),
    ...(plan.validate().length > 0
      ? []
      : [
        ...pauseFaults(plan),
        ...emptyCanaryFaults(plan, router),
        ...fineScaleFaults(plan, options, router),
        ...dynamicScaleFaults(application, plan, options),
      ]),
  ];
  return [
    ...faults.map((fault) => `Argo Rollouts: ${fault}`),
    ...router
      .faults(application, plan, releaseContext(application, options, options.autoscaled === true))
      .map((fault) => `${router.title}: ${fault}`),
  ];
}

function nameFaults(application: Application, options: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const { rollout, stableService, canaryService } = rolloutNames(application, options);
  const names: [string, string | undefined][] = [
    ['Rollout', objectNameFault(rollout)],
    ['stable Service', serviceNameFault(stableService)],
    ['canary Service', serviceNameFault(canaryService)],
  ];
  return [
    ...names.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`),
    ...(stableService === canaryService && router.dividesRequests
      ? [
        `the stable and the canary Service both have the name ${shown(stableService)}, ` +
          'but the controller needs two Services: give one of them another name',
      ]
      : []),
  ];
}

const DURATIONS = ['scaleDownDelay', 'abortScaleDownDelay', 'progressDeadline', 'minReady'] as const;

/** The fields are 32-bit numbers of seconds. */
function durationFaults(options: ArgoRolloutsOptions): string[] {
  return DURATIONS.flatMap((name) => {
    const duration: unknown = options[name];
    if (duration === undefined || isWholeSeconds(duration)) {
      return [];
    }
    return [
      `${name} must be a Duration of whole seconds, ` +
        `${isDuration(duration) ? `given ${duration.toMilliseconds()} ms` : given(duration)}: ` +
        'write for example Duration.seconds(30)',
    ];
  });
}

function isDuration(value: unknown): value is Duration {
  return typeof (value as Duration | null)?.toMilliseconds === 'function';
}

function isWholeSeconds(value: unknown): boolean {
  const seconds = isDuration(value) ? value.toMilliseconds() / 1000 : NaN;
  return Number.isInteger(seconds) && seconds >= 0 && seconds < 2 ** 31;
}

function deadlineFaults({ progressDeadline, minReady }: ArgoRolloutsOptions): string[] {
  const [deadline, ready] = [progressDeadline?.toSeconds() ?? 600, minReady?.toSeconds() ?? 0];
  if (deadline > ready) {
    return [];
  }
  return [
    `the progressDeadline (${deadline} s) must be longer than minReady (${ready} s), ` +
      'because otherwise no pod becomes available in time: write a longer progressDeadline',
  ];
}

function numberFaults(options: ArgoRolloutsOptions): string[] {
  const whole = (name: 'revisionHistoryLimit' | 'rollbackWindow' | 'minPodsPerReplicaSet', least: number) => {
    const count = options[name];
    if (count === undefined || (Number.isInteger(count) && count >= least && count < 2 ** 31)) {
      return [];
    }
    return [
      `${name} must be a whole number from ${least} to 2147483647, ` +
        `${given(count)}: write for example ${name}: 5`,
    ];
  };
  return [...whole('revisionHistoryLimit', 0), ...whole('rollbackWindow', 1), ...whole('minPodsPerReplicaSet', 1)];
}

function switchFaults(options: ArgoRolloutsOptions): string[] {
  const switches = (['progressDeadlineAbort', 'dynamicStableScale', 'autoscaled'] as const).filter(
    (name) => options[name] !== undefined && typeof options[name] !== 'boolean',
  );
  return switches.map((name) => `${name} must be true or false, ${given(options[name])}`);
}

/** The labels by which Services, the Rollout and the controller select pods. */
const OWN_LABELS = ['app', 'version', 'rollouts-pod-template-hash'];

function metadataFaults(what: string, metadata: PodMetadata | undefined): string[] {
  if (metadata === undefined) {
    return [];
  }
  if (!isMap(metadata)) {
    return [
      `${what} must be a map of labels and annotations, ${given(metadata)}: ` +
        "write for example { labels: { deployment: 'canary' } }",
    ];
  }
  const { labels = {}, annotations = {} } = metadata;
  const shapeFaults = [
    mapFault(labels, `the labels of ${what} must map keys to texts`, isText, '{ deployment: \'canary\' }'),
    mapFault(annotations, `the annotations of ${what} must map keys to texts`, isText, '{ deployment: \'canary\' }'),
  ].filter((fault) => fault !== undefined);
  if (shapeFaults.length > 0) {
    return shapeFaults;
  }
  return [
    ...labelFaults(labels).map((fault) => `the label of ${what} ${fault}`),
    ...sortedKeys(annotations)
      .map(labelKeyFault)
      .filter((fault) => fault !== undefined)
      .map((fault) => `the annotation of ${what} ${fault}`),
    ...OWN_LABELS.filter((label) => Object.hasOwn(labels, label)).map(
      (label) =>
        `the label '${label}' of ${what} selects pods, ` +
          'and the rollout or the controller sets it: choose another key',
    ),
  ];
}

function scaleFaults(options: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const { dynamicStableScale, scaleDownDelay } = options;
  const withRouter = 'give a router: TrafficRouting.istio(), TrafficRouting.gatewayApi() or TrafficRouting.nginx()';
  return [
    ...(dynamicStableScale === true && !router.dividesRequests
      ? [`dynamicStableScale requires a router that divides the requests: omit it, or ${withRouter}`]
      : []),
    ...(scaleDownDelay !== undefined && !router.dividesRequests
      ? [`scaleDownDelay requires a router that divides the requests: omit it, or ${withRouter}`]
      : []),
    ...(options.minPodsPerReplicaSet !== undefined && !router.dividesRequests
      ? [`minPodsPerReplicaSet has no effect without a router that divides the requests: omit it, or ${withRouter}`]
      : []),
    ...(dynamicStableScale === true && scaleDownDelay !== undefined
      ? ['dynamicStableScale leaves no old pods for scaleDownDelay to keep: omit one of them']
      : []),
    ...(dynamicStableScale === true && options.minPodsPerReplicaSet !== undefined
      ? [
        'dynamicStableScale and minPodsPerReplicaSet together let an abort never end in releases 1.9 of the ' +
          'controller: omit one of them',
      ]
      : []),
    ...(dynamicStableScale === true && router.emptyStable !== undefined
      ? [`dynamicStableScale is refused, because ${router.emptyStable}: omit it`]
      : []),
  ];
}

function surgeFaults({ maxSurge, maxUnavailable }: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const limits: [string, unknown][] = [['maxSurge', maxSurge], ['maxUnavailable', maxUnavailable]];
  const isZero = (value: unknown) => isText(value) && /^0+%?$/.test(value);
  return limits.filter(([, value]) => value !== undefined).flatMap(([name, value]) => {
    if (router.dividesRequests) {
      return [`${name} has no effect with a router that divides the requests: omit it`];
    }
    return isText(value) && /^\d{1,6}%?$/.test(value)
      ? []
      : [`${name} must be a number of pods or a percentage as a text, ${given(value)}: write for example '25%'`];
  }).concat(isZero(maxSurge) && isZero(maxUnavailable)
    ? ['maxSurge and maxUnavailable are both zero, so no pod could be replaced: give one of them a greater value']
    : []);
}

function backgroundFaults(plan: RolloutPlan, { backgroundAnalysis: background }: ArgoRolloutsOptions): string[] {
  if (background === undefined) {
    return [];
  }
  if (!isMap(background)) {
    return [
      `backgroundAnalysis must be a map of options, ${given(background)}: ` +
        "write for example { templates: ['success-rate'] }",
    ];
  }
  const { startingStep } = background;
  const count = Array.isArray(plan.steps) ? plan.steps.length : 0;
  const isStep = Number.isInteger(startingStep) && startingStep! >= 0 && startingStep! < Math.max(count, 1);
  const isValidStart = startingStep === undefined || isStep;
  return [
    ...measurementOf(background)
      .validate()
      .map((fault) => `backgroundAnalysis: ${fault}`),
    ...(isValidStart
      ? []
      : [
        'backgroundAnalysis: the startingStep must be a step of the plan, ' +
          `from 0 to ${Math.max(count, 1) - 1}, ${given(startingStep)}`,
      ]),
  ];
}

function valueFaults({ antiAffinity, workload }: ArgoRolloutsOptions): string[] {
  const what = (value: unknown, kind: any, name: string, example: string) => {
    if (value === undefined) {
      return [];
    }
    return value instanceof kind
      ? (value as AntiAffinity | WorkloadReference).validate()
      : [`${name} must be ${kind.name}, ${given(value)}: write for example ${example}`];
  };
  return [
    ...what(antiAffinity, AntiAffinity, 'antiAffinity', 'AntiAffinity.preferred(50)'),
    ...what(workload, WorkloadReference, 'workload', 'WorkloadReference.deployment({ name: \'echo\' })'),
  ];
}

function place(step: Step, index: number): string {
  return `step ${index + 1}, ${step}`;
}

function pauseFaults(plan: RolloutPlan): string[] {
  return plan.steps.flatMap((step, index) =>
    step.kind === StepKind.PAUSE && step.duration !== undefined && !isWholeSeconds(step.duration)
      ? [
        `${place(step, index)}: the controller only supports whole seconds up to 2147483647: ` +
          'write for example Duration.seconds(30)',
      ]
      : [],
  );
}

/** The steps that change the canary's size or a route to it. */
const MOVING = [StepKind.CANARY_SCALE, StepKind.WEIGHT, StepKind.HEADER_ROUTE, StepKind.MIRROR_ROUTE];

/**
 * A canary whose size matches a weight of 0 has no pod. The controller removes the header routes to a canary without
 * pods; and it removes the pods first, and lowers the weight in the next reconciliation (reconcileTrafficRouting).
 */
function emptyCanaryFaults(plan: RolloutPlan, router: RolloutRouter): string[] {
  let [weight, matches, opened] = [0, false, false];
  return !router.dividesRequests ? [] : plan.steps.flatMap((step, index) => {
    const before = weight;
    matches = step.kind === StepKind.CANARY_SCALE ? step.scale!.matchesWeight : matches;
    weight = step.kind === StepKind.WEIGHT ? step.percent! : weight;
    opened ||= step.kind === StepKind.HEADER_ROUTE || (step.kind === StepKind.MIRROR_ROUTE && step.percent! > 0);
    const isEmpty = matches && weight === 0 && MOVING.includes(step.kind);
    if (isEmpty && opened) {
      return [
        `${place(step, index)}: a canary whose size matches a weight of 0 has no pod in Argo Rollouts, ` +
          'so nothing would answer requests of the header route or mirror: ' +
          'write Step.canaryScale(CanaryScale.replicas(1)) or a weight before it',
      ];
    }
    return isEmpty && before > 0 && !router.stableAnswersForCanary
      ? [
        `${place(step, index)}: the size of the canary matches the weight, and the controller removes pods before it ` +
          `lowers the weight, so ${before} % of requests would get 503 for a moment: ` +
          'write Step.canaryScale(CanaryScale.replicas(1)) before this step',
      ]
      : [];
  });
}

/**
 * The controller divides the canary's pods by the replicas, so a full promotion would ask for a weight above 100
 * (issue 4424 of argoproj/argo-rollouts).
 */
function dynamicScaleFaults(
  application: Application,
  plan: RolloutPlan,
  { dynamicStableScale }: ArgoRolloutsOptions,
): string[] {
  const { canaryVersion, steps } = plan;
  if (dynamicStableScale !== true || canaryVersion === undefined || application.validate().length > 0) {
    return [];
  }
  const { replicas } = application._pods(canaryVersion);
  return steps.flatMap((step, index) => {
    const count = step.scale?.fixedReplicas;
    return count !== undefined && count > replicas
      ? [
        `${place(step, index)}: with dynamicStableScale a canary with more pods than the replicas of ` +
          `${shown(canaryVersion)} (${replicas}) makes a full promotion ask for a weight above 100: write at most ` +
          `CanaryScale.replicas(${replicas}), or omit dynamicStableScale`,
      ]
      : [];
  });
}

/**
 * With weights finer than 1 %, percentages of replicas are ambiguous: releases of the controller use different totals
 * for them.
 */
function fineScaleFaults(plan: RolloutPlan, { autoscaled }: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  if (router.maxTrafficWeight(plan.steps) === 100) {
    return [];
  }
  const matching = plan.steps.findIndex((step) => step.scale?.matchesWeight);
  return [
    ...(matching >= 0
      ? [
        `${place(plan.steps[matching], matching)}: with weights finer than 1 %, ` +
          'releases of the controller differ in the number of pods that match a weight: ' +
          'write the size with CanaryScale.replicas or CanaryScale.percent',
      ]
      : []),
    ...(autoscaled === true ? [FINE_AND_AUTOSCALED] : []),
  ];
}
