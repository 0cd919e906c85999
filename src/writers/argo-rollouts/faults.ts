import { Duration } from 'cdk8s';
import { ArgoRolloutsOptions, PodMetadata } from './options';
import { AntiAffinity } from './rollout/anti-affinity';
import { releaseContext, rolloutNames } from './rollout/context';
import { FINE_AND_AUTOSCALED } from './rollout/scaling-claims';
import { WorkloadReference } from './rollout/workload-reference';
import { RolloutRouter } from './routers/rollout-router';
import { Application } from '../../application';
import { labelFaults, labelKeyFault, objectNameFault, serviceNameFault } from '../../application/kubernetes-names';
import { isText, mapFault } from '../../faults/list-fault';
import { isMap, shown } from '../../faults/shown';
import { RolloutPlan, Step, StepKind } from '../../plan';
import { measurementOf } from './rollout/background-analysis';
import { unknownKeyFaults } from '../../faults/unknown-keys';

/**
 * What of an application, a plan and options the controller of Argo Rollouts rejects, or accepts and does otherwise
 * (pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts), one sentence each.
 *
 * @internal
 */
export function argoRolloutsFaults(application: Application, plan: RolloutPlan, options: ArgoRolloutsOptions, router: RolloutRouter): string[] {
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
    ...(plan.validate().length > 0 ? [] : [...pauseFaults(plan), ...emptyCanaryFaults(plan, router), ...fineScaleFaults(plan, options, router)]),
  ];
  return [...faults.map((fault) => `Argo Rollouts: ${fault}`), ...router.faults(application, plan, releaseContext(application, options, options.autoscaled === true)).map((fault) => `${router.title}: ${fault}`)];
}

function nameFaults(application: Application, options: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const { rollout, stableService, canaryService } = rolloutNames(application, options);
  const given: [string, string | undefined][] = [
    ['Rollout', objectNameFault(rollout)],
    ['stable Service', serviceNameFault(stableService)],
    ['canary Service', serviceNameFault(canaryService)],
  ];
  return [
    ...given.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`),
    ...(stableService === canaryService && router.dividesRequests ? [`the stable and the canary Service are both called ${shown(stableService)}, and the controller needs two different ones: give one of them another name`] : []),
  ];
}

const DURATIONS = ['scaleDownDelay', 'abortScaleDownDelay', 'progressDeadline', 'minReady'] as const;

/** The fields are whole seconds of 32 bits. */
function durationFaults(options: ArgoRolloutsOptions): string[] {
  return DURATIONS.flatMap((name) => {
    const given: unknown = options[name];
    if (given === undefined || isWholeSeconds(given)) {
      return [];
    }
    return [`${name} is a Duration of whole seconds, given ${isDuration(given) ? `${given.toMilliseconds()} ms` : shown(given)}: write for example Duration.seconds(30)`];
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
  return deadline > ready ? [] : [`the progressDeadline (${deadline} s) has to be longer than minReady (${ready} s), or no pod would be available in time: write a longer progressDeadline`];
}

function numberFaults(options: ArgoRolloutsOptions): string[] {
  const whole = (name: 'revisionHistoryLimit' | 'rollbackWindow' | 'minPodsPerReplicaSet', least: number) => {
    const given = options[name];
    return given === undefined || (Number.isInteger(given) && given >= least && given < 2 ** 31) ? [] : [`${name} is a whole number, at least ${least} and of 32 bits, ${given(given)}`];
  };
  return [...whole('revisionHistoryLimit', 0), ...whole('rollbackWindow', 1), ...whole('minPodsPerReplicaSet', 1)];
}

function switchFaults(options: ArgoRolloutsOptions): string[] {
  const switches = (['progressDeadlineAbort', 'dynamicStableScale', 'autoscaled'] as const).filter((name) => options[name] !== undefined && typeof options[name] !== 'boolean');
  return switches.map((name) => `${name} is true or false, ${given(options[name])}`);
}

/** Labels by which pods are selected, or told apart by the controller. */
const OWN_LABELS = ['app', 'version', 'rollouts-pod-template-hash'];

function metadataFaults(what: string, metadata: PodMetadata | undefined): string[] {
  if (metadata === undefined) {
    return [];
  }
  if (!isMap(metadata)) {
    return [`${what} is a map of labels and annotations, ${given(metadata)}: write for example { labels: { deployment: 'canary' } }`];
  }
  const { labels = {}, annotations = {} } = metadata;
  const odd = [
    mapFault(labels, `the labels of ${what} must map keys to texts`, isText, '{ deployment: \'canary\' }'),
    mapFault(annotations, `the annotations of ${what} must map keys to texts`, isText, '{ deployment: \'canary\' }'),
  ].filter((fault) => fault !== undefined);
  return odd.length > 0 ? odd : [
    ...labelFaults(labels).map((fault) => `the label of ${what} ${fault}`),
    ...Object.keys(annotations).map(labelKeyFault).filter((fault) => fault !== undefined).map((fault) => `the annotation of ${what} ${fault}`),
    ...OWN_LABELS.filter((label) => Object.hasOwn(labels, label)).map((label) => `the label '${label}' of ${what} tells pods apart, and is set by the rollout or the controller: choose another key`),
  ];
}

function scaleFaults(options: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const { dynamicStableScale, scaleDownDelay } = options;
  const withRouter = 'give a router: TrafficRouting.istio(), TrafficRouting.gatewayApi() or TrafficRouting.nginx()';
  return [
    ...(dynamicStableScale === true && !router.dividesRequests ? [`dynamicStableScale is for where a router divides the requests: leave it out, or ${withRouter}`] : []),
    ...(scaleDownDelay !== undefined && !router.dividesRequests ? [`scaleDownDelay is for where a router divides the requests: leave it out, or ${withRouter}`] : []),
    ...(options.minPodsPerReplicaSet !== undefined && !router.dividesRequests ? [`minPodsPerReplicaSet is for where a router divides the requests, and has no effect here: leave it out, or ${withRouter}`] : []),
    ...(dynamicStableScale === true && scaleDownDelay !== undefined ? ['dynamicStableScale leaves no old pods that scaleDownDelay could keep: leave one of them out'] : []),
    ...(dynamicStableScale === true && router.emptyStable !== undefined ? [`dynamicStableScale cannot be: ${router.emptyStable}. Leave it out`] : []),
  ];
}

function surgeFaults({ maxSurge, maxUnavailable }: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  const given: [string, unknown][] = [['maxSurge', maxSurge], ['maxUnavailable', maxUnavailable]];
  const isNone = (value: string | undefined) => value !== undefined && /^0+%?$/.test(value);
  return given.filter(([, value]) => value !== undefined).flatMap(([name, value]) => {
    if (router.dividesRequests) {
      return [`${name} has no effect where a router divides the requests: leave it out`];
    }
    return isText(value) && /^\d{1,6}%?$/.test(value) ? [] : [`${name} is a number of pods or a percentage, as a text, ${given(value)}: write for example '25%'`];
  }).concat(isText(maxSurge) && isNone(maxSurge) && isText(maxUnavailable) && isNone(maxUnavailable)
    ? ['maxSurge and maxUnavailable are both zero, so that no pod could be replaced: allow one of them']
    : []);
}

function backgroundFaults(plan: RolloutPlan, { backgroundAnalysis: background }: ArgoRolloutsOptions): string[] {
  if (background === undefined) {
    return [];
  }
  if (!isMap(background)) {
    return [`backgroundAnalysis is a map of options, ${given(background)}: write for example { templates: ['success-rate'] }`];
  }
  const { startingStep } = background;
  const count = Array.isArray(plan.steps) ? plan.steps.length : 0;
  const isStep = Number.isInteger(startingStep) && startingStep! >= 0 && startingStep! < Math.max(count, 1);
  const isThere = startingStep === undefined || isStep;
  return [
    ...measurementOf(background).validate().map((fault) => `backgroundAnalysis: ${fault}`),
    ...(isThere ? [] : [`backgroundAnalysis: the startingStep is a step of the plan, from 0 to ${Math.max(count, 1) - 1}, ${given(startingStep)}`]),
  ];
}

function valueFaults({ antiAffinity, workload }: ArgoRolloutsOptions): string[] {
  const what = (value: unknown, kind: any, name: string, example: string) => {
    if (value === undefined) {
      return [];
    }
    return value instanceof kind ? (value as AntiAffinity | WorkloadReference).validate() : [`${name} is of another kind, ${given(value)}: write for example ${example}`];
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
  return plan.steps.flatMap((step, index) => (step.kind === StepKind.PAUSE && step.duration !== undefined && !isWholeSeconds(step.duration)
    ? [`${place(step, index)}: the controller counts whole seconds, up to 2147483647, and would take another time: write for example Duration.seconds(30)`]
    : []));
}

/** Steps that change the canary's size, or what leads to it. */
const MOVING = [StepKind.CANARY_SCALE, StepKind.WEIGHT, StepKind.HEADER_ROUTE, StepKind.MIRROR_ROUTE];

/** A canary that matches a weight of 0 has no pod, and the controller takes the lanes of an empty canary away. */
function emptyCanaryFaults(plan: RolloutPlan, router: RolloutRouter): string[] {
  let [weight, matches, opened] = [0, false, false];
  return !router.dividesRequests ? [] : plan.steps.flatMap((step, index) => {
    matches = step.kind === StepKind.CANARY_SCALE ? step.scale!.matchesWeight : matches;
    weight = step.kind === StepKind.WEIGHT ? step.percent! : weight;
    opened ||= step.kind === StepKind.HEADER_ROUTE || (step.kind === StepKind.MIRROR_ROUTE && step.percent! > 0);
    return opened && matches && weight === 0 && MOVING.includes(step.kind)
      ? [`${place(step, index)}: a canary whose size matches a weight of 0 has no pod with Argo Rollouts, and nobody would answer on the lane: write Step.canaryScale(CanaryScale.replicas(1)) before it, or a weight`]
      : [];
  });
}

/** Percentages of replicas and finer weights do not go together: releases of the controller differ in the total of a canaryScale. */
function fineScaleFaults(plan: RolloutPlan, { autoscaled }: ArgoRolloutsOptions, router: RolloutRouter): string[] {
  if (router.maxTrafficWeight(plan.steps) === 100) {
    return [];
  }
  const matching = plan.steps.findIndex((step) => step.scale?.matchesWeight);
  return [
    ...(matching >= 0 ? [`${place(plan.steps[matching], matching)}: with weights finer than 1 % releases of the controller differ in how many pods match a weight: give the size as CanaryScale.replicas or percent`] : []),
    ...(autoscaled === true ? [FINE_AND_AUTOSCALED] : []),
  ];
}
